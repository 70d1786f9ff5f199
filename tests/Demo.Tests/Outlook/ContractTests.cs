using System.Diagnostics;

namespace Demo.Tests.Outlook;

public sealed class ContractTests
{
    [Fact]
    public async Task The_stand_in_holds_to_the_types_of_office_js_and_checks_arguments_as_the_real_one_does()
    {
        var start = new ProcessStartInfo("npm", ["test", "--silent"])
        {
            WorkingDirectory = Path.Combine(Repository.Root, "demo", "Outlook"),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var npm = Process.Start(start)!;
        var said = await Task.WhenAll(npm.StandardOutput.ReadToEndAsync(), npm.StandardError.ReadToEndAsync());
        await npm.WaitForExitAsync();

        Assert.True(npm.ExitCode == 0, string.Concat(said));
    }
}
