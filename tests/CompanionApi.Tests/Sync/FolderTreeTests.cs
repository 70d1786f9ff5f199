using System.Net.Http.Json;
using System.Text.Json;
using CompanionApi.Tests.Support;
using Demo.Microsoft365;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Tests.Sync;

/// <summary>R61: which folders "all folders" means, however many pages the tree comes in.</summary>
public sealed class FolderTreeTests : IAsyncLifetime
{
    private static readonly SimUser Anna = Microsoft365World.Anna;

    private readonly Microsoft365World world = new()
    {
        Settings = [("Sync:PageSize", "2"), ("Sync:PollWhenNotSeconds", "1"), ("Sync:FoldersSeconds", "1")],
    };

    public Task InitializeAsync() => world.InitializeAsync();

    public Task DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task R61_all_folders_leave_out_deleted_items_and_junk_and_what_lies_in_them_on_any_page()
    {
        await MakeAsync("Projects", "inbox");
        await MakeAsync("Thrown away", "deleteditems");
        var path = await world.ConnectAsync(Anna, DateTimeOffset.UnixEpoch);
        await world.UntilHealthyAsync(Anna, path);
        await MakeAsync("Thrown away later", "junkemail");
        await MakeAsync("New", "inbox");

        await world.SyncAsync(Anna, path, async () => (await ChosenAsync()).Contains("New"));

        var chosen = await ChosenAsync();
        Assert.Contains("Projects", chosen);
        Assert.Contains("inbox", chosen);
        Assert.Empty(chosen.Intersect(["Thrown away", "Thrown away later", "drafts", "outbox", "deleteditems", "junkemail"]));

        // Taken out of the deleted items again, it is one of all.
        var folders = world.MailboxOf(Anna).Folders;
        folders.Change(folders.All.Single(f => f.DisplayName == "Thrown away").Key, name: null, parent: "inbox");
        await world.SyncAsync(Anna, path, async () => (await ChosenAsync()).Contains("Thrown away"));
    }

    [Fact]
    public async Task R61_folders_are_known_whatever_the_language_that_they_are_called_in()
    {
        var folders = world.MailboxOf(Anna).Folders;
        var names = new Dictionary<string, string>
        {
            ["inbox"] = "受信トレイ", ["sentitems"] = "送信済みアイテム", ["archive"] = "Archiv", ["deleteditems"] = "Gelöschte Elemente", ["junkemail"] = "Junk-E-Mail",
        };
        foreach (var (known, name) in names)
        {
            folders.Change(known, name);
        }

        await MakeAsync("Inbox", "deleteditems");
        await world.DeliverAsync(
            Anna, "From: anna@contoso.example\r\nTo: a@acme.example\r\nSubject: Sent\r\nMessage-ID: <sent@contoso.example>\r\n\r\nHello\r\n", "sentitems");
        var path = await world.ConnectAsync(Anna, DateTimeOffset.UnixEpoch);
        await world.UntilHealthyAsync(Anna, path);

        using var client = world.ClientOf(Anna);
        var shown = (await client.GetFromJsonAsync<JsonElement>($"{path}/folders")).GetProperty("items").EnumerateArray()
            .Where(f => f.GetProperty("wellKnown").GetString() is { } known && names.ContainsKey(known))
            .ToDictionary(f => f.GetProperty("wellKnown").GetString()!, f => f.GetProperty("name").GetString()!);
        Assert.Equal(names, shown);
        Assert.Empty((await ChosenAsync()).Intersect(["Inbox", "deleteditems", "junkemail"]));
        Assert.True(await world.InDatabaseAsync(Anna, (db, _) => db.Messages.Select(m => m.IsSent).SingleAsync()));
    }

    [Fact]
    public async Task R61_from_now_on_holds_where_the_reps_clock_runs_ahead_and_not_a_date_to_come()
    {
        using var client = world.ClientOf(Anna);
        using var connected = await client.PostAsJsonAsync("/api/mail-accounts", new { });
        var path = connected.Headers.Location!.ToString();
        await Microsoft365World.UntilAsync(async () =>
            (await client.GetFromJsonAsync<JsonElement>(path)).GetProperty("foldersKnown").GetBoolean());

        using var ahead = await client.PutAsJsonAsync($"{path}/scope", new { scope = "all", since = world.App.Clock.GetUtcNow().AddDays(3) });
        Assert.Contains("in_future", await ahead.Content.ReadAsStringAsync());
        var chosen = await client.PutAsJsonAsync(
            $"{path}/scope", new { scope = "all", since = world.App.Clock.GetUtcNow().AddHours(2) }).JsonAsync();
        Assert.InRange(
            chosen.GetProperty("since").GetDateTimeOffset(), world.App.Clock.GetUtcNow().AddMinutes(-1), world.App.Clock.GetUtcNow());
    }

    private async Task MakeAsync(string name, string parent)
    {
        using var answer = await world.Simulator.Http.PostAsJsonAsync($"/sim/mailboxes/{Anna.Address}/folders", new { name, parent });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private Task<List<string>> ChosenAsync() => world.InDatabaseAsync(Anna, (db, _) =>
        db.Folders.Where(f => f.IsChosen).Select(f => f.WellKnown ?? f.Name).ToListAsync());
}
