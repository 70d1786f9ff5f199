using System.Net;
using System.Text.Json;
using CompanionApi.Tests.Protocols.Dns;
using CompanionApi.Tests.Protocols.MailAuth;
using CompanionApi.Tests.Records;
using CompanionApi.Tests.Support;

namespace CompanionApi.Tests.SmartBcc;

/// <summary>R22, R23, R28, S30, S31: who is believed, who is refused with which words, and what the log says of it.</summary>
public class ProofTests
{
    private const string Key = "s1._domainkey.contoso.example";
    private const string Elsewhere = "bounce@mailer.example";

    [Fact]
    public async Task R23_spf_of_the_from_domain_proves_the_sender()
    {
        await using var app = await MailRoom.StartAsync();

        await app.TakeAsync(Letters.Of("spf"));

        Assert.Equal("spf contoso.example", await ProofAsync(app, "spf"));
    }

    [Fact]
    public async Task R23_spf_of_another_domain_is_refused_with_the_reason()
    {
        var dns = new TableDns().Txt("mailer.example", "v=spf1 ip4:127.0.0.1 -all").Txt("contoso.example", "v=spf1 -all");
        await using var app = await MailRoom.StartAsync(dns);

        var reply = await app.SendAsync(Elsewhere, MailRoom.ContosoAddress, Letters.Of("other"));

        Assert.StartsWith("550-5.7.26", reply);
        Assert.Contains("pass for mailer.example, which is not contoso.example", reply);
        Assert.False((await app.OpenAsync(World.Anna, "other")).GetProperty("captured").GetBoolean());
    }

    [Fact]
    public async Task R23_dkim_of_the_from_domain_proves_the_sender_wherever_it_comes_from()
    {
        var letter = Signed();
        await using var app = await MailRoom.StartAsync(new TableDns().Txt(Key, letter.KeyRecord));

        Assert.StartsWith("250", await app.SendAsync(Elsewhere, MailRoom.ContosoAddress, letter.Text));

        Assert.Equal("dkim contoso.example", await ProofAsync(app, "proof"));
    }

    [Fact]
    public async Task R23_alignment_is_relaxed_a_sub_domain_may_sign()
    {
        var letter = Signed("v=1; a=rsa-sha256; d=mail.contoso.example; s=s1; h=from:to:subject:date:message-id");
        await using var app = await MailRoom.StartAsync(
            new TableDns().Txt("s1._domainkey.mail.contoso.example", letter.KeyRecord));

        Assert.StartsWith("250", await app.SendAsync(Elsewhere, MailRoom.ContosoAddress, letter.Text));
    }

    [Fact]
    public async Task R23_a_signature_of_another_domain_proves_nothing()
    {
        var letter = Signed("v=1; a=rsa-sha256; d=mailer.example; s=s1; h=from:to:subject:date:message-id");
        await RefusedAsync(letter, "s1._domainkey.mailer.example", "signed by mailer.example, which is not contoso.example");
    }

    [Fact]
    public Task S30_a_signature_that_leaves_part_of_the_body_unsigned_is_refused() => RefusedAsync(
        Signed("v=1; a=rsa-sha256; d=contoso.example; s=s1; l=8; h=from:to:subject:date:message-id",
            body: "Hello.\r\nAdded later.\r\n", signedBody: "Hello.\r\n"),
        Key, "part of the body unsigned");

    [Fact]
    public Task S30_a_signature_that_does_not_name_from_is_refused() => RefusedAsync(
        Signed("v=1; a=rsa-sha256; d=contoso.example; s=s1; h=to:subject:date:message-id",
            signedHeader: string.Concat(Header().Split("\r\n").Skip(1).SkipLast(1).Select(line => line + "\r\n"))),
        Key, "DKIM: ");

    [Fact]
    public async Task S30_a_subject_added_after_signing_is_refused()
    {
        var letter = Signed();
        await RefusedAsync(letter, Key, "DKIM: ", letter.Text.Replace("DKIM-Signature:", "Subject: Pay me\r\nDKIM-Signature:"));
    }

    [Theory]
    [InlineData("From: anna@contoso.example\r\nFrom: ben@contoso.example\r\n")]
    [InlineData("From: anna@contoso.example, ben@contoso.example\r\n")]
    [InlineData("From: undisclosed-recipients:;\r\n")]
    [InlineData("")]
    public async Task S30_there_is_exactly_one_from_with_one_address(string from)
    {
        await using var app = await MailRoom.StartAsync();

        var reply = await app.SendAsync(World.Anna.Address, MailRoom.ContosoAddress, $"{from}Subject: Two\r\n\r\nHello\r\n");

        Assert.StartsWith("550 5.7.1", reply);
        Assert.Contains("exactly one From", reply);
        Assert.Equal("not_one_from", (await AdminLogAsync(app))[0].Text("reason"));
    }

    [Theory]
    [InlineData(-4, "")]
    [InlineData(0, " t=1600000000;")]
    // Signed at no time, and without the date: whoever sends it again may write today's.
    [InlineData(0, "", "from:to:subject:message-id")]
    public async Task S30_an_old_signature_alone_is_kept_private_and_unlinked_and_asks(
        int days, string stamp, string signed = "from:to:subject:date:message-id")
    {
        var signedHeader = signed.Contains("date") ? null : string.Concat(Header(days).Split("\r\n").Where(line =>
            line.Length > 0 && !line.StartsWith("Date:", StringComparison.Ordinal)).Select(line => $"{line}\r\n"));
        var letter = Signed(
            $"v=1; a=rsa-sha256; d=contoso.example; s=s1;{stamp} h={signed}", days: days, signedHeader: signedHeader);
        await using var app = await MailRoom.StartAsync(new TableDns().Txt(Key, letter.KeyRecord));
        await app.SettingsAsync(new { defaultVisibility = "shared" });
        var deal = await app.MakeAsync(World.Anna, "deals", new { title = "Roasters" });

        Assert.StartsWith(
            "250", await app.SendAsync(Elsewhere, deal.Text("smartBccAddress"), letter.Text));

        var taken = await app.TakenAsync("proof");
        Assert.Equal("private", taken.Visibility);
        Assert.Empty(taken.Links);
        Assert.Empty(taken.Persons);
        Assert.Equal(["is_this_yours"], taken.Notices);
    }

    [Fact]
    public async Task S30_of_two_signatures_the_fresh_one_counts_wherever_it_stands()
    {
        var old = Signed("v=1; a=rsa-sha256; d=contoso.example; s=s1; t=1600000000; h=from:to:subject:date:message-id");
        var fresh = new DkimLetter
        {
            Tags = "v=1; a=rsa-sha256; d=contoso.example; s=s1; h=from:to:subject:date:message-id", Header = old.Header, Body = old.Body,
        };
        await using var app = await MailRoom.StartAsync(new TableDns().Txt(Key, old.KeyRecord));

        Assert.StartsWith("250", await app.SendAsync(Elsewhere, MailRoom.ContosoAddress, old.Signature + fresh.Text));

        Assert.Empty((await app.TakenAsync("proof")).Notices);
    }

    [Fact]
    public async Task R28_the_log_keeps_no_more_of_a_subject_than_the_message()
    {
        await using var app = await MailRoom.StartAsync();

        await app.TakeAsync(Letters.Of("long", subject: string.Concat(Enumerable.Repeat("roasters ", 20_000))));

        Assert.InRange((await MyLogAsync(app, World.Anna))[0].Text("subject").Length, 1, 1_000);
    }

    [Fact]
    public async Task S30_an_old_signature_does_not_slip_into_a_linked_conversation()
    {
        var letter = Signed(days: -4);
        var dns = MailRoom.Dns().Txt(Key, letter.KeyRecord);
        await using var app = await MailRoom.StartAsync(dns);
        var deal = await app.MakeAsync(World.Anna, "deals", new { title = "Roasters" });
        await app.TakeAsync(
            Letters.Of("first", "taro@yamada.example", subject: "The roasters of spring", at: DateTimeOffset.UtcNow.AddDays(-4)),
            deal.Text("smartBccAddress"));

        Assert.StartsWith("250", await app.SendAsync(Elsewhere, MailRoom.ContosoAddress, letter.Text));

        Assert.Equal(["Roasters: record_address"], (await app.TakenAsync("first")).Links);
        Assert.Empty((await app.TakenAsync("proof")).Links);
    }

    [Fact]
    public async Task S30_an_old_date_with_spf_is_no_replay()
    {
        await using var app = await MailRoom.StartAsync();

        await app.TakeAsync(Letters.Of("late", at: DateTimeOffset.UtcNow.AddDays(-400)));

        Assert.Empty((await app.TakenAsync("late")).Notices);
    }

    [Fact]
    public async Task S31_dns_trouble_is_451_and_the_same_letter_is_taken_later()
    {
        var dns = new TableDns().Fails("contoso.example");
        await using var app = await MailRoom.StartAsync(dns);

        Assert.StartsWith("451 4.4.3", await app.SendAsync(World.Anna.Address, MailRoom.ContosoAddress, Letters.Of("dns")));
        Assert.Equal("try_again", (await MyLogAsync(app, World.Anna))[0].Text("outcome"));

        dns.Txt("contoso.example", "v=spf1 ip4:127.0.0.1 -all");
        await app.TakeAsync(Letters.Of("dns"));
    }

    [Fact]
    public async Task S30_a_company_may_demand_dkim()
    {
        var letter = Signed();
        await using var app = await MailRoom.StartAsync(MailRoom.Dns().Txt(Key, letter.KeyRecord));
        var set = await app.PatchAsync(World.Chie, "admin/company", new { requiresDkim = true });
        Assert.Equal(HttpStatusCode.OK, set.Status);

        var bySpf = await app.SendAsync(World.Anna.Address, MailRoom.ContosoAddress, Letters.Of("spf"));

        Assert.StartsWith("550-5.7.26", bySpf);
        Assert.Contains("asks for DKIM", bySpf);
        Assert.StartsWith("250", await app.SendAsync(World.Anna.Address, MailRoom.ContosoAddress, letter.Text));
    }

    [Fact]
    public async Task S31_the_words_for_unproven_mail_are_the_same_for_known_and_unknown_addresses()
    {
        await using var app = await MailRoom.StartAsync(new TableDns().Txt("contoso.example", "v=spf1 -all"));
        var deal = await app.MakeAsync(World.Anna, "deals", new { title = "Roasters" });
        var replies = new List<string>();
        foreach (var from in new[] { "anna", "ben", "nobody" })
        {
            foreach (var to in new[] { MailRoom.ContosoAddress, deal.Text("smartBccAddress"), "contoso+deal-aaaa@" + World.BccDomain })
            {
                replies.Add(await app.SendAsync("x@contoso.example", to, Letters.Of("same", from: $"{from}@contoso.example")));
            }
        }

        Assert.Single(replies.Distinct());
        Assert.StartsWith("550", replies[0]);
    }

    [Fact]
    public async Task R22_a_proven_sender_whom_nobody_knows_is_told_so()
    {
        await using var app = await MailRoom.StartAsync();

        var reply = await app.SendAsync(
            "eve@contoso.example", MailRoom.ContosoAddress, Letters.Of("eve", from: "eve@contoso.example"));

        Assert.StartsWith("550 5.7.1", reply);
        Assert.Contains("eve@contoso.example is no confirmed sender address", reply);
        Assert.Equal("unknown_sender", (await AdminLogAsync(app))[0].Text("reason"));
    }

    [Fact]
    public async Task R9_a_user_of_another_company_is_an_unknown_sender()
    {
        await using var app = await MailRoom.StartAsync();

        var reply = await app.SendAsync(
            World.Dan.Address, MailRoom.ContosoAddress, Letters.Of("dan", from: World.Dan.Address));

        Assert.StartsWith("550", reply);
        Assert.Empty(await MyLogAsync(app, World.Dan));
    }

    [Fact]
    public async Task R28_every_attempt_stands_in_the_logs_and_unproven_ones_without_a_subject()
    {
        await using var app = await MailRoom.StartAsync();
        await app.TakeAsync(Letters.Of("good", subject: "Zebra"));
        await app.TakeAsync(Letters.Of("good", subject: "Zebra"));
        await app.SendAsync(Elsewhere, MailRoom.ContosoAddress, Letters.Of("forged", subject: "Okapi"));
        await app.SendAsync(
            World.Ben.Address, MailRoom.ContosoAddress, Letters.Of("bens", subject: "Quagga", from: World.Ben.Address));

        var mine = await MyLogAsync(app, World.Anna);
        var admins = await AdminLogAsync(app);

        Assert.Equal(["unproven", "known_already", "stored"], mine.Select(l => l.Text("reason")));
        Assert.Equal([false, true, true], mine.Select(l => l.GetProperty("proven").GetBoolean()));
        Assert.Equal([null, "Zebra", "Zebra"], mine.Select(l => l.GetProperty("subject").GetString()));
        Assert.All(mine, line => Assert.Equal("127.0.0.1", line.Text("host")));
        Assert.Equal(4, admins.Count);
        Assert.All(admins, line => Assert.Null(line.GetProperty("subject").GetString()));
        Assert.All(admins, line => Assert.Null(line.GetProperty("messageId").GetString()));
        Assert.Equal(["Quagga"], (await MyLogAsync(app, World.Ben)).Select(l => l.GetProperty("subject").GetString()));
        Assert.Equal(HttpStatusCode.Forbidden, (await app.GetAsync(World.Anna, "admin/intake-log")).Status);
        Assert.Empty((await app.GetAsync(World.Dan, "admin/intake-log")).Json.GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task R28_a_letter_that_is_too_large_stands_in_its_senders_log_at_mail_and_after_data()
    {
        await using var app = await MailRoom.StartAsync(null, null, ("Smtp:MaxMessageBytes", "2000"));

        var reply = await app.SendAsync(
            World.Anna.Address, MailRoom.ContosoAddress,
            Letters.Of("big", body: string.Join("\r\n", Enumerable.Repeat(new string('x', 900), 3))));
        await using (var talk = await SmtpTalk.ConnectAsync(app.Endpoint()))
        {
            await talk.SayAsync("EHLO client.contoso.example", "250");
            await talk.SayAsync($"MAIL FROM:<{World.Anna.Address}> SIZE=99999", "552");
            await talk.SayAsync("QUIT", "221");
        }

        Assert.StartsWith("552", reply);
        Assert.Equal(["too_large", "too_large"], (await MyLogAsync(app, World.Anna)).Select(l => l.Text("reason")));
        Assert.All(await MyLogAsync(app, World.Anna), line => Assert.False(line.GetProperty("proven").GetBoolean()));
    }

    private static async Task RefusedAsync(DkimLetter letter, string key, string says, string? text = null)
    {
        await using var app = await MailRoom.StartAsync(new TableDns().Txt(key, letter.KeyRecord));

        var reply = await app.SendAsync(Elsewhere, MailRoom.ContosoAddress, text ?? letter.Text);

        Assert.StartsWith("550-5.7.26", reply);
        Assert.Contains(says, reply);
    }

    private static string Header(int days = 0) =>
        "From: Anna Keller <anna@contoso.example>\r\nTo: taro@yamada.example\r\nSubject: The roasters of spring\r\n" +
        $"Date: {Letters.Date(DateTimeOffset.UtcNow.AddDays(days))}\r\nMessage-ID: <{Letters.Id("proof")}>\r\n";

    private static DkimLetter Signed(
        string tags = "v=1; a=rsa-sha256; d=contoso.example; s=s1; h=from:to:subject:date:message-id", int days = 0,
        string body = "Hello.\r\n", string? signedBody = null, string? signedHeader = null) =>
        new() { Tags = tags, Header = Header(days), Body = body, SignedBody = signedBody, SignedHeader = signedHeader };

    private static async Task<string?> ProofAsync(CompanionApp app, string name) =>
        (await app.TakenAsync(name)).Message.GetProperty("sources")[0].Text("proof");

    private static async Task<List<JsonElement>> MyLogAsync(CompanionApp app, TestUser who) =>
        [.. (await app.GetAsync(who, "me/intake-log")).Json.GetProperty("items").EnumerateArray()];

    private static async Task<List<JsonElement>> AdminLogAsync(CompanionApp app) =>
        [.. (await app.GetAsync(World.Chie, "admin/intake-log")).Json.GetProperty("items").EnumerateArray()];
}
