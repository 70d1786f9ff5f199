using System.Net.Http.Json;
using System.Text.Json;
using CompanionApi.Model;
using Demo.Microsoft365;
using Microsoft.EntityFrameworkCore;
using ItemState = CompanionApi.Model.ItemState;

namespace CompanionApi.Tests.Sync;

/// <summary>What happens in a mailbox after its first sync.</summary>
public sealed class FollowingTests(Microsoft365World world) : IClassFixture<Microsoft365World>, IAsyncLifetime
{
    private static readonly SimUser Anna = Microsoft365World.Anna;
    private static readonly DateTimeOffset Ever = DateTimeOffset.UnixEpoch;

    private string path = "";

    public async Task InitializeAsync()
    {
        using var client = world.ClientOf(Anna);
        var accounts = await client.GetFromJsonAsync<JsonElement>("/api/mail-accounts");
        path = accounts.GetProperty("items").GetArrayLength() > 0
            ? $"/api/mail-accounts/{accounts.GetProperty("items")[0].GetProperty("id").GetGuid()}"
            : await world.ConnectAsync(Anna, Ever, "inbox", "archive");
        await world.UntilHealthyAsync(Anna, path);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task New_mail_stands_in_the_inbox_private_and_its_read_state_follows_the_mailbox()
    {
        var item = await world.DeliverAsync(Anna, Letter("new-1"));

        await world.SyncAsync(Anna, path, async () => await MessageAsync("new-1") is not null);

        var message = (await MessageAsync("new-1"))!;
        Assert.Equal((Visibility.Private, false, false), (message.Visibility, message.IsRead, message.IsSent));
        await PatchAsync(item, new { isRead = true });
        await world.SyncAsync(Anna, path, async () => (await MessageAsync("new-1"))!.IsRead);
        Assert.Single(await RowsAsync(item));
        var metrics = await world.App.Client().GetStringAsync("/metrics");
        Assert.Matches("mailcrm_sync_mails_total.outcome=\"stored\". [1-9]", metrics);
        Assert.Matches("mailcrm_sync_arrivals_total [1-9]", metrics);
        Assert.Matches("mailcrm_sync_lag_seconds_total [0-9]", metrics);
        Assert.Matches("mailcrm_mailbox_calls_total.outcome=\"ok\". [1-9]", metrics);
    }

    [Fact]
    public async Task R68_a_mail_that_is_moved_keeps_its_message_whether_its_new_folder_is_chosen_or_not()
    {
        var item = await world.DeliverAsync(Anna, Letter("moved-1"));
        await world.SyncAsync(Anna, path, async () => await MessageAsync("moved-1") is not null);
        var before = (await MessageAsync("moved-1"))!;

        await PatchAsync(item, new { folder = "archive" });
        await world.SyncAsync(Anna, path, async () => await FolderOfAsync(item) == "archive");
        await PatchAsync(item, new { folder = "deleteditems" });
        await world.SyncAsync(Anna, path, async () => await FolderOfAsync(item) == "deleteditems");

        Assert.Equal((before.Id, before.ConversationId), ((await MessageAsync("moved-1"))!.Id, (await MessageAsync("moved-1"))!.ConversationId));
        Assert.Single(await RowsAsync(item));
        await world.UntilHealthyAsync(Anna, path);
    }

    [Fact]
    public async Task S54_a_mail_that_is_deleted_in_the_mailbox_stays_and_its_item_is_no_longer_there()
    {
        var item = await world.DeliverAsync(Anna, Letter("gone-1"));
        await world.SyncAsync(Anna, path, async () => await MessageAsync("gone-1") is not null);
        using var client = world.ClientOf(Anna);
        var address = $"/api/messages/{(await MessageAsync("gone-1"))!.PublicId}";
        Assert.False((await client.GetFromJsonAsync<JsonElement>(address)).GetProperty("noLongerInMailbox").GetBoolean());

        using (var deleted = await world.Simulator.Http.DeleteAsync($"/sim/mailboxes/{Anna.Address}/items/{IdOf(item)}"))
        {
            deleted.EnsureSuccessStatusCode();
        }

        await world.SyncAsync(Anna, path, async () => (await RowsAsync(item)).Single().GoneAt is not null);
        Assert.Null((await MessageAsync("gone-1"))!.DeletedAt);
        Assert.True((await client.GetFromJsonAsync<JsonElement>(address)).GetProperty("noLongerInMailbox").GetBoolean());
    }

    [Fact]
    public async Task R64_a_mail_that_was_read_and_then_moved_out_of_the_chosen_folders_is_read()
    {
        var item = await world.DeliverAsync(Anna, Letter("read-and-moved"));
        await world.SyncAsync(Anna, path, async () => await MessageAsync("read-and-moved") is { IsRead: false });

        await PatchAsync(item, new { isRead = true, folder = "deleteditems" });
        await world.SyncAsync(Anna, path, async () => await FolderOfAsync(item) == "deleteditems");

        Assert.True((await MessageAsync("read-and-moved"))!.IsRead);
        Assert.True((await RowsAsync(item)).Single().IsRead);
    }

    [Fact]
    public async Task R68_a_mail_that_went_away_and_came_back_between_two_looks_is_still_in_its_folder()
    {
        var item = await world.DeliverAsync(Anna, Letter("there-and-back"));
        await world.SyncAsync(Anna, path, async () => await MessageAsync("there-and-back") is not null);

        await PatchAsync(item, new { folder = "archive" });
        await PatchAsync(item, new { folder = "inbox" });
        await world.DeliverAsync(Anna, Letter("after-back"));
        await world.SyncAsync(Anna, path, async () => await MessageAsync("after-back") is not null);

        Assert.Equal("inbox", await FolderOfAsync(item));
        Assert.Null((await RowsAsync(item)).Single().GoneAt);
    }

    [Fact]
    public async Task S50_a_copy_in_another_folder_is_another_item_of_the_same_message()
    {
        var one = await world.DeliverAsync(Anna, Letter("twice-1"));
        var two = await world.DeliverAsync(Anna, Letter("twice-1"), "archive");

        await world.SyncAsync(Anna, path, async () =>
            (await RowsAsync(one)).Count == 1 && (await RowsAsync(two)).Count == 1);

        Assert.Equal(1, await world.InDatabaseAsync(Anna, (db, _) => db.Messages.CountAsync(m => m.InternetMessageId == "twice-1@acme.example")));
        Assert.Equal((await RowsAsync(one)).Single().MessageId, (await RowsAsync(two)).Single().MessageId);
    }

    [Fact]
    public async Task S54_what_was_deleted_here_is_not_brought_back()
    {
        await world.DeliverAsync(Anna, Letter("deleted-here"));
        await world.SyncAsync(Anna, path, async () => await MessageAsync("deleted-here") is not null);
        using var client = world.ClientOf(Anna);
        using (var deleted = await client.DeleteAsync($"/api/messages/{(await MessageAsync("deleted-here"))!.PublicId}"))
        {
            deleted.EnsureSuccessStatusCode();
        }

        var copy = await world.DeliverAsync(Anna, Letter("deleted-here"), "archive");
        await world.SyncAsync(Anna, path, async () => (await RowsAsync(copy)).Count == 1);

        Assert.Equal(ItemState.DeletedHere, (await RowsAsync(copy)).Single().State);
        await world.UntilHealthyAsync(Anna, path);
    }

    [Fact]
    public async Task R70_mail_with_a_listed_address_is_kept_out_and_counted()
    {
        using var client = world.ClientOf(Anna);
        await ListAsync(client, "doctor@clinic.example");
        var item = await world.DeliverAsync(Anna, Letter("secret-1", "doctor@clinic.example"));
        await world.SyncAsync(Anna, path, async () => (await RowsAsync(item)).Count == 1);

        Assert.Equal((ItemState.NeverCapture, (long?)null), ((await RowsAsync(item)).Single().State, (await RowsAsync(item)).Single().MessageId));
        Assert.Null(await MessageAsync("secret-1"));
        await world.UntilHealthyAsync(Anna, path);

        // Off the list again, what came meanwhile is not lost.
        await ListAsync(client);
        await Microsoft365World.UntilAsync(async () => await MessageAsync("secret-1") is not null);
        Assert.Equal(ItemState.Complete, (await RowsAsync(item)).Single().State);
    }

    [Fact]
    public async Task R64_read_and_archive_carry_over_to_the_mailbox_and_undo_brings_them_back()
    {
        using var client = world.ClientOf(Anna);
        using (var set = await client.PatchAsJsonAsync("/api/me/mail-settings", new { archiveInMailbox = true }))
        {
            set.EnsureSuccessStatusCode();
        }

        var item = await world.DeliverAsync(Anna, Letter("write-back"));
        await world.SyncAsync(Anna, path, async () => await MessageAsync("write-back") is not null);
        var message = (await MessageAsync("write-back"))!;

        await PutAsync($"/api/messages/{message.PublicId}/read", new { read = true });
        var change = await PutAsync($"/api/messages/{message.PublicId}/archived", new { archived = true });

        await Microsoft365World.UntilAsync(() => Task.FromResult(InMailbox(item) is { IsRead: true, Folder: "archive" }));
        using (var undone = await client.DeleteAsync($"/api/changes/{change}"))
        {
            undone.EnsureSuccessStatusCode();
        }

        await Microsoft365World.UntilAsync(() => Task.FromResult(InMailbox(item) is { IsRead: true, Folder: "inbox" }));
        await Microsoft365World.UntilAsync(() => world.InDatabaseAsync(Anna, async (db, _) => !await db.WriteBacks.AnyAsync()));
        Assert.True((await MessageAsync("write-back"))!.IsRead);
        Assert.Single(await RowsAsync(item));

        async Task<string> PutAsync(string address, object body)
        {
            using var answer = await client.PutAsJsonAsync(address, body);
            Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
            return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("change").GetProperty("id").GetString()!;
        }
    }

    [Fact]
    public async Task R64_what_the_mailbox_has_not_followed_yet_is_shown_until_it_has()
    {
        using var client = world.ClientOf(Anna);
        using (var set = await client.PatchAsJsonAsync("/api/me/mail-settings", new { archiveInMailbox = true }))
        {
            set.EnsureSuccessStatusCode();
        }

        var item = await world.DeliverAsync(Anna, Letter("waits"));
        await world.SyncAsync(Anna, path, async () => await MessageAsync("waits") is not null);
        await TroubleAsync(new { throttledRate = 1, retryAfter = 0.02 });
        using (var archived = await client.PutAsJsonAsync($"/api/messages/{(await MessageAsync("waits"))!.PublicId}/archived", new { archived = true }))
        {
            archived.EnsureSuccessStatusCode();
        }

        var waiting = await world.CompletenessAsync(Anna, path);
        Assert.Equal(1, waiting.GetProperty("waitingWrites").GetInt32());
        var write = waiting.GetProperty("writes").EnumerateArray().Single();
        Assert.Equal(("archived", "About waits"), (write.GetProperty("kind").GetString(), write.GetProperty("subject").GetString()));

        await TroubleAsync(new { });
        await Microsoft365World.UntilAsync(async () =>
            (await world.CompletenessAsync(Anna, path)).GetProperty("waitingWrites").GetInt32() == 0);
        Assert.Equal("archive", InMailbox(item)!.Folder);

        async Task TroubleAsync(object troubles)
        {
            using var answer = await world.Simulator.Http.PutAsJsonAsync("/sim/faults", troubles);
            answer.EnsureSuccessStatusCode();
        }
    }

    [Fact]
    public async Task R30_a_mail_that_came_by_Smart_BCC_or_the_pane_first_is_one_message_with_the_synced_one()
    {
        var item = await world.DeliverAsync(Anna, Letter("pane-first"));
        using var client = world.ClientOf(Anna);
        using (var captured = await client.PostAsJsonAsync("/api/messages", new { internetMessageId = "<pane-first@acme.example>", mailbox = Anna.Address }))
        {
            Assert.True(captured.IsSuccessStatusCode, await captured.Content.ReadAsStringAsync());
        }

        await world.SyncAsync(Anna, path, async () => (await RowsAsync(item)).Count == 1);

        var message = (await MessageAsync("pane-first"))!;
        Assert.Equal(message.Id, (await RowsAsync(item)).Single().MessageId);
        Assert.Equal(
            [Door.Pane, Door.Sync],
            await world.InDatabaseAsync(Anna, (db, _) =>
                db.Arrivals.Where(a => a.MessageId == message.Id).OrderBy(a => a.Id).Select(a => a.Door).ToListAsync()));
    }

    private static string Letter(string id, string from = "mara@acme.example") =>
        $"From: Mara <{from}>\r\nTo: Anna <anna@contoso.example>\r\nSubject: About {id}\r\n" +
        $"Message-ID: <{id}@acme.example>\r\nDate: Mon, 30 Nov 2026 08:00:00 +0000\r\n\r\nHello {id}.\r\n";

    private static string IdOf(JsonElement item) => Uri.EscapeDataString(item.GetProperty("immutableId").GetString()!);

    private static async Task ListAsync(HttpClient client, params string[] addresses)
    {
        var standing = await client.GetFromJsonAsync<JsonElement>("/api/me/never-capture");
        using var listed = await client.PutAsJsonAsync(
            "/api/me/never-capture",
            new { version = standing.GetProperty("version").GetString(), addresses, domains = Array.Empty<string>() });
        Assert.True(listed.IsSuccessStatusCode, await listed.Content.ReadAsStringAsync());
    }

    private async Task PatchAsync(JsonElement item, object change)
    {
        using var answer = await world.Simulator.Http.PatchAsJsonAsync($"/sim/mailboxes/{Anna.Address}/items/{IdOf(item)}", change);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private MailItem? InMailbox(JsonElement item) => world.MailboxOf(Anna).Get(item.GetProperty("immutableId").GetString()!);

    private Task<Message?> MessageAsync(string id) => world.InDatabaseAsync(Anna, (db, me) =>
        db.Messages.AsNoTracking().SingleOrDefaultAsync(m => m.OwnerId == me && m.InternetMessageId == $"{id}@acme.example"));

    private Task<List<MailboxItem>> RowsAsync(JsonElement item)
    {
        var id = item.GetProperty("immutableId").GetString();
        return world.InDatabaseAsync(Anna, (db, _) =>
            db.MailboxItems.AsNoTracking().Where(i => i.ItemId == id && i.MailAccountId != null).ToListAsync());
    }

    private async Task<string?> FolderOfAsync(JsonElement item)
    {
        var folder = (await RowsAsync(item)).Single().FolderId;
        return await world.InDatabaseAsync(Anna, (db, _) =>
            db.Folders.Where(f => f.Id == folder).Select(f => f.WellKnown).SingleOrDefaultAsync());
    }
}
