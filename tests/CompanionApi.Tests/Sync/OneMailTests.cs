using System.Net.Http.Json;
using System.Text.Json;
using CompanionApi.Messages;
using CompanionApi.Model;
using Demo.Microsoft365;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ItemState = CompanionApi.Model.ItemState;

namespace CompanionApi.Tests.Sync;

/// <summary>R63, R69: one mail's trouble is its own; the others of its page are here.</summary>
public sealed class OneMailTests : IAsyncLifetime
{
    private static readonly SimUser Anna = Microsoft365World.Anna;

    private readonly Microsoft365World world;

    // Graph's own JSON, as a text that was cut within a character comes out of it.
    private Func<string, string> spoilt = answer => answer.Replace("HALF", "\\ud83d");

    public OneMailTests() => world = new()
    {
        Settings = [("Sync:PollWhenNotSeconds", "1")],
        Spoilt = answer => spoilt(answer),
    };

    public Task InitializeAsync() => world.InitializeAsync();

    public Task DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task R63_half_a_character_in_a_mail_keeps_no_page_away()
    {
        await DeliverAsync("Cut HALF", "cut");
        await DeliverAsync("Whole", "whole");

        var path = await world.ConnectAsync(Anna, DateTimeOffset.UnixEpoch, "inbox");
        await world.UntilHealthyAsync(Anna, path);

        var (subject, text) = await world.InDatabaseAsync(Anna, async (db, me) => (
            await db.Messages.Where(m => m.OwnerId == me && m.InternetMessageId == "cut@acme.example").Select(m => m.Subject).SingleAsync(),
            await db.Messages.Where(m => m.OwnerId == me && m.InternetMessageId == "cut@acme.example").Select(m => m.Body!.Text ?? m.Body.Html).SingleAsync()));
        Assert.Equal("Cut \uFFFD", subject);
        Assert.Contains("Says Cut \uFFFD", text);
        Assert.True(await IsHereAsync("whole"));
    }

    [Fact]
    public async Task R69_a_mail_that_cannot_be_stored_is_a_gap_and_the_others_of_its_page_are_here_once()
    {
        foreach (var name in new[] { "one", "two", "refused", "four" })
        {
            await DeliverAsync($"About {name}", name);
        }

        await RunAsync(
            """CREATE TRIGGER "Refuse" BEFORE INSERT ON "Messages" WHEN NEW."Subject" = 'About refused' BEGIN SELECT RAISE(ABORT, 'no'); END""");
        var path = await world.ConnectAsync(Anna, DateTimeOffset.UnixEpoch, "inbox");
        await Microsoft365World.UntilAsync(() => world.InDatabaseAsync(Anna, (db, _) => db.MailboxItems.AnyAsync(i => i.State == ItemState.Failed)));

        var state = await world.CompletenessAsync(Anna, path);
        Assert.False(state.GetProperty("healthy").GetBoolean());
        var gap = Assert.Single(state.GetProperty("gaps").EnumerateArray().ToList());
        Assert.Equal("not_stored", gap.GetProperty("reason").GetString());
        Assert.True(await IsHereAsync("one") && await IsHereAsync("two") && await IsHereAsync("four"));
        Assert.False(await IsHereAsync("refused"));
        // Nothing is left behind of what was tried and taken back.
        Assert.Equal(3, await world.InDatabaseAsync(Anna, (db, me) => db.Conversations.CountAsync(c => c.OwnerId == me)));
        Assert.Equal(3, System.IO.Directory.GetFiles(world.App.ContentFolder, "*", SearchOption.AllDirectories).Length);

        await RunAsync("""DROP TRIGGER "Refuse" """);
        await FetchAsync(path, gap);
        Assert.True(await IsHereAsync("refused"));
    }

    [Fact]
    public async Task R69_a_mail_of_another_shape_is_a_gap_and_the_others_of_its_page_are_here_once()
    {
        foreach (var name in new[] { "one", "odd", "three" })
        {
            await DeliverAsync($"About {name}", name);
        }

        spoilt = answer => answer.Replace("\"About odd\"", "{\"about\":\"odd\"}");
        var path = await world.ConnectAsync(Anna, DateTimeOffset.UnixEpoch, "inbox");
        await Microsoft365World.UntilAsync(() => world.InDatabaseAsync(Anna, (db, _) => db.MailboxItems.AnyAsync(i => i.State == ItemState.Failed)));

        var gap = Assert.Single((await world.CompletenessAsync(Anna, path)).GetProperty("gaps").EnumerateArray().ToList());
        Assert.Equal("not_readable", gap.GetProperty("reason").GetString());
        Assert.True(await IsHereAsync("one") && await IsHereAsync("three") && !await IsHereAsync("odd"));

        spoilt = answer => answer;
        await FetchAsync(path, gap);
        Assert.True(await IsHereAsync("odd"));
    }

    [Fact]
    public async Task S51_a_draft_of_which_a_change_shows_a_part_is_a_draft_still()
    {
        var path = await world.ConnectAsync(Anna, DateTimeOffset.UnixEpoch, "drafts");
        await world.UntilHealthyAsync(Anna, path);
        var mailbox = world.MailboxOf(Anna);
        var draft = mailbox.Add(
            "drafts", "From: anna@contoso.example\r\nTo: a@acme.example\r\nSubject: Not yet\r\n\r\nUnfinished.\r\n"u8.ToArray(), isDraft: true);
        await world.SyncAsync(Anna, path, async () => await RowAsync() is { State: ItemState.Draft });

        spoilt = answer => answer.Contains("deltaLink") ? answer.Replace("\"isDraft\":true,", "") : answer;
        mailbox.MarkRead(draft.Id, isRead: true);
        await world.SyncAsync(Anna, path, async () => await RowAsync() is { IsRead: true });

        Assert.Equal(ItemState.Draft, (await RowAsync())!.State);
        Assert.Equal(0, await world.InDatabaseAsync(Anna, (db, me) => db.Messages.CountAsync(m => m.OwnerId == me)));

        Task<MailboxItem?> RowAsync() => world.InDatabaseAsync(Anna, (db, _) => db.MailboxItems.AsNoTracking().SingleOrDefaultAsync());
    }

    [Fact]
    public async Task R64_deleting_here_leaves_in_the_deleted_items_what_lies_there_already()
    {
        using var client = world.ClientOf(Anna);
        using (var set = await client.PatchAsJsonAsync("/api/me/mail-settings", new { deleteInMailbox = true }))
        {
            Assert.True(set.IsSuccessStatusCode, await set.Content.ReadAsStringAsync());
        }

        await DeliverAsync("There already", "there");
        await DeliverAsync("Here still", "here");
        var path = await world.ConnectAsync(Anna, DateTimeOffset.UnixEpoch, "inbox");
        await world.UntilHealthyAsync(Anna, path);
        var mailbox = world.MailboxOf(Anna);
        mailbox.Move(mailbox.Find("there@acme.example")!.Id, "deleteditems");
        await world.SyncAsync(Anna, path, () => world.InDatabaseAsync(Anna, (db, _) => db.MailboxItems.AnyAsync(i =>
            db.Folders.Any(f => f.Id == i.FolderId && f.WellKnown == "deleteditems"))));

        foreach (var message in await world.InDatabaseAsync(Anna, (db, me) =>
            db.Messages.Where(m => m.OwnerId == me).Select(m => m.PublicId).ToListAsync()))
        {
            using var deleted = await client.DeleteAsync($"/api/messages/{message}");
            Assert.True(deleted.IsSuccessStatusCode, await deleted.Content.ReadAsStringAsync());
        }

        world.App.Clock.Advance(Change.UndoTime + TimeSpan.FromDays(1));
        await world.App.Services.GetRequiredService<Burial>().BuryDueAsync(default);
        world.Wake();

        await Microsoft365World.UntilAsync(() => Task.FromResult(mailbox.List("deleteditems").Count == 2));
    }

    private async Task FetchAsync(string path, JsonElement gap)
    {
        using var client = world.ClientOf(Anna);
        using var fetched = await client.PostAsJsonAsync($"{path}/fetches", new { itemIds = new[] { gap.GetProperty("itemId").GetString() } });
        Assert.True(fetched.IsSuccessStatusCode, await fetched.Content.ReadAsStringAsync());
        await world.UntilHealthyAsync(Anna, path);
    }

    private Task DeliverAsync(string subject, string id) => world.DeliverAsync(
        Anna, $"From: a@acme.example\r\nTo: anna@contoso.example\r\nSubject: {subject}\r\nMessage-ID: <{id}@acme.example>\r\n\r\nSays {subject}.\r\n");

    private Task<bool> IsHereAsync(string id) => world.InDatabaseAsync(Anna, async (db, me) =>
        await db.Messages.CountAsync(m => m.OwnerId == me && m.InternetMessageId == $"{id}@acme.example") == 1);

    private async Task RunAsync(string sql)
    {
        await using var database = new SqliteConnection($"Data Source={world.App.DatabaseFile}");
        await database.OpenAsync();
        await using var command = database.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
