using CompanionApi.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit.Abstractions;

namespace CompanionApi.Tests.SmartBcc;

/// <summary>Programs of others hand mail over: swaks in each of its ways, smtp-source many letters at a time.</summary>
public class MailProgramsTests(ITestOutputHelper output)
{
    // swaks ends with these where our reply was a no.
    private const int SenderRefused = 23;
    private const int RecipientRefused = 24;
    private const int MessageRefused = 26;

    private static readonly Dictionary<string, string[]> Ways = new()
    {
        ["plain"] = [],
        ["pipelined"] = ["--pipeline"],
        ["tls"] = ["--tls"],
        ["tls-pipelined"] = ["--tls", "--pipeline"],
        ["tls-1-2"] = ["--tls", "--tls-protocol", "tlsv1_2"],
        ["tls-1-3"] = ["--tls", "--tls-protocol", "tlsv1_3"],
        ["helo"] = ["--protocol", "SMTP"],
        ["attached"] = ["--attach", "@/etc/services"],
        ["dots"] = ["--body", ".\\n..\\n.a\\n.\\n"],
    };

    private static readonly (string What, int End, string Said, string[] How)[] Refusals =
    [
        ("a recipient of nobody", RecipientRefused, "550 5.1.1", ["--to", "nobody@" + World.BccDomain]),
        ("a malformed sender", SenderRefused, "501 5.1.7", ["--from", "no address"]),
        ("an unproven sender", MessageRefused, "550 5.7", ["--h-From", "mallory@evil.example"]),
        ("a letter over the limit", MessageRefused, "552 5.3.4", ["--body", new string('x', 60_000)]),
    ];

    [Fact]
    public async Task R20_swaks_hands_letters_over_in_each_of_its_ways_and_hears_why_not()
    {
        if (Tool.Find("swaks") is not { } swaks)
        {
            output.Skipped("Mail by swaks", "swaks");
            return;
        }

        await using var app = await MailRoom.StartAsync(null, null, ("Smtp:MaxMessageBytes", "50000"));
        var wrong = new List<string>();
        foreach (var (way, how) in Ways)
        {
            var end = await RunAsync(swaks, app, way, how);
            if (end.Code != 0 || !(await app.OpenAsync(World.Anna, way)).GetProperty("captured").GetBoolean())
                wrong.Add($"{way}: {end.Text}");
        }
        foreach (var (what, code, said, how) in Refusals)
        {
            var end = await RunAsync(swaks, app, "refused", how);
            if (end.Code != code || !end.Text.Contains("<** " + said)) wrong.Add($"{what}: {end.Code}\n{end.Text}");
        }
        foreach (var stop in new[] { "MAIL", "RCPT" })
        {
            foreach (var leave in new[] { "--quit-after", "--drop-after", "--drop-after-send" })
                await RunAsync(swaks, app, "left", [leave, stop]);
        }

        output.Passed("Mail by swaks", Ways.Count + Refusals.Length - wrong.Count, Ways.Count + Refusals.Length);
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        await using var db = await app.OpenAsync(World.Anna);
        Assert.Equal(Ways.Count, await db.Messages.CountAsync());
    }

    [Fact]
    public async Task R29_smtp_source_hands_many_letters_over_at_a_time_and_each_is_there_once()
    {
        const int letters = 50;
        if (Tool.Find("smtp-source") is not { } source)
        {
            output.Skipped("Mail by smtp-source", "postfix");
            return;
        }

        await using var app = await MailRoom.StartAsync();
        // The second time each connection carries one letter only.
        foreach (var sessions in new[] { new[] { "-d" }, [] })
        {
            await source.RunWellAsync(
                ["-s", "8", "-m", $"{letters}", "-l", "5000", .. sessions, "-M", "mail.contoso.example",
                    "-f", World.Anna.Address, "-t", MailRoom.ContosoAddress, "-S", "Offer", $"inet:{app.Endpoint()}"]);
        }

        await using var db = await app.OpenAsync(World.Anna);
        var count = await db.Messages.CountAsync();
        output.Passed("Mail by smtp-source", count, 2 * letters);
        Assert.Equal(2 * letters, count);
    }

    private static Task<ToolEnd> RunAsync(Tool swaks, CompanionApp app, string name, string[] how) => swaks.RunAsync(
    [
        "--server", $"{app.Endpoint().Address}", "--port", $"{app.Endpoint().Port}", "--helo", "client.contoso.example",
        "--from", World.Anna.Address, "--to", MailRoom.ContosoAddress, "--h-From", World.Anna.Address,
        "--h-To", Letters.Taro, "--h-Message-Id", $"<{Letters.Id(name)}>", "--h-Subject", $"Letter {name}", .. how,
    ]);
}
