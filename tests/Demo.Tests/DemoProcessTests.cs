using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Demo.Tests;

/// <summary>The demo as people and scripts start it: a process with a command line, stdout, stderr and an end.</summary>
public sealed class DemoProcessTests
{
    private const int Sigterm = 15;
    private static readonly string[] FreePorts =
        ["--web-port=0", "--api-port=0", "--graph-port=0", "--smtp-port=0", "--dns-port=0"];

    [Fact]
    public async Task With_json_stdout_is_one_line_that_leads_everywhere()
    {
        using var demo = Start(["--json", "--no-seed", .. FreePorts]);
        var stderr = demo.StandardError.ReadToEndAsync();
        var line = await demo.StandardOutput.ReadLineAsync();
        Assert.True(line is not null, await StderrOfEnded(stderr, line));
        var at = JsonDocument.Parse(line).RootElement;

        Assert.Equal(
            ["web", "api", "graph", "outlook", "smtp", "dns", "tenantId", "fabrikamTenantId", "clientId", "scope"],
            at.EnumerateObject().Select(property => property.Name));
        var me = await MeAsync(at);
        Assert.Equal("Anna Keller", me.GetProperty("displayName").GetString());
        Assert.Equal("contoso", me.GetProperty("company").GetProperty("mailName").GetString());
        using var http = new HttpClient();
        foreach (var page in new[] { Text(at, "web") + "/pane", Text(at, "web") + "/manifest.xml", Text(at, "outlook") })
        {
            Assert.True((await http.GetAsync(page)).IsSuccessStatusCode, page);
        }

        Terminate(demo);
        Assert.Empty(await demo.StandardOutput.ReadToEndAsync());
        await demo.WaitForExitAsync();
        Assert.Equal(0, demo.ExitCode);
    }

    [Fact]
    public async Task A_wrong_flag_ends_it_with_one_line_on_stderr()
    {
        using var demo = Start(["--jsno"]);

        var complaint = await demo.StandardError.ReadToEndAsync();

        Assert.StartsWith("--jsno: no such flag", complaint);
        Assert.Equal(1, complaint.Count(c => c == '\n'));
        Assert.Empty(await demo.StandardOutput.ReadToEndAsync());
        await demo.WaitForExitAsync();
        Assert.Equal(2, demo.ExitCode);
    }

    private static Process Start(IEnumerable<string> flags) => Process.Start(new ProcessStartInfo(
        "dotnet", [Path.Combine(AppContext.BaseDirectory, "MailCrm.Demo.dll"), .. flags])
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    private static async Task<JsonElement> MeAsync(JsonElement at)
    {
        using var http = new HttpClient();
        using var token = await http.PostAsync(
            $"{Text(at, "graph")}/{Text(at, "tenantId")}/oauth2/v2.0/token",
            new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["grant_type"] = "password",
                ["client_id"] = Text(at, "clientId"),
                ["scope"] = Text(at, "scope"),
                ["username"] = "anna@contoso.example",
                ["password"] = "demo",
            }));
        var answer = await token.Content.ReadFromJsonAsync<JsonElement>();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Text(answer, "access_token"));
        return await http.GetFromJsonAsync<JsonElement>($"{Text(at, "api")}/api/me");
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static async Task<string> StderrOfEnded(Task<string> stderr, string? line) => line is null ? await stderr : "";

    // Process.Kill is SIGKILL, which nobody can answer; Ctrl-C and a service manager ask first.
    private static void Terminate(Process process) => _ = kill(process.Id, Sigterm);

    [System.Runtime.InteropServices.DllImport("libc")]
    private static extern int kill(int id, int signal);
}
