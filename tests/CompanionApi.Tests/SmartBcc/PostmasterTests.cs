using CompanionApi.SmartBcc;
using CompanionApi.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Tests.SmartBcc;

/// <summary>RFC 5321 4.5.1: the operator's mailbox, where the operator has set one.</summary>
public class PostmasterTests
{
    private const string Operator = "ops@operator.example";
    private const string Complaint = "From: eve@evil.example\r\nSubject: Your host\r\n\r\nIt sends me things.\r\n";

    [Theory]
    [InlineData("postmaster", "eve@evil.example", "mailcrm@mailcrm.example")]
    [InlineData("PostMaster@" + World.BccDomain, "eve@evil.example", "mailcrm@mailcrm.example")]
    [InlineData("postmaster", "", "")]
    public async Task Mail_for_postmaster_is_handed_on_before_it_is_taken_and_kept_nowhere(string to, string from, string sender)
    {
        await using var app = await StartAsync();

        Assert.StartsWith("250", await app.SendAsync(from, to, Complaint));

        Assert.Equal(1, app.Relay.Waiting);
        var mail = await app.Relay.NextAsync();
        Assert.Equal((sender, Operator), (mail.From, mail.To));
        Assert.StartsWith("Received: from client.contoso.example ([127.0.0.1])\r\n by bcc.mailcrm.example with ESMTP;", mail.Source);
        Assert.EndsWith(Complaint, mail.Source);
        await using var db = await app.OpenAsync(World.Anna);
        Assert.Equal(0, await db.Messages.CountAsync() + await db.IntakeAttempts.CountAsync());
    }

    [Fact]
    public async Task No_line_end_of_a_strangers_becomes_an_end_of_ours()
    {
        await using var app = await StartAsync();
        await using var talk = await BegunAsync(app);
        await talk.SayAsync("RCPT TO:<postmaster>", "250");
        await talk.SayAsync("DATA", "354");
        await talk.SendRawAsync("Subject: x\r\n\r\none\n.\nMAIL FROM:<eve@evil.example>\n\r.\rtwo\r\n..three\r\n.\r\n");

        await talk.ExpectAsync("250");

        Assert.EndsWith("\r\none\r\n..\r\nMAIL FROM:<eve@evil.example>\r\n\r\n..\r\ntwo\r\n..three\r\n", (await app.Relay.NextAsync()).Source);
        Assert.Equal(0, app.Relay.Waiting);
    }

    [Fact]
    public async Task What_the_relay_does_not_take_comes_again()
    {
        await using var app = await StartAsync();
        app.Relay.Refuses = true;
        Assert.StartsWith("451 4.4.1", await app.SendAsync("eve@evil.example", "postmaster", Complaint));

        app.Relay.Refuses = false;
        Assert.StartsWith("250", await app.SendAsync("eve@evil.example", "postmaster", Complaint));
    }

    [Fact]
    public async Task Postmaster_has_a_transaction_of_its_own()
    {
        await using var app = await StartAsync();
        await using var talk = await BegunAsync(app);
        await talk.SayAsync($"RCPT TO:<{MailRoom.ContosoAddress}>", "250");
        await talk.SayAsync("RCPT TO:<postmaster>", "452 4.5.3");
        await talk.SayAsync("RSET", "250");
        await talk.SayAsync($"MAIL FROM:<{World.Anna.Address}>", "250");
        await talk.SayAsync("RCPT TO:<postmaster>", "250");
        await talk.SayAsync($"RCPT TO:<postmaster@{World.BccDomain}>", "452 4.5.3");
        await talk.SayAsync($"RCPT TO:<{MailRoom.ContosoAddress}>", "452 4.5.3");
    }

    [Fact]
    public async Task One_client_writes_so_much_and_so_often_and_nothing_goes_round_for_ever()
    {
        await using var app = await StartAsync();
        var large = Complaint + string.Concat(Enumerable.Repeat($"{new string('x', 98)}\r\n", (Postmaster.MaxBytes / 100) + 1));
        Assert.StartsWith("552 5.3.4", await app.SendAsync("eve@evil.example", "postmaster", large));
        var trace = string.Concat(Enumerable.Repeat("Received: from a by b\r\n", 101));
        Assert.StartsWith("554 5.4.6", await app.SendAsync("eve@evil.example", "postmaster", trace + Complaint));

        for (var i = 0; i < Postmaster.MaxPerHourOfOneClient; i++)
        {
            Assert.StartsWith("250", await app.SendAsync("eve@evil.example", "postmaster", Complaint));
        }

        Assert.StartsWith("452 4.7.28", await app.SendAsync("eve@evil.example", "postmaster", Complaint));
        app.Clock.Advance(TimeSpan.FromMinutes(61));
        Assert.StartsWith("250", await app.SendAsync("eve@evil.example", "postmaster", Complaint));
    }

    [Fact]
    public async Task Without_the_setting_postmaster_is_no_address_here()
    {
        await using var app = await MailRoom.StartAsync();
        await using var talk = await BegunAsync(app);
        await talk.SayAsync("RCPT TO:<postmaster>", "550 5.1.1");
        await talk.SayAsync($"RCPT TO:<postmaster@{World.BccDomain}>", "550 5.1.1");
    }

    [Theory]
    [InlineData("Smtp:Postmaster", "nobody", "Smtp:Postmaster")]
    [InlineData("Smtp:Postmaster", "postmaster@" + World.BccDomain, "Smtp:Postmaster")]
    [InlineData("MailOut:Host", null, "MailOut:Host")]
    public async Task A_setting_that_cannot_be_right_stops_the_start(string name, string? value, string said)
    {
        var trouble = await Assert.ThrowsAsync<InvalidOperationException>(() => MailRoom.StartAsync(
            null, null, [("Smtp:Postmaster", Operator), (name, value)]));

        Assert.Contains($"Setting {said}", trouble.Message);
    }

    private static Task<CompanionApp> StartAsync() => MailRoom.StartAsync(null, null, ("Smtp:Postmaster", Operator));

    private static async Task<SmtpTalk> BegunAsync(CompanionApp app)
    {
        var talk = await SmtpTalk.ConnectAsync(app.Endpoint());
        await talk.SayAsync("EHLO client.contoso.example", "250");
        await talk.SayAsync($"MAIL FROM:<{World.Anna.Address}>", "250");
        return talk;
    }
}
