using System.Net;
using System.Security.Cryptography;
using System.Text;
using CompanionApi.Messages;
using CompanionApi.Tests.Records;
using CompanionApi.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CompanionApi.Tests.Messages;

/// <summary>R29, R30, S8, S50, S54, S74: one mail is one message; deleted is deleted; the source is what came.</summary>
public sealed class IntakeTests : IAsyncLifetime
{
    private readonly TestMailbox mailbox = new();
    private CompanionApp app = null!;

    public async Task InitializeAsync() => app = await MailRoom.StartAsync(mailbox: mailbox);

    public Task DisposeAsync() => ((IAsyncDisposable)app).DisposeAsync().AsTask();

    [Fact]
    public async Task S50_a_mail_by_bcc_and_by_the_pane_is_one_message_with_two_arrivals_and_its_visibility()
    {
        var letter = Letters.Of("both");
        await app.TakeAsync(letter);
        await app.ShareAsync(await app.TakenAsync("both"));
        mailbox.Put("item-1", letter);

        Assert.Equal(HttpStatusCode.OK, (await CaptureAsync("both", "item-1")).Status);

        var taken = await app.TakenAsync("both");
        Assert.Equal(["smart_bcc", "pane"], taken.Doors);
        Assert.Equal("shared", taken.Visibility);
        Assert.Equal(1, await CountAsync());
        await CaptureAsync("both", "item-1");
        Assert.Equal(2, (await app.TakenAsync("both")).Doors.Count);
    }

    [Fact]
    public async Task R30_a_mail_by_the_pane_and_then_by_bcc_is_one_message_and_gets_its_persons()
    {
        var letter = Letters.Of("pane", "Goro <goro@intake.example>");
        mailbox.Put("item-2", letter);
        Assert.Equal(HttpStatusCode.Created, (await CaptureAsync("pane", "item-2")).Status);
        Assert.Empty((await app.TakenAsync("pane")).Persons);

        await app.TakeAsync(letter);

        var taken = await app.TakenAsync("pane");
        Assert.Equal(["pane", "smart_bcc"], taken.Doors);
        Assert.Equal(["Goro"], taken.Persons);
        Assert.Equal(1, await CountAsync());
    }

    [Fact]
    public async Task S50_the_same_id_with_another_subject_and_day_is_a_message_of_its_own()
    {
        var now = DateTimeOffset.UtcNow;
        await app.TakeAsync(Letters.Of("id", subject: "Roasters", at: now));
        await app.TakeAsync(Letters.Of("id", subject: "Grinders", at: now.AddHours(-2)));
        Assert.Equal(1, await CountAsync());
        await app.TakeAsync(Letters.Of("id", subject: "Roasters", at: now.AddDays(-30)));
        Assert.Equal(1, await CountAsync());

        await app.TakeAsync(Letters.Of("id", subject: "Grinders", at: now.AddDays(-2)));

        Assert.Equal(2, await CountAsync());
    }

    [Fact]
    public async Task S54_a_deleted_mail_stays_away_until_it_is_captured_again_and_then_it_is_private()
    {
        var deal = await app.MakeAsync(World.Anna, "deals", new { title = "Roasters", visibleTo = "everyone" });
        var letter = Letters.Of("del", subject: "Numbat");
        await app.TakeAsync(letter, deal.Text("smartBccAddress"));
        var taken = await app.TakenAsync("del");
        await app.ShareAsync(taken);
        await app.DeleteAsync(World.Anna, $"messages/{taken.Id}");
        mailbox.Put("item-3", letter);

        await app.TakeAsync(letter, deal.Text("smartBccAddress"));
        Assert.True((await app.OpenAsync(World.Anna, "del")).GetProperty("deletedHere").GetBoolean());
        Assert.Equal("deleted_here", (await CaptureAsync("del", "item-3")).Code);
        var log = (await app.GetAsync(World.Anna, "me/intake-log")).Json.GetProperty("items")[0];
        Assert.Equal("deleted_here", log.Text("reason"));
        Assert.Null(log.GetProperty("subject").GetString());

        Assert.Equal(HttpStatusCode.OK, (await CaptureAsync("del", "item-3", again: true)).Status);

        Assert.Equal("private", (await app.TakenAsync("del")).Visibility);
        Assert.Equal(HttpStatusCode.NotFound, (await app.GetAsync(World.Ben, $"messages/{taken.Id}")).Status);
    }

    [Fact]
    public async Task S54_after_the_undo_time_the_mail_is_destroyed_a_day_later_its_source_and_a_repeat_stays_away()
    {
        var letter = Letters.Of("dead", subject: "Numbat of spring");
        await app.TakeAsync(letter);
        var taken = await app.TakenAsync("dead");
        var deleted = (await app.DeleteAsync(World.Anna, $"messages/{taken.Id}")).Json;
        Assert.Equal(0, await BuryAsync());
        Assert.Single(Files());

        app.Clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal(1, await BuryAsync());

        Assert.Equal("undo_expired", (await app.DeleteAsync(World.Anna, $"changes/{deleted.GetProperty("change").Text("id")}")).Code);
        await app.TakeAsync(letter);
        Assert.Equal(0, await CountAsync());
        Assert.Single(Files());
        app.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(1, await app.Services.GetRequiredService<ContentSweep>().SweepAsync(CancellationToken.None));
        Assert.Empty(Files());
        await using (var db = await app.OpenAsync(World.Anna))
        {
            Assert.False(await db.Conversations.AnyAsync());
            Assert.False(await db.Participants.AnyAsync());
            Assert.False(await db.MessageBodies.AnyAsync());
            Assert.False(await db.IntakeAttempts.AnyAsync(a => a.Subject != null));
        }

        mailbox.Put("item-4", letter);
        Assert.True(await IsDeletedHereAsync(World.Anna.Address));
        Assert.False(await IsDeletedHereAsync("anna@elsewhere.example"));
        async Task<bool> IsDeletedHereAsync(string from) =>
            (await app.GetAsync(World.Anna, $"open-message?internetMessageId={Letters.Id("dead")}&from={from}"))
            .Json.GetProperty("deletedHere").GetBoolean();

        Assert.Equal(HttpStatusCode.Created, (await CaptureAsync("dead", "item-4", again: true)).Status);
        Assert.Equal(1, await CountAsync());
    }

    [Fact]
    public async Task S74_attachments_are_cut_from_the_source_byte_for_byte()
    {
        var bytes = RandomNumberGenerator.GetBytes(70_001);
        var encoded = string.Join("\r\n", Convert.ToBase64String(bytes).Chunk(76).Select(line => new string(line)));
        var letter = Letters.Of(
            "att", more: "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"b\"\r\n",
            body: "--b\r\nContent-Type: text/plain\r\n\r\nSee.\r\n" +
                $"--b\r\nContent-Type: application/zip; name=\"a.zip\"\r\nContent-Transfer-Encoding: base64\r\n\r\n{encoded}\r\n" +
                "--b\r\nContent-Type: text/html; name=\"b.html\"\r\nContent-Disposition: attachment; filename=\"b.html\"\r\n" +
                "Content-Transfer-Encoding: quoted-printable\r\n\r\n<b>=E5=B1=B1</b>\r\n--b--");
        await app.TakeAsync(letter);
        var taken = await app.TakenAsync("att");
        var parts = taken.Message.GetProperty("attachments");

        var zip = await AttachmentAsync(taken, parts[0].GetProperty("n").GetInt32());
        var html = await AttachmentAsync(taken, parts[1].GetProperty("n").GetInt32());

        Assert.Equal(bytes, await zip.Content.ReadAsByteArrayAsync());
        Assert.Equal(bytes.Length, parts[0].GetProperty("size").GetInt32());
        Assert.Equal("<b>山</b>", Encoding.UTF8.GetString(await html.Content.ReadAsByteArrayAsync()).TrimEnd());
        Assert.Equal("application/octet-stream", html.Content.Headers.ContentType?.MediaType);
        Assert.Equal("attachment", html.Content.Headers.ContentDisposition?.DispositionType);
        Assert.Equal(["nosniff"], html.Headers.GetValues("X-Content-Type-Options"));
    }

    [Fact]
    public async Task R28_a_mail_that_nobody_can_parse_is_kept_as_it_came()
    {
        var garbage = Encoding.ASCII.GetBytes(
            "From: anna@contoso.example\r\nContent-Type: multipart/mixed; boundary=\r\n =?x?y?\r\nDate: never\r\nno colon\r\n\r\n")
            .Concat(Enumerable.Range(1, 4000).Select(n => (byte)(n % 7 == 0 ? 0xFE : n % 251)).Where(b => b != 0))
            .Concat("\r\n"u8.ToArray()).ToArray();
        garbage = Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(garbage).ReplaceLineEndings("\r\n"));
        await using (var talk = await SmtpTalk.ConnectAsync(app.Endpoint()))
        {
            await talk.SayAsync("EHLO client.contoso.example", "250");
            await talk.SayAsync($"MAIL FROM:<{World.Anna.Address}>", "250");
            await talk.SayAsync($"RCPT TO:<{MailRoom.ContosoAddress}>", "250");
            var reply = await talk.DataAsync(garbage);
            Assert.True(reply.StartsWith("250", StringComparison.Ordinal), reply);
        }

        var id = (await app.GetAsync(World.Anna, "me/intake-log")).Json.GetProperty("items")[0].Text("messageId");
        var source = await app.ClientFor(World.Anna).GetAsync($"/api/messages/{id}/source");
        Assert.Equal(garbage, await source.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task S8_by_the_pane_the_default_holds_only_for_mail_that_came_after_it_was_set()
    {
        var now = DateTimeOffset.UtcNow;
        await app.SettingsAsync(new { defaultVisibility = "shared" });
        mailbox.Put("old", Letters.Of("old", at: now.AddHours(-1)), now.AddHours(-1));
        // Its sender's clock runs ahead of the mailbox.
        mailbox.Put("ahead", Letters.Of("ahead", at: now.AddHours(1)), now.AddHours(-1));
        mailbox.Put("new", Letters.Of("new", at: now.AddMinutes(5)), now.AddMinutes(5));
        app.Clock.Advance(TimeSpan.FromMinutes(10));
        foreach (var name in new[] { "old", "ahead", "new" })
        {
            await CaptureAsync(name, name);
        }

        Assert.Equal("private", (await app.TakenAsync("old")).Visibility);
        Assert.Equal("private", (await app.TakenAsync("ahead")).Visibility);
        Assert.Equal("shared", (await app.TakenAsync("new")).Visibility);
    }

    [Fact]
    public async Task S7_later_replies_too_is_not_said_of_mail_that_was_there_before()
    {
        var now = DateTimeOffset.UtcNow;
        mailbox.Put("parent", Letters.Of("parent", at: now.AddDays(-90)), now.AddDays(-90));
        await app.TakeAsync(Letters.Of("answer", more: $"References: <{Letters.Id("parent")}>\r\n"));
        var answer = await app.TakenAsync("answer");
        await app.PutAsync(World.Anna, $"conversations/{answer.Conversation}/visibility", new { visibility = "shared", laterToo = true });

        await CaptureAsync("parent", "parent");
        await app.TakeAsync(Letters.Of("later", more: $"References: <{Letters.Id("answer")}>\r\n"));

        Assert.Equal(("private", answer.Conversation), ((await app.TakenAsync("parent")).Visibility, (await app.TakenAsync("parent")).Conversation));
        Assert.Equal("shared", (await app.TakenAsync("later")).Visibility);
    }

    [Fact]
    public async Task S54_captured_again_after_the_undo_time_it_comes_back_private()
    {
        await app.SettingsAsync(new { defaultVisibility = "shared" });
        await app.TakeAsync(Letters.Of("buried"));
        await app.DeleteAsync(World.Anna, $"messages/{(await app.TakenAsync("buried")).Id}");
        app.Clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal(1, await BuryAsync());

        mailbox.Put("again", Letters.Of("buried", at: app.Clock.GetUtcNow()), app.Clock.GetUtcNow());
        Assert.Equal(HttpStatusCode.Created, (await CaptureAsync("buried", "again", again: true)).Status);

        Assert.Equal("private", (await app.TakenAsync("buried")).Visibility);
    }

    [Fact]
    public async Task S57_a_leavers_mailbox_is_hers_still_and_one_that_nobody_knows_gives_private_copies()
    {
        var now = DateTimeOffset.UtcNow;
        await app.SettingsAsync(new { defaultVisibility = "shared" });
        app.Clock.Advance(TimeSpan.FromMinutes(10));
        mailbox.Put("hers", Letters.Of("hers", at: now.AddMinutes(5)), now.AddMinutes(5));
        var ben = (await app.UserAsync(World.Ben)).PublicId;
        await app.PatchAsync(World.Chie, $"admin/users/{ben}", new { left = true });

        var refused = await app.PostAsync(World.Anna, "messages", new
        {
            internetMessageId = $"<{Letters.Id("hers")}>", itemId = "hers", mailbox = World.Ben.Address,
        });
        var taken = await app.PostAsync(World.Anna, "messages", new
        {
            internetMessageId = $"<{Letters.Id("hers")}>", itemId = "hers", mailbox = "desk@contoso.example",
        });

        Assert.Equal("mailbox_of_another", refused.Code);
        Assert.Equal(HttpStatusCode.Created, taken.Status);
        Assert.Equal("private", (await app.TakenAsync("hers")).Visibility);
    }

    [Fact]
    public async Task R29_a_subject_that_cannot_be_normalised_is_taken_like_any_other()
    {
        await app.TakeAsync(Letters.Of("odd", subject: "=?utf-8?B?T2ZmZXIg776+?="));
        await app.TakeAsync(Letters.Of("long", subject: string.Concat(Enumerable.Repeat("re: ", 20_000))));

        Assert.StartsWith("Offer", (await app.TakenAsync("odd")).Message.Text("subject"));
        Assert.Equal(1_000, (await app.TakenAsync("long")).Message.Text("subject").Length);
    }

    private async Task<Said> CaptureAsync(string name, string item, bool again = false) =>
        await app.PostAsync(World.Anna, "messages", new { internetMessageId = $"<{Letters.Id(name)}>", itemId = item, again });

    private Task<HttpResponseMessage> AttachmentAsync(Taken taken, int n) =>
        app.ClientFor(World.Anna).GetAsync($"/api/messages/{taken.Id}/attachments/{n}");

    private async Task<int> CountAsync()
    {
        await using var db = await app.OpenAsync(World.Anna);
        return await db.Messages.CountAsync();
    }

    private Task<int> BuryAsync() => app.Services.GetRequiredService<Burial>().BuryDueAsync(CancellationToken.None);

    private string[] Files() => Directory.GetFiles(app.ContentFolder, "*", SearchOption.AllDirectories);
}
