using System.Net.Http.Json;
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

    private async Task MakeAsync(string name, string parent)
    {
        using var answer = await world.Simulator.Http.PostAsJsonAsync($"/sim/mailboxes/{Anna.Address}/folders", new { name, parent });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private Task<List<string>> ChosenAsync() => world.InDatabaseAsync(Anna, (db, _) =>
        db.Folders.Where(f => f.IsChosen).Select(f => f.WellKnown ?? f.Name).ToListAsync());
}
