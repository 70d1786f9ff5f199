using System.Text.Json;
using CompanionApi.Messages;
using CompanionApi.Model;
using CompanionApi.SmartBcc;
using CompanionApi.Tests.Protocols.Dns;
using CompanionApi.Tests.Protocols.MailAuth;
using CompanionApi.Tests.Records;
using CompanionApi.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CompanionApi.Tests.SmartBcc;

/// <summary>R31, S31: one sender cannot flood, nobody floods in another's name, and no flood makes the log grow.</summary>
public class FloodTests
{
    private const string Elsewhere = "bounce@mailer.example";

    [Fact]
    public async Task R31_a_sender_over_the_hours_quota_comes_again_later_and_the_burst_is_one_line()
    {
        await using var app = await StartAsync(("SmartBcc:MaxMailsPerHour", "3"));
        await TakeAsync(app, 1, 2, 3);

        foreach (var number in new[] { 4, 5, 6 })
        {
            var reply = await SendAsync(app, number);
            Assert.StartsWith("452 4.7.28 Too many mails: 3 an hour", reply);
        }

        var line = (await LogAsync(app, World.Anna))[0];
        Assert.Equal("try_again too_many 3", Said(line));
        Assert.Equal(4, (await LogAsync(app, World.Anna)).Count);

        app.Clock.Advance(TimeSpan.FromMinutes(61));
        await TakeAsync(app, 4, 5, 6);
        Assert.StartsWith("452", await SendAsync(app, 7));
    }

    [Fact]
    public async Task R31_the_301st_mail_of_an_hour_and_the_2001st_of_a_day_come_again_later_as_README_says()
    {
        Assert.Contains("| `SmartBcc:MaxMailsPerHour`, `MaxMailsPerDay` | api | 300 · 2,000 mails", await ReadmeAsync());
        await using var app = await MailRoom.StartAsync(
            null, null, ("SmartBcc:MaxMailsPerHour", null), ("SmartBcc:MaxMailsPerDay", null));
        await HandedOverAsync(app, 299, TimeSpan.FromMinutes(59));
        await TakeAsync(app, 1);
        Assert.StartsWith("452 4.7.28 Too many mails: 300 an hour and 2000 a day", await SendAsync(app, 2));

        app.Clock.Advance(TimeSpan.FromMinutes(2));
        await TakeAsync(app, 2);

        await HandedOverAsync(app, 2_000 - 301, TimeSpan.FromHours(22));
        await app.RestartAsync();
        Assert.StartsWith("452", await SendAsync(app, 3));
        app.Clock.Advance(TimeSpan.FromHours(2));
        await TakeAsync(app, 3);
    }

    [Fact]
    public async Task R31_the_days_quota_holds_over_a_restart_and_for_each_sender_alone()
    {
        await using var app = await StartAsync(("SmartBcc:MaxMailsPerDay", "3"));
        await TakeAsync(app, 1, 2, 3);
        app.Clock.Advance(TimeSpan.FromHours(2));

        await app.RestartAsync();

        Assert.StartsWith("452", await SendAsync(app, 4));
        Assert.StartsWith("250", await app.SendAsync(
            World.Ben.Address, MailRoom.ContosoAddress, Letters.Of("bens", from: World.Ben.Address)));
        app.Clock.Advance(TimeSpan.FromHours(22.1));
        await TakeAsync(app, 4);
    }

    [Fact]
    public async Task R31_senders_at_the_same_time_do_not_slip_through()
    {
        await using var app = await StartAsync(("SmartBcc:MaxMailsPerHour", "5"));

        var replies = await Task.WhenAll(Enumerable.Range(1, 20).Select(number => SendAsync(app, number)));

        Assert.Equal(5, replies.Count(reply => reply.StartsWith("250", StringComparison.Ordinal)));
        Assert.Equal(15, replies.Count(reply => reply.StartsWith("452", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task R31_what_was_not_stored_uses_up_nothing()
    {
        await using var app = await StartAsync(("SmartBcc:MaxMailsPerHour", "1"));
        Directory.Move(app.ContentFolder, app.ContentFolder + "-away");
        Assert.StartsWith("451", await SendAsync(app, 1));
        Directory.Move(app.ContentFolder + "-away", app.ContentFolder);

        await TakeAsync(app, 1);
        Assert.StartsWith("452", await SendAsync(app, 2));
    }

    [Fact]
    public async Task S31_unproven_mail_never_uses_up_the_senders_quota_and_stays_few_lines()
    {
        await using var app = await StartAsync(("SmartBcc:MaxMailsPerHour", "2"));
        const int attempts = 3 * IntakeBursts.LinesOfOneHost;
        foreach (var number in Enumerable.Range(1, attempts))
        {
            Assert.StartsWith("550", await app.SendAsync(Elsewhere, MailRoom.ContosoAddress, Letters.Of($"forged{number}")));
        }

        await TakeAsync(app, 1, 2);

        await using var db = await app.OpenAsync(World.Anna);
        var forged = await db.IntakeAttempts.Where(a => a.Reason == IntakeReasons.Unproven).ToListAsync();
        Assert.Equal(IntakeBursts.LinesOfOneHost, forged.Count);
        Assert.Equal(attempts, forged.Sum(a => a.Times));
    }

    [Fact]
    public async Task S31_dns_trouble_stands_in_the_log_once_for_a_mail_however_often_it_comes()
    {
        var dns = new TableDns().Fails("contoso.example");
        await using var app = await MailRoom.StartAsync(dns);
        foreach (var name in new[] { "one", "one", "two", "one" })
        {
            Assert.StartsWith("451", await app.SendAsync(World.Anna.Address, MailRoom.ContosoAddress, Letters.Of(name)));
            app.Clock.Advance(TimeSpan.FromHours(2));
        }

        var log = await LogAsync(app, World.Anna);

        Assert.Equal(["try_again dns_trouble 1", "try_again dns_trouble 3"], log.Select(Said));
        Assert.True(log[1].GetProperty("lastAt").GetDateTimeOffset() > log[0].GetProperty("at").GetDateTimeOffset());
        Assert.All(log, line => Assert.Equal(JsonValueKind.Null, line.GetProperty("subject").ValueKind));
    }

    [Fact]
    public async Task S30_a_possible_replay_uses_up_none_of_the_senders_quota()
    {
        var old = new DkimLetter
        {
            Tags = "v=1; a=rsa-sha256; d=contoso.example; s=s1; h=from:to:subject:date:message-id",
            Header = "From: anna@contoso.example\r\nTo: taro@yamada.example\r\nSubject: Old\r\nDate: " +
                Letters.Date(DateTimeOffset.UtcNow.AddDays(-9)) + "\r\nMessage-ID: <old@contoso.example>\r\n",
            Body = "Hello.\r\n",
        };
        var dns = MailRoom.Dns().Txt("s1._domainkey.contoso.example", old.KeyRecord);
        await using var app = await MailRoom.StartAsync(dns, null, ("SmartBcc:MaxMailsPerHour", "1"));

        Assert.StartsWith("250", await app.SendAsync(Elsewhere, MailRoom.ContosoAddress, old.Text));
        Assert.StartsWith("452", await app.SendAsync(Elsewhere, MailRoom.ContosoAddress, old.Text));
        await app.RestartAsync();
        await TakeAsync(app, 1);

        Assert.Equal(["stored stored 1", "try_again too_many 1", "stored doubtful 1"],
            (await LogAsync(app, World.Anna)).Select(Said));
    }

    [Theory]
    [InlineData(100, "250")]
    [InlineData(101, "554 5.4.6")]
    public async Task R31_a_mail_that_goes_round_in_a_loop_is_refused(int hops, string reply)
    {
        await using var app = await StartAsync();
        var trace = string.Concat(Enumerable.Range(0, hops).Select(hop => $"Received: from a by b{hop}; {Letters.Date(DateTimeOffset.UtcNow)}\r\n"));

        Assert.StartsWith(reply, await app.SendAsync(World.Anna.Address, MailRoom.ContosoAddress, trace + Letters.Of("loop")));
    }

    [Fact]
    public async Task S31_of_a_loop_nobody_hears_before_the_proof()
    {
        await using var app = await StartAsync();
        var trace = string.Concat(Enumerable.Repeat("Received: from a by b\r\n", 101));

        Assert.StartsWith("550-5.7.26", await app.SendAsync(Elsewhere, MailRoom.ContosoAddress, trace + Letters.Of("loop")));
    }

    [Fact]
    public async Task R31_our_own_mail_coming_back_is_a_loop()
    {
        var dns = MailRoom.Dns().Txt("mailcrm.example", "v=spf1 ip4:127.0.0.1 -all");
        await using var app = await MailRoom.StartAsync(dns);

        var reply = await app.SendAsync(
            "mailcrm@mailcrm.example", MailRoom.ContosoAddress, Letters.Of("ours", from: "mailcrm@mailcrm.example"));

        Assert.StartsWith("554 5.4.6", reply);
    }

    [Theory]
    [InlineData("Auto-Submitted: auto-replied\r\n")]
    [InlineData("Precedence: bulk\r\n")]
    [InlineData("List-Id: <news.contoso.example>\r\n")]
    [InlineData("List-Unsubscribe: <https://contoso.example/off>\r\n")]
    [InlineData("Content-Type: multipart/report; report-type=delivery-status; boundary=x\r\n")]
    public async Task R31_mail_of_machines_makes_no_persons_and_nobody_is_answered(string header)
    {
        await using var app = await StartAsync();

        await app.TakeAsync(Letters.Of("machine", "new@person.example", more: header));

        Assert.Empty((await app.TakenAsync("machine")).Persons);
        Assert.Equal(0, app.Relay.Waiting);
    }

    [Fact]
    public async Task R31_refusals_are_said_in_the_dialogue_and_never_mailed()
    {
        await using var app = await StartAsync(("SmartBcc:MaxMailsPerHour", "1"));
        await TakeAsync(app, 1);
        await SendAsync(app, 2);
        await app.SendAsync("", MailRoom.ContosoAddress, Letters.Of("bounce", from: "mailer-daemon@contoso.example"));
        await app.SendAsync(Elsewhere, MailRoom.ContosoAddress, Letters.Of("forged"));

        Assert.Equal(0, app.Relay.Waiting);
    }

    [Fact]
    public async Task R28_lines_of_the_log_go_when_their_time_is_over()
    {
        await using var app = await StartAsync(("SmartBcc:KeepLogDays", "30"));
        await TakeAsync(app, 1);
        app.Clock.Advance(TimeSpan.FromDays(29));
        await TakeAsync(app, 2);
        app.Clock.Advance(TimeSpan.FromDays(2));

        await app.Services.GetRequiredService<IntakeSweep>().SweepAsync(CancellationToken.None);

        Assert.Equal("Letter mail2", (await LogAsync(app, World.Anna)).Single().Text("subject"));
        Assert.True((await app.OpenAsync(World.Anna, "mail1")).GetProperty("captured").GetBoolean());
    }

    /// <summary>As if so many mails of Anna's had been taken so long ago.</summary>
    private static Task HandedOverAsync(CompanionApp app, int mails, TimeSpan ago) => app.WriteAsync(World.Anna, async write =>
    {
        var anna = await write.Db.Users.SingleAsync(u => u.Email == World.Anna.Address);
        write.Db.IntakeAttempts.AddRange(Enumerable.Range(0, mails).Select(_ => new IntakeAttempt
        {
            UserId = anna.Id, At = write.Now - ago, LastAt = write.Now - ago, Outcome = IntakeOutcome.Stored,
            Reason = IntakeReasons.Stored, Door = Door.SmartBcc, AddressKind = "company", MailFrom = World.Anna.Address,
            FromAddress = World.Anna.Address, ClientAddress = "127.0.0.1", IsProven = true,
        }));
        return true;
    });

    private static Task<string> ReadmeAsync()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "MailCrm.sln")))
        {
            folder = folder.Parent;
        }

        return File.ReadAllTextAsync(Path.Combine(folder.FullName, "README.md"));
    }

    private static Task<CompanionApp> StartAsync(params (string Name, string? Value)[] settings) =>
        MailRoom.StartAsync(null, null, settings);

    private static Task<string> SendAsync(CompanionApp app, int number) =>
        app.SendAsync(World.Anna.Address, MailRoom.ContosoAddress, Letters.Of($"mail{number}"));

    private static async Task TakeAsync(CompanionApp app, params int[] numbers)
    {
        foreach (var number in numbers)
        {
            Assert.StartsWith("250", await SendAsync(app, number));
        }
    }

    private static async Task<List<JsonElement>> LogAsync(CompanionApp app, TestUser who) =>
        [.. (await app.GetAsync(who, "me/intake-log")).Json.GetProperty("items").EnumerateArray()];

    private static string Said(JsonElement line) =>
        $"{line.Text("outcome")} {line.Text("reason")} {line.GetProperty("times").GetInt32()}";
}
