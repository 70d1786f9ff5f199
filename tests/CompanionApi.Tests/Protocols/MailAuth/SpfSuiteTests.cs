using CompanionApi.Protocols.Dns;
using CompanionApi.Tests.Protocols.Dns;
using CompanionApi.Tests.Support;
using Xunit.Abstractions;

namespace CompanionApi.Tests.Protocols.MailAuth;

public class SpfSuiteTests(ITestOutputHelper output)
{
    [Fact]
    public Task Agrees_with_the_suite_of_RFC_7208() =>
        RunAsync("from a table", async cases =>
            await Task.WhenAll(cases.Select(one => one.RunAsync(one.Zone))));

    /// <summary>UDP, TCP where an answer does not fit, SERVFAIL where the suite wants trouble.</summary>
    [Fact]
    public Task Agrees_with_it_through_real_questions_to_a_server() =>
        RunAsync("over UDP and TCP", async cases =>
        {
            var differences = new List<string?>();
            foreach (var group in cases.GroupBy(one => one.Zone))
            {
                await using var server = new LoopbackDns(group.Key);
                var dns = server.Client();
                foreach (var one in group) differences.Add(await one.RunAsync(dns));
            }
            return differences;
        });

    [Fact]
    public Task Agrees_with_it_when_every_answer_is_truncated_first() =>
        RunAsync("over TCP alone", async cases =>
        {
            var differences = new List<string?>();
            foreach (var group in cases.GroupBy(one => one.Zone))
            {
                await using var server = new LoopbackDns(group.Key)
                {
                    TruncatesAll = true,
                    LeavesAliasesToTheClient = true,
                };
                var dns = server.Client();
                foreach (var one in group) differences.Add(await one.RunAsync(dns));
            }
            return differences;
        });

    /// <summary>The cases of trouble once more, with a server that says nothing.</summary>
    [Fact]
    public Task Agrees_with_it_when_trouble_is_silence() =>
        RunAsync("with silent servers", async cases => await Task.WhenAll(
            cases.Where(one => one.WantsTrouble).Select(async one =>
            {
                await using var server = new LoopbackDns(one.Zone) { IsSilentOnTrouble = true };
                var options = new DnsOptions { Timeout = TimeSpan.FromSeconds(1), Attempts = 3 };
                return await one.RunAsync(server.Client(options: options));
            })));

    private async Task RunAsync(string way, Func<IReadOnlyList<SpfCase>, Task<IReadOnlyList<string?>>> run)
    {
        if (SpfSuite.Load() is not { } cases)
        {
            output.Skipped($"SPF {way}", $"../shared/corpus/{SpfSuite.Path}");
            return;
        }
        var outcomes = await run(cases);
        var passed = outcomes.Count(difference => difference is null);
        output.Passed($"SPF {way}", passed, outcomes.Count);
        Assert.Empty(outcomes.OfType<string>());
    }
}
