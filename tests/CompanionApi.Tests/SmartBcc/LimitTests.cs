using CompanionApi.Tests.Records;
using CompanionApi.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Tests.SmartBcc;

/// <summary>Each limit is a setting, has its reply, and what is behind it is still served.</summary>
public class LimitTests
{
    [Theory]
    [InlineData("MaxCommands", "6", "NOOP", "250", 6, "421 4.7.0 Too many commands without a message")]
    [InlineData("MaxBadCommands", "4", "FROB", "500", 4, "421 4.7.0 Too many errors")]
    [InlineData("MaxBadCommands", "4", "MAIL FROM:nobody", "501", 4, "421 4.7.0 Too many errors")]
    [InlineData("MaxBadCommands", "4", "VRFY", "501", 4, "421 4.7.0 Too many errors")]
    public async Task R31_a_flood_is_answered_to_its_limit_and_cut_off(
        string setting, string value, string line, string reply, int times, string last)
    {
        await using var app = await MailRoom.StartAsync(null, null, ("Smtp:" + setting, value));
        await using var talk = await SmtpTalk.ConnectAsync(app.Endpoint());
        var said = setting == "MaxCommands" ? times - 1 : times;
        await talk.SayAsync("EHLO client.contoso.example", "250");

        await talk.PipelineAsync([.. Enumerable.Repeat(line, 5_000)]);

        for (var i = 0; i < said; i++) await talk.ExpectAsync(reply);
        await talk.ExpectAsync(last);
        await talk.ExpectClosedAsync();
        await app.TakeAsync(Letters.Of("next"));
    }

    [Fact]
    public async Task R31_a_flood_of_unknown_recipients_is_cut_off_and_one_of_known_ones_asks_for_the_rest_later()
    {
        await using var app = await MailRoom.StartAsync(null, null, ("Smtp:MaxRecipients", "1"), ("Smtp:MaxCommands", "50"));
        await using (var unknown = await BegunAsync(app))
        {
            await unknown.PipelineAsync([.. Enumerable.Range(0, 3_000).Select(i => $"RCPT TO:<a{i}@{World.BccDomain}>")]);
            for (var i = 0; i < 20; i++) await unknown.ExpectAsync("550 5.1.1");
            await unknown.ExpectAsync("421 4.7.0 Too many errors");
            await unknown.ExpectClosedAsync();
        }

        await using var known = await BegunAsync(app);
        await known.SayAsync($"RCPT TO:<{MailRoom.ContosoAddress}>", "250");
        await known.PipelineAsync([.. Enumerable.Range(0, 3_000).Select(i => $"RCPT TO:<a{i}@{World.BccDomain}>")]);
        for (var i = 0; i < 47; i++) await known.ExpectAsync("452 4.5.3 Too many recipients");
        await known.ExpectAsync("421 4.7.0 Too many commands");
    }

    [Theory]
    [InlineData("MaxConnections", "421 4.7.0 Too many connections;")]
    [InlineData("MaxConnectionsPerAddress", "421 4.7.0 Too many connections from you;")]
    public async Task R31_who_comes_when_it_is_full_is_asked_to_come_later(string setting, string reply)
    {
        await using var app = await MailRoom.StartAsync(null, null, ("Smtp:" + setting, "2"));
        await using var first = await SmtpTalk.ConnectAsync(app.Endpoint());
        await using var second = await SmtpTalk.ConnectAsync(app.Endpoint());

        for (var i = 0; i < 20; i++)
        {
            await using var third = await SmtpTalk.ConnectSilentlyAsync(app.Endpoint());
            await third.ExpectAsync(reply);
            await third.ExpectClosedAsync();
        }

        await first.SayAsync("EHLO client.contoso.example", "250");
        await second.SayAsync("EHLO client.contoso.example", "250");
    }

    [Theory]
    [InlineData("IdleSeconds", "421 4.4.2 Waited too long for you")]
    [InlineData("MaxSessionSeconds", "421 4.4.2 Session too long")]
    public async Task R31_a_client_that_stays_silent_is_sent_away_also_in_a_handshake(string setting, string reply)
    {
        await using var app = await MailRoom.StartAsync(null, null, ("Smtp:" + setting, "1"));
        await using var handshake = await SmtpTalk.ConnectAsync(app.Endpoint());
        await handshake.PipelineAsync("EHLO client.contoso.example", "STARTTLS");
        await using var chunk = await SmtpTalk.ConnectAsync(app.Endpoint());
        await chunk.PipelineAsync("EHLO a", $"MAIL FROM:<{World.Anna.Address}>", $"RCPT TO:<{MailRoom.ContosoAddress}>",
            "BDAT 100 LAST", "half");

        foreach (var heard in new[] { "250", "250", "250", reply }) await chunk.ExpectAsync(heard);
        await handshake.ExpectAsync("250");
        await handshake.ExpectAsync("220");
        await handshake.ExpectClosedAsync();
        await using var db = await app.OpenAsync(World.Anna);
        Assert.Equal(0, await db.Messages.CountAsync());
    }

    [Fact]
    public async Task R31_too_much_mail_at_once_is_asked_to_come_later()
    {
        await using var app = await MailRoom.StartAsync(null, null, ("Smtp:MaxBufferedMegabytes", "1"));
        var large = Letters.Of("large", body: string.Concat(Enumerable.Repeat("A line of a large letter.\r\n", 60_000)));

        Assert.StartsWith("452 4.3.1", await app.SendAsync(World.Anna.Address, MailRoom.ContosoAddress, large));

        await app.TakeAsync(Letters.Of("small"));
    }

    [Fact]
    public async Task R31_one_address_never_holds_all_the_room_and_the_log_says_whose_trouble_it_was()
    {
        await using var app = await MailRoom.StartAsync(
            null, null, ("Smtp:MaxBufferedMegabytes", "4"), ("Smtp:MaxMessageBytes", "400000"));
        var chunk = $"RCPT TO:<{MailRoom.ContosoAddress}>\r\nBDAT 300000\r\n{new string('x', 300_000)}";
        await using var first = await BegunAsync(app);
        await using var second = await BegunAsync(app);
        await using var third = await BegunAsync(app);
        foreach (var talk in new[] { first, second })
        {
            await talk.SendRawAsync(chunk);
            await talk.ExpectAsync("250");
            await talk.ExpectAsync("250 2.0.0 300000 octets");
        }

        await third.SendRawAsync(chunk);

        await third.ExpectAsync("250");
        await third.ExpectAsync("452 4.3.1 Too much mail at once from you");
        await using var other = await BegunAsync(app, "127.0.0.2");
        await other.SendRawAsync(chunk);
        await other.ExpectAsync("250");
        await other.ExpectAsync("250 2.0.0 300000 octets");
        var line = (await app.GetAsync(World.Anna, "me/intake-log")).Json.GetProperty("items")[0];
        Assert.Equal("try_again too_much_at_once", $"{line.Text("outcome")} {line.Text("reason")}");
    }

    [Fact]
    public async Task R29_a_client_that_vanishes_before_our_answer_and_comes_again_leaves_one_letter()
    {
        await using var app = await MailRoom.StartAsync();
        var letter = Letters.Of("twice");
        for (var i = 0; i < 3; i++)
        {
            await using var talk = await BegunAsync(app);
            await talk.SayAsync($"RCPT TO:<{MailRoom.ContosoAddress}>", "250");
            await talk.SayAsync("DATA", "354");
            await talk.SendRawAsync(letter + ".\r\n");
            talk.Vanish();
        }

        await app.TakeAsync(letter);

        await app.TakenAsync("twice");
        await using var db = await app.OpenAsync(World.Anna);
        Assert.Equal(1, await db.Messages.CountAsync());
    }

    private static async Task<SmtpTalk> BegunAsync(CompanionApp app, string? from = null)
    {
        var talk = await SmtpTalk.ConnectAsync(app.Endpoint(), from);
        await talk.SayAsync("EHLO client.contoso.example", "250");
        await talk.SayAsync($"MAIL FROM:<{World.Anna.Address}>", "250");
        return talk;
    }
}
