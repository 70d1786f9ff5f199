using System.Net.Http.Json;
using System.Text.Json;
using CompanionApi.Messages;
using CompanionApi.Model;
using CompanionApi.Tests.Support;
using Demo.Microsoft365;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ItemState = CompanionApi.Model.ItemState;

namespace CompanionApi.Tests.Sync;

/// <summary>R64, S54: what a mailbox follows of what is done here, and what it is left alone with.</summary>
public sealed class WriteBackTests : IAsyncLifetime
{
    private static readonly SimUser Anna = Microsoft365World.Anna;

    private readonly Microsoft365World world = new()
    {
        Settings = [("Sync:PollWhenNotSeconds", "1"), ("Sync:FoldersSeconds", "1")],
    };

    public Task InitializeAsync() => world.InitializeAsync();

    public Task DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task R64_archiving_clears_the_inbox_and_leaves_what_was_sent_filed_deleted_or_archived_where_it_lies()
    {
        world.MailboxOf(Anna).Folders.Add("inbox", "Projects");
        var places = new Dictionary<string, JsonElement>();
        foreach (var place in new[] { "inbox", "sentitems", "Inbox/Projects", "deleteditems", "junkemail", "archive" })
        {
            places[place] = await DeliverAsync($"in-{place.Split('/')[^1]}", place);
        }

        using var client = world.ClientOf(Anna);
        await SetAsync(client, new { archiveInMailbox = true });
        var path = await world.ConnectAsync(
            Anna, DateTimeOffset.UnixEpoch, "inbox", "sentitems", "Projects", "deleteditems", "junkemail", "archive");
        await world.UntilHealthyAsync(Anna, path);
        var before = places.Values.ToDictionary(IdOf, FolderOf);
        var conversations = await world.InDatabaseAsync(Anna, (db, me) =>
            db.Conversations.Where(c => c.OwnerId == me).Select(c => c.PublicId).ToListAsync());

        var archived = await client.PostAsJsonAsync(
            "/api/conversation-changes", new { conversationIds = conversations, change = "archive" }).JsonAsync();
        await Microsoft365World.UntilAsync(() => Task.FromResult(FolderOf(places["inbox"]) == "archive"));
        await UntilFollowedAsync();
        Assert.All(places.Where(p => p.Key != "inbox"), p => Assert.Equal(before[IdOf(p.Value)], FolderOf(p.Value)));

        var change = archived.GetProperty("change").GetProperty("id").GetString();
        await DeleteAsync(client, $"/api/changes/{change}");
        await Microsoft365World.UntilAsync(() => Task.FromResult(FolderOf(places["inbox"]) == "inbox"));
        await UntilFollowedAsync();
        Assert.All(places.Values, item => Assert.Equal(before[IdOf(item)], FolderOf(item)));
        await world.UntilHealthyAsync(Anna, path);
    }

    [Fact]
    public async Task R64_a_mail_that_the_rep_filed_meanwhile_is_neither_archived_nor_brought_back()
    {
        var mailbox = world.MailboxOf(Anna);
        mailbox.Folders.Add("inbox", "Projects");
        var (filed, moved) = (await DeliverAsync("filed"), await DeliverAsync("moved"));
        using var client = world.ClientOf(Anna);
        await SetAsync(client, new { archiveInMailbox = true });
        var path = await world.ConnectAsync(Anna, DateTimeOffset.UnixEpoch, "inbox");
        await world.UntilHealthyAsync(Anna, path);
        var archived = await ArchiveAsync(client, "moved");
        await Microsoft365World.UntilAsync(() => Task.FromResult(FolderOf(moved) == "archive"));

        // Nothing is heard of either before the write-back comes.
        await world.FailAsync("GET messages/delta", 403);
        await PatchAsync(filed, new { folder = "Inbox/Projects" });
        await PatchAsync(moved, new { folder = "Inbox/Projects" });
        await ArchiveAsync(client, "filed");
        await DeleteAsync(client, $"/api/changes/{archived}");
        await UntilFollowedAsync();

        var projects = mailbox.Folders.FindByPath("Inbox/Projects")!.Key;
        Assert.Equal((projects, projects), (FolderOf(filed), FolderOf(moved)));
    }

    [Fact]
    public async Task R64_where_there_is_no_archive_archiving_waits_and_says_why()
    {
        using (var without = await world.Simulator.Http.PutAsJsonAsync($"/sim/mailboxes/{Anna.Address}", new { archive = false }))
        {
            await without.JsonAsync();
        }

        var item = await DeliverAsync("nowhere");
        using var client = world.ClientOf(Anna);
        await SetAsync(client, new { archiveInMailbox = true });
        var path = await world.ConnectAsync(Anna, DateTimeOffset.UnixEpoch, "inbox");
        await world.UntilHealthyAsync(Anna, path);
        await ArchiveAsync(client, "nowhere");

        await Microsoft365World.UntilAsync(async () => (await world.CompletenessAsync(Anna, path)).GetProperty("writes")
            .EnumerateArray().Any(w => w.GetProperty("reason").GetString() == "no_archive"));
        Assert.Equal("inbox", FolderOf(item));

        using (var with = await world.Simulator.Http.PutAsJsonAsync($"/sim/mailboxes/{Anna.Address}", new { archive = true }))
        {
            await with.JsonAsync();
        }

        world.Pass(TimeSpan.FromMinutes(10));
        await Microsoft365World.UntilAsync(() => Task.FromResult(FolderOf(item) == "archive"));
        await UntilFollowedAsync();
    }

    [Fact]
    public async Task S54_a_mail_that_is_captured_again_is_one_with_its_mailbox_item()
    {
        var item = await DeliverAsync("again");
        using var client = world.ClientOf(Anna);
        await SetAsync(client, new { deleteInMailbox = true });
        var path = await world.ConnectAsync(Anna, DateTimeOffset.UnixEpoch, "inbox", "archive");
        await world.UntilHealthyAsync(Anna, path);
        await DeleteAsync(client, $"/api/messages/{await PublicIdAsync("again")}");
        world.App.Clock.Advance(Change.UndoTime + TimeSpan.FromMinutes(1));
        // Captured again before the mailbox has followed: it must not be thrown away there.
        await world.FailAsync("POST /move", 403);
        await world.App.Services.GetRequiredService<Burial>().BuryDueAsync(default);
        var copy = await DeliverAsync("again", "archive");
        Assert.Equal(ItemState.DeletedHere, (await RowAsync(item)).State);

        var captured = await client.PostAsJsonAsync(
            "/api/messages", new { internetMessageId = "<again@acme.example>", mailbox = Anna.Address, again = true }).JsonAsync();
        await Microsoft365World.UntilAsync(async () =>
            (await RowAsync(item)) is { MessageId: not null, State: ItemState.Complete } && await ExistsAsync(copy));

        var id = captured.GetProperty("message").GetProperty("id").GetGuid();
        Assert.Equal(await PublicIdAsync("again"), id);
        await world.HealAsync();
        await client.PutAsJsonAsync($"/api/messages/{id}/read", new { read = false }).JsonAsync();
        await client.PutAsJsonAsync($"/api/messages/{id}/read", new { read = true }).JsonAsync();
        await Microsoft365World.UntilAsync(() => Task.FromResult(world.MailboxOf(Anna).Get(IdOf(item)) is { IsRead: true, Folder: "inbox" }));
        await UntilFollowedAsync();
        await PatchAsync(item, new { isRead = false });
        await Microsoft365World.UntilAsync(() => world.InDatabaseAsync(Anna, (db, me) => db.Messages.AnyAsync(m => m.OwnerId == me && !m.IsRead)));
        Assert.Equal("inbox", FolderOf(item));
        Assert.Equal(0, await world.InDatabaseAsync(Anna, (db, _) => db.MailboxItems.CountAsync(i => i.State == ItemState.DeletedHere)));
    }

    private Task<JsonElement> DeliverAsync(string id, string folder = "inbox") => world.DeliverAsync(
        Anna, $"From: {id}@acme.example\r\nTo: anna@contoso.example\r\nSubject: About {id}\r\nMessage-ID: <{id}@acme.example>\r\n\r\nHello\r\n", folder);

    private async Task<string> ArchiveAsync(HttpClient client, string id)
    {
        var archived = await client.PutAsJsonAsync($"/api/messages/{await PublicIdAsync(id)}/archived", new { archived = true }).JsonAsync();
        return archived.GetProperty("change").GetProperty("id").GetString()!;
    }

    private static async Task DeleteAsync(HttpClient client, string address)
    {
        using var answer = await client.DeleteAsync(address);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static Task<JsonElement> SetAsync(HttpClient client, object settings) =>
        client.PatchAsJsonAsync("/api/me/mail-settings", settings).JsonAsync();

    private async Task PatchAsync(JsonElement item, object change)
    {
        using var answer = await world.Simulator.Http.PatchAsJsonAsync(
            $"/sim/mailboxes/{Anna.Address}/items/{Uri.EscapeDataString(IdOf(item))}", change);
        await answer.JsonAsync();
    }

    private Task UntilFollowedAsync() =>
        Microsoft365World.UntilAsync(() => world.InDatabaseAsync(Anna, async (db, _) => !await db.WriteBacks.AnyAsync()));

    private static string IdOf(JsonElement item) => item.GetProperty("immutableId").GetString()!;

    private string FolderOf(JsonElement item) => world.MailboxOf(Anna).Get(IdOf(item))!.Folder;

    private Task<Guid> PublicIdAsync(string id) => world.InDatabaseAsync(Anna, (db, me) => db.Messages
        .Where(m => m.OwnerId == me && m.InternetMessageId == $"{id}@acme.example").Select(m => m.PublicId).SingleAsync());

    private Task<MailboxItem> RowAsync(JsonElement item)
    {
        var id = IdOf(item);
        return world.InDatabaseAsync(Anna, (db, _) => db.MailboxItems.AsNoTracking().SingleAsync(i => i.ItemId == id));
    }

    private Task<bool> ExistsAsync(JsonElement item)
    {
        var id = IdOf(item);
        return world.InDatabaseAsync(Anna, (db, _) => db.MailboxItems.AnyAsync(i => i.ItemId == id && i.MessageId != null));
    }
}
