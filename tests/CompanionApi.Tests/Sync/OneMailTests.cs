using System.Net.Http.Json;
using Demo.Microsoft365;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using ItemState = CompanionApi.Model.ItemState;

namespace CompanionApi.Tests.Sync;

/// <summary>R63, R69: one mail's trouble is its own; the others of its page are here.</summary>
public sealed class OneMailTests : IAsyncLifetime
{
    private static readonly SimUser Anna = Microsoft365World.Anna;

    private readonly Microsoft365World world = new()
    {
        Settings = [("Sync:PollWhenNotSeconds", "1")],
        // Graph's own JSON, as a text that was cut within a character comes out of it.
        Spoilt = answer => answer.Replace("HALF", "\\ud83d"),
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
        using var client = world.ClientOf(Anna);
        using var fetched = await client.PostAsJsonAsync($"{path}/fetches", new { itemIds = new[] { gap.GetProperty("itemId").GetString() } });
        Assert.True(fetched.IsSuccessStatusCode, await fetched.Content.ReadAsStringAsync());
        await world.UntilHealthyAsync(Anna, path);
        Assert.True(await IsHereAsync("refused"));
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
