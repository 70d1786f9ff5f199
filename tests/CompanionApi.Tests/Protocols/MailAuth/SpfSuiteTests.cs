using Xunit.Abstractions;

namespace CompanionApi.Tests.Protocols.MailAuth;

public class SpfSuiteTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Agrees_with_the_suite_of_RFC_7208()
    {
        if (SpfSuite.Load() is not { } cases)
        {
            output.WriteLine($"skipped: {SpfSuite.Path} is not here");
            return;
        }
        var differences = new List<string>();
        foreach (var one in cases)
        {
            if (await one.RunAsync(one.Zone) is { } difference) differences.Add(difference);
        }
        output.WriteLine($"{SpfSuite.Path}: {cases.Count - differences.Count} of {cases.Count} cases passed");
        Assert.Empty(differences);
    }
}
