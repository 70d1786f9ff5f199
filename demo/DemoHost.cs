using Demo.Microsoft365;
using Demo.Seed;

namespace Demo;

/// <summary>Everything in one process: the simulated Microsoft 365 first, then MailCrm's two programs beside it.</summary>
public sealed class DemoHost : IAsyncDisposable
{
    private readonly bool json;
    private readonly DataFolder data;
    private readonly List<WebApplication> programs = [];
    private bool hasEnded;

    private DemoHost(DemoOptions options)
    {
        Addresses = DemoAddresses.Claim(options);
        json = options.Json;
        data = DataFolder.Open(options.DataFolder);
    }

    public DemoAddresses Addresses { get; }

    /// <exception cref="OperationCanceledException">It was stopped before it was ready.</exception>
    public static async Task<DemoHost> StartAsync(DemoOptions options)
    {
        var demo = new DemoHost(options);
        try
        {
            var simulator = await demo.StartProgramAsync(Simulator.Build(demo.Addresses, demo.data.Path));
            var own = Path.Combine(demo.data.Path, "mailcrm");
            await Task.WhenAll(
                demo.StartProgramAsync(MailCrmPrograms.BuildApi(demo.Addresses, own)),
                demo.StartProgramAsync(MailCrmPrograms.BuildWeb(demo.Addresses)));
            await Seeding.RunAsync(SeedContext.Of(simulator.Services), options.Seeds, simulator.Lifetime.ApplicationStopping);
            return demo;
        }
        catch
        {
            await demo.DisposeAsync();
            throw;
        }
    }

    /// <summary>Says where everything is: a table for people, or with --json the one line for scripts.</summary>
    public void Announce(TextWriter stdout) =>
        stdout.WriteLine(json ? Announcement.Line(Addresses) : Announcement.Table(Addresses, data.Path));

    /// <summary>Waits for Ctrl-C, or for a program to end by itself, and then for the orderly end of all.</summary>
    public async Task WaitForShutdownAsync()
    {
        var ends = programs.Select(program => program.WaitForShutdownAsync()).ToList();
        await Task.WhenAny(ends);
        programs.ForEach(program => program.Lifetime.StopApplication());
        await Task.WhenAll(ends);
        hasEnded = true;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var program in Enumerable.Reverse(programs))
        {
            if (!hasEnded)
            {
                await program.StopAsync();
            }

            await program.DisposeAsync();
        }

        data.Dispose();
    }

    private async Task<WebApplication> StartProgramAsync(WebApplication program)
    {
        programs.Add(program);
        await program.StartAsync();
        return program;
    }
}
