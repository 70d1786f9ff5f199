using System.Net.Http.Json;
using System.Text.Json;
using CompanionApi.Model;
using Demo.Microsoft365;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Tests.Sync;

/// <summary>Mail of before the mailbox was connected, and of before the date that was chosen first (S8, R61).</summary>
public sealed class OlderMailTests : IAsyncLifetime
{
    private static readonly SimUser Anna = Microsoft365World.Anna;

    private readonly Microsoft365World world = new() { Settings = [("Sync:PageSize", "10"), ("Sync:PollWhenNotSeconds", "1")] };

    public Task InitializeAsync() => world.InitializeAsync();

    public Task DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task S8_mail_older_than_the_connection_comes_private_into_a_conversation_whose_later_replies_are_shared()
    {
        await world.DeliverAsync(Anna, Letter("reply", "first"));
        using var client = world.ClientOf(Anna);
        using (var captured = await client.PostAsJsonAsync("/api/messages", new { internetMessageId = "<reply@acme.example>", mailbox = Anna.Address }))
        {
            Assert.True(captured.IsSuccessStatusCode, await captured.Content.ReadAsStringAsync());
        }

        var conversation = await world.InDatabaseAsync(Anna, (db, me) =>
            db.Conversations.Where(c => c.OwnerId == me).Select(c => c.PublicId).SingleAsync());
        using (var shared = await client.PutAsJsonAsync(
            $"/api/conversations/{conversation}/visibility", new { visibility = "shared", laterToo = true }))
        {
            Assert.True(shared.IsSuccessStatusCode, await shared.Content.ReadAsStringAsync());
        }

        await world.DeliverAsync(Anna, Letter("first", null), receivedAt: DateTimeOffset.UtcNow.AddMonths(-3));
        var path = await world.ConnectAsync(Anna, DateTimeOffset.UnixEpoch, "inbox");
        await world.UntilHealthyAsync(Anna, path);
        await world.DeliverAsync(Anna, Letter("later", "first"), receivedAt: DateTimeOffset.UtcNow.AddMinutes(5));
        await world.SyncAsync(Anna, path, () => world.InDatabaseAsync(Anna, (db, _) =>
            db.Messages.AnyAsync(m => m.InternetMessageId == "later@acme.example")));

        var standing = await world.InDatabaseAsync(Anna, (db, me) => db.Messages.Where(m => m.OwnerId == me)
            .ToDictionaryAsync(m => m.InternetMessageId, m => (m.Visibility, Conversation: m.ConversationId)));
        Assert.Single(standing.Values.Select(m => m.Conversation).Distinct());
        Assert.Equal(Visibility.Private, standing["first@acme.example"].Visibility);
        Assert.Equal(Visibility.Shared, standing["reply@acme.example"].Visibility);
        Assert.Equal(Visibility.Shared, standing["later@acme.example"].Visibility);
    }

    [Fact]
    public async Task S8_what_a_never_capture_list_kept_out_comes_private_when_it_is_taken_off()
    {
        using var client = world.ClientOf(Anna);
        await ListAsync("mara@acme.example");
        var path = await world.ConnectAsync(Anna, DateTimeOffset.UnixEpoch, "inbox");
        await world.UntilHealthyAsync(Anna, path);
        using (var shared = await client.PatchAsJsonAsync("/api/me/mail-settings", new { defaultVisibility = "shared" }))
        {
            Assert.True(shared.IsSuccessStatusCode, await shared.Content.ReadAsStringAsync());
        }

        await world.DeliverAsync(Anna, Letter("kept-out", null), receivedAt: DateTimeOffset.UtcNow.AddMinutes(5));
        await world.SyncAsync(Anna, path, () => world.InDatabaseAsync(Anna, (db, _) =>
            db.MailboxItems.AnyAsync(i => i.State == Model.ItemState.NeverCapture)));
        await ListAsync();
        await Microsoft365World.UntilAsync(() => world.InDatabaseAsync(Anna, (db, me) => db.Messages.AnyAsync(m => m.OwnerId == me)));

        Assert.Equal(Visibility.Private, await world.InDatabaseAsync(Anna, (db, me) =>
            db.Messages.Where(m => m.OwnerId == me).Select(m => m.Visibility).SingleAsync()));

        async Task ListAsync(params string[] addresses)
        {
            var standing = await client.GetFromJsonAsync<JsonElement>("/api/me/never-capture");
            using var listed = await client.PutAsJsonAsync(
                "/api/me/never-capture",
                new { version = standing.GetProperty("version").GetString(), addresses, domains = Array.Empty<string>() });
            Assert.True(listed.IsSuccessStatusCode, await listed.Content.ReadAsStringAsync());
        }
    }

    [Fact]
    public async Task R61_an_earlier_date_chosen_while_a_folder_is_being_read_brings_what_is_older()
    {
        await world.GenerateAsync(Anna, 300, more: new { attachments = 0 });
        var inbox = world.MailboxOf(Anna).Folders.Counts("inbox").Total;
        await SlowAsync(60);
        var path = await world.ConnectAsync(Anna, DateTimeOffset.UtcNow.AddYears(-1), "inbox");
        await Microsoft365World.UntilAsync(() => world.InDatabaseAsync(Anna, (db, _) =>
            db.Folders.AnyAsync(f => f.WellKnown == "inbox" && f.NextLink != null)));

        await world.ChooseAsync(Anna, path, DateTimeOffset.UnixEpoch, "inbox");
        await SlowAsync(0);
        await world.UntilHealthyAsync(Anna, path);

        Assert.Equal(inbox, await world.InDatabaseAsync(Anna, (db, me) => db.MailboxItems.CountAsync(i =>
            i.OwnerId == me && i.State != Model.ItemState.Older)));
    }

    [Fact]
    public void R68_what_several_pages_of_a_list_left_out_is_looked_for_at_once()
    {
        var now = DateTimeOffset.UtcNow;

        Assert.Equal(now, AfterRest([null]).ComparedAt);
        Assert.Null(AfterRest("page 2", null).ComparedAt);

        Folder AfterRest(params string?[] links)
        {
            var folder = new Folder { ExternalId = "x", Name = "x" };
            folder.AdvanceFirst(now, null, "cursor", isCut: true, now);
            foreach (var link in links)
            {
                folder.AdvanceRest(link, now);
            }

            return folder;
        }
    }

    private async Task SlowAsync(int milliseconds)
    {
        using var answer = await world.Simulator.Http.PutAsJsonAsync("/sim/faults", new { latencyMs = milliseconds });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static string Letter(string id, string? inReplyTo) =>
        "From: Mara <mara@acme.example>\r\nTo: Anna <anna@contoso.example>\r\nSubject: Offer\r\n" +
        (inReplyTo is null ? "" : $"In-Reply-To: <{inReplyTo}@acme.example>\r\nReferences: <{inReplyTo}@acme.example>\r\n") +
        $"Message-ID: <{id}@acme.example>\r\n\r\nHello {id}.\r\n";
}
