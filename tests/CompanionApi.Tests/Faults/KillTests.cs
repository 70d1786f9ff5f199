using System.Diagnostics;
using CompanionApi.Tests.Protocols.Dns;
using CompanionApi.Tests.Support;
using Xunit.Abstractions;

namespace CompanionApi.Tests.Faults;

/// <summary>
/// R29 by force: the program, in a process of its own, is killed with SIGKILL in the middle of four senders' mail, again
/// and again. MAILCRM_KILLS says how often (6), MAILCRM_SEED begins other streams.
/// </summary>
public sealed class KillTests(ITestOutputHelper output) : IDisposable
{
    private const int LongestLife = 300;
    private static readonly int Kills = Setting("MAILCRM_KILLS", 6);
    private static readonly int Seed = Setting("MAILCRM_SEED", 20261122);

    private readonly string folder = Directory.CreateTempSubdirectory("mailcrm-kill-").FullName;

    [Fact]
    public async Task R29_everything_answered_250_survives_kill_9()
    {
        await CompanionApp.BeginInAsync(folder);
        await using var dns = new LoopbackDns(MailRoom.Dns());
        var streams = World.Everyone.Select((who, i) => new LetterStream(who, Seed + i)).ToList();
        var random = new Random(Seed);
        var watch = Stopwatch.StartNew();
        for (var kill = 0; kill < Kills; kill++)
        {
            await using var program = await CompanionProcess.StartAsync(folder, dns.Server);
            var steps = random.Next(1, LongestLife);
            var step = () =>
            {
                if (Interlocked.Decrement(ref steps) == 0)
                {
                    program.Kill();
                }
            };
            await Task.WhenAll(streams.Select(stream => Task.Run(() => stream.SendAsync(program.Smtp, step))));
        }

        await using (var last = await CompanionProcess.StartAsync(folder, dns.Server))
        {
            await Task.WhenAll(streams.Select(stream => stream.FinishAsync(last.Smtp)));
            last.Kill();
        }

        output.WriteLine($"{Kills} kills in {watch.Elapsed.TotalSeconds:F0} s, seed {Seed}: " +
            $"{streams.Sum(s => s.Promises)} answers 250 for {streams.Sum(s => s.Answered.Count)} letters, " +
            $"{streams.Sum(s => s.Unanswered)} handed over without one");
        await Ledger.IsSoundAsync(folder);
        await using var app = await Ledger.OpenAsync(folder);
        await app.HoldsOnceAsync(streams);
        output.WriteLine($"All looked at after {watch.Elapsed.TotalSeconds:F0} s");
    }

    public void Dispose() => Directory.Delete(folder, true);

    private static int Setting(string name, int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), out var number) ? number : usual;
}
