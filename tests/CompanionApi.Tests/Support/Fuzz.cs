using System.Diagnostics;
using System.Globalization;
using Xunit.Abstractions;

namespace CompanionApi.Tests.Support;

/// <summary>
/// Rounds of damaged input, each from a seed of its own, so that its seed alone brings it back. As part of the tests so
/// many rounds from seed 0; MAILCRM_FUZZ_SECONDS makes every run that long, from seeds nobody tried before;
/// MAILCRM_FUZZ_SEED runs this one round alone. A round that does not end fails like one that throws.
/// </summary>
internal static class Fuzz
{
    private static readonly TimeSpan Hang = TimeSpan.FromMinutes(2);

    public static async Task RunAsync(
        ITestOutputHelper output, string what, int rounds, Func<Random, Task> round)
    {
        var seconds = Number("MAILCRM_FUZZ_SECONDS");
        var only = Number("MAILCRM_FUZZ_SEED");
        var first = only ?? (seconds is null ? 0 : Random.Shared.Next(int.MaxValue / 2));
        var begun = Stopwatch.GetTimestamp();
        var (done, slowest, slowestSeed) = (0, TimeSpan.Zero, first);
        bool GoesOn() => only is not null ? done < 1
            : seconds is null ? done < rounds : Stopwatch.GetElapsedTime(begun).TotalSeconds < seconds;
        for (var seed = first; GoesOn(); seed++, done++)
        {
            var started = Stopwatch.GetTimestamp();
            await OneAsync(what, seed, round);
            var took = Stopwatch.GetElapsedTime(started);
            if (took > slowest) (slowest, slowestSeed) = (took, seed);
        }
        output.Tell(string.Create(CultureInfo.InvariantCulture,
            $"Fuzzing {what}: {done} rounds from seed {first}, none failed; the slowest took {slowest.TotalMilliseconds:0} ms (seed {slowestSeed})"));
    }

    private static async Task OneAsync(string what, int seed, Func<Random, Task> round)
    {
        try
        {
            await Task.Run(() => round(new Random(seed))).WaitAsync(Hang);
        }
        catch (Exception fault)
        {
            Assert.Fail($"{what} failed with seed {seed}; MAILCRM_FUZZ_SEED={seed} brings it back. {fault}");
        }
    }

    private static int? Number(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var number) ? number : null;
}
