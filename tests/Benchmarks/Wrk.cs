using System.Diagnostics;
using System.Globalization;

namespace MailCrm.Benchmarks;

/// <summary>What a load of one kind saw. <c>Bad</c>: answers that were not 2xx, and those that never came.</summary>
internal sealed record Seen(double PerSecond, double P50Ms, double P99Ms, long Requests, long Bad);

/// <summary>wrk, a generator of its own process, asking by turns of chance for the paths of a file.</summary>
internal static class Wrk
{
    private const string Script =
        """
        local number = 0
        function setup(thread) number = number + 1; thread:set("number", number) end
        local made, lines = {}, {}
        function init(args)
          math.randomseed(os.time() * 7 + number)
          for line in io.lines(args[1]) do lines[#lines + 1] = line end
        end
        function request()
          local i = math.random(#lines)
          if not made[i] then
            local token, path = lines[i]:match("^(%S*)\t(.*)$")
            made[i] = wrk.format("GET", path, token ~= "" and { ["Authorization"] = "Bearer " .. token } or nil)
          end
          return made[i]
        end
        function done(summary, latency, requests)
          local e = summary.errors
          io.write(string.format("SEEN %d %d %d %d %d\n", summary.requests, summary.duration, latency:percentile(50),
            latency:percentile(99), e.status + e.connect + e.read + e.write + e.timeout))
        end
        """;

    /// <param name="folder">For its files.</param>
    /// <param name="requests">Token (or nothing) and path, parted by a tab.</param>
    /// <param name="port">On loopback.</param>
    /// <param name="connections">At once.</param>
    /// <param name="seconds">How long.</param>
    public static async Task<Seen> RunAsync(
        WorkFolder folder, IEnumerable<string> requests, int port, int connections, int seconds)
    {
        var (script, list) = (folder.Of("wrk.lua"), folder.Of("requests"));
        await File.WriteAllTextAsync(script, Script);
        await File.WriteAllLinesAsync(list, requests);
        var start = new ProcessStartInfo(
            "wrk",
            ["-t", "2", "-c", $"{connections}", "-d", $"{seconds}s", "--timeout", "30s", "-s", script,
                $"http://127.0.0.1:{port}", "--", list])
        {
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        var line = said.Split('\n').FirstOrDefault(l => l.StartsWith("SEEN ", StringComparison.Ordinal)) ??
            throw new OptionException($"wrk said: {said}");
        var numbers = line[5..].Split(' ').Select(n => double.Parse(n, CultureInfo.InvariantCulture)).ToArray();
        return new Seen(
            numbers[0] / (numbers[1] / 1e6), numbers[2] / 1e3, numbers[3] / 1e3, (long)numbers[0], (long)numbers[4]);
    }
}
