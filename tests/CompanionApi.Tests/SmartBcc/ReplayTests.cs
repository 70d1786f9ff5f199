using System.Text.Json;
using CompanionApi.Tests.Protocols.MailAuth;
using CompanionApi.Tests.Records;
using CompanionApi.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Tests.SmartBcc;

/// <summary>R31, S31: whoever received a signed mail of the rep's may send it again for ever, and takes nothing from her by it.</summary>
public class ReplayTests
{
    private const string Elsewhere = "bounce@mailer.example";
    private const string NeverCapture = "me/never-capture";

    [Fact]
    public async Task S31_who_sends_a_fresh_signed_mail_again_and_again_uses_up_none_of_the_senders_quota()
    {
        var (app, letter) = await StartAsync(("SmartBcc:MaxMailsPerHour", "3"));
        await using var closed = app;
        foreach (var reply in new[] { "250", "250", "250", "250", "452 4.7.28", "452 4.7.28" })
        {
            Assert.StartsWith(reply, await app.SendAsync(Elsewhere, MailRoom.ContosoAddress, letter));
        }

        await app.RestartAsync();
        Assert.StartsWith("452", await app.SendAsync(Elsewhere, MailRoom.ContosoAddress, letter));
        await app.TakeAsync(Letters.Of("hers"));
        await app.TakeAsync(Letters.Of("hers too"));

        Assert.StartsWith("452", await app.SendAsync(World.Anna.Address, MailRoom.ContosoAddress, Letters.Of("the fourth")));
        Assert.StartsWith("250", await app.SendAsync(
            World.Ben.Address, MailRoom.ContosoAddress, Letters.Of("bens", from: World.Ben.Address)));
    }

    [Fact]
    public async Task S31_a_mail_that_a_list_keeps_out_uses_up_nothing_however_often_it_is_sent_again()
    {
        var (app, letter) = await StartAsync(("SmartBcc:MaxMailsPerHour", "2"));
        await using var closed = app;
        var version = (await app.GetAsync(World.Anna, NeverCapture)).Json.Text("version");
        await app.PutAsync(
            World.Anna, NeverCapture, new { version, addresses = new[] { "taro@yamada.example" }, domains = Array.Empty<string>() });
        for (var i = 0; i < 4; i++)
        {
            Assert.StartsWith(i < 2 ? "550" : "452", await app.SendAsync(Elsewhere, MailRoom.ContosoAddress, letter));
        }

        await app.TakeAsync(Letters.Of("hers", "hana@acme.example"));

        Assert.Equal(
            ["stored stored 1", "try_again too_many 2", "refused never_capture 2"], (await LogAsync(app)).Select(Said));
    }

    [Fact]
    public async Task R28_a_mail_that_comes_for_ever_has_one_line_with_a_count_and_few_sources()
    {
        var (app, letter) = await StartAsync();
        await using var closed = app;
        for (var i = 0; i < 30; i++)
        {
            Assert.StartsWith("250", await app.SendAsync(Elsewhere, MailRoom.ContosoAddress, letter));
        }

        Assert.Equal(["merged known_already 29", "stored stored 1"], (await LogAsync(app)).Select(Said));
        Assert.Equal(20, (await app.TakenAsync("again")).Doors.Count);
        await using var db = await app.OpenAsync(World.Anna);
        Assert.Equal(20, await db.Arrivals.CountAsync());
    }

    private static async Task<(CompanionApp App, string Letter)> StartAsync(params (string Name, string? Value)[] settings)
    {
        var letter = new DkimLetter
        {
            Tags = "v=1; a=rsa-sha256; d=contoso.example; s=s1; h=from:to:subject:date:message-id",
            Header = "From: anna@contoso.example\r\nTo: taro@yamada.example\r\nSubject: Again\r\nDate: " +
                Letters.Date(DateTimeOffset.UtcNow) + $"\r\nMessage-ID: <{Letters.Id("again")}>\r\n",
        };
        var dns = MailRoom.Dns().Txt("s1._domainkey.contoso.example", letter.KeyRecord);
        return (await MailRoom.StartAsync(dns, null, settings), letter.Text);
    }

    private static async Task<List<JsonElement>> LogAsync(CompanionApp app) =>
        [.. (await app.GetAsync(World.Anna, "me/intake-log")).Json.GetProperty("items").EnumerateArray()];

    private static string Said(JsonElement line) =>
        $"{line.Text("outcome")} {line.Text("reason")} {line.GetProperty("times").GetInt32()}";
}
