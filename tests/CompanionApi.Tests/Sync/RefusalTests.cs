using System.Net.Http.Json;
using System.Text.Json;
using CompanionApi.Tests.Support;
using Demo.Microsoft365;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Tests.Sync;

/// <summary>R63, R68: what Graph refuses of a folder is that folder's, and nothing that may mend itself ends a sync.</summary>
public sealed class RefusalTests : IAsyncLifetime
{
    private static readonly SimUser Anna = Microsoft365World.Anna;
    private static readonly DateTimeOffset Ever = DateTimeOffset.UnixEpoch;

    private readonly Microsoft365World world = new()
    {
        Settings = [("Sync:PollWhenNotSeconds", "1"), ("Sync:FoldersSeconds", "3600")],
    };

    public Task InitializeAsync() => world.InitializeAsync();

    public Task DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task R68_a_folder_that_is_not_found_for_a_moment_is_no_folder_that_is_gone()
    {
        var path = await world.ConnectAsync(Anna, Ever, "inbox", "archive");
        await world.UntilHealthyAsync(Anna, path);
        await world.FailAsync($"GET messages/delta {world.FolderIdOf(Anna, "inbox")}", 404);
        await DeliverAsync("unfound");
        await LookAsync(path);

        await Microsoft365World.UntilAsync(async () => await TroubleAsync(path) == "folder_missing");
        Assert.False((await world.CompletenessAsync(Anna, path)).GetProperty("healthy").GetBoolean());
        await DeliverAsync("other", "archive");
        await LookAsync(path);
        await Microsoft365World.UntilAsync(() => IsHereAsync("other"));
        var before = await TreesAsync();
        await LookAsync(path);
        await Microsoft365World.UntilAsync(async () => await TreesAsync() > before);
        // It waits longer each time, and does not ask without end.
        Assert.NotNull((await AccountAsync(path)).GetProperty("nextTryAt").GetString());
        Assert.False(await IsHereAsync("unfound"));

        await world.HealAsync();
        await UntilComesAsync("unfound");
        await world.UntilHealthyAsync(Anna, path);
    }

    [Fact]
    public async Task R68_a_folder_that_is_deleted_is_gone_when_its_tree_says_so_and_its_mail_stays()
    {
        var folders = world.MailboxOf(Anna).Folders;
        var made = folders.Add("inbox", "Projects");
        await DeliverAsync("filed", "Inbox/Projects");
        var path = await world.ConnectAsync(Anna, Ever, "inbox", "Projects");
        await world.UntilHealthyAsync(Anna, path);

        folders.Change(made.Key, "Harbour", "archive");
        await world.InDatabaseAsync(Anna, (db, _) => db.MailAccounts.ExecuteUpdateAsync(a => a.SetProperty(row => row.FoldersAt, Ever)));
        await LookAsync(path);
        await Microsoft365World.UntilAsync(() => world.InDatabaseAsync(Anna, (db, _) =>
            db.Folders.AnyAsync(f => f.Name == "Harbour" && f.IsChosen && f.GoneAt == null)));
        await world.UntilHealthyAsync(Anna, path);
        Assert.Equal(1, await world.InDatabaseAsync(Anna, (db, _) => db.MailboxItems.CountAsync()));

        folders.Remove(made.Key);
        await LookAsync(path);
        await Microsoft365World.UntilAsync(() => world.InDatabaseAsync(Anna, (db, _) =>
            db.Folders.AnyAsync(f => f.Name == "Harbour" && f.GoneAt != null)));
        await world.UntilHealthyAsync(Anna, path);
        Assert.True(await IsHereAsync("filed"));
    }

    [Theory]
    [InlineData(400, "refused")]
    [InlineData(403, "access_denied")]
    [InlineData(409, "refused")]
    public async Task R68_a_folder_that_is_refused_leaves_the_others_as_they_are(int status, string trouble)
    {
        var path = await world.ConnectAsync(Anna, Ever, "inbox", "archive");
        await world.UntilHealthyAsync(Anna, path);
        await world.FailAsync($"GET messages/delta {world.FolderIdOf(Anna, "archive")}", status);
        await LookAsync(path);
        await Microsoft365World.UntilAsync(async () => await TroubleAsync(path) == trouble);

        await DeliverAsync("goes-on");
        await DeliverAsync("waits", "archive");
        world.Pass(TimeSpan.FromMinutes(1));
        await Microsoft365World.UntilAsync(() => IsHereAsync("goes-on"));

        var account = await AccountAsync(path);
        Assert.Equal(("syncing", trouble), (account.GetProperty("state").GetString(), account.GetProperty("trouble").GetString()));
        Assert.NotNull(account.GetProperty("nextTryAt").GetString());
        Assert.False((await world.CompletenessAsync(Anna, path)).GetProperty("healthy").GetBoolean());
        await world.HealAsync();
        await UntilComesAsync("waits");
        await world.UntilHealthyAsync(Anna, path);
    }

    [Theory]
    [InlineData(403, "access_denied")]
    [InlineData(400, "refused")]
    public async Task R63_a_mailbox_that_refuses_is_asked_again_each_hour_and_says_so_until_a_turn_was_good(int status, string trouble)
    {
        var path = await world.ConnectAsync(Anna, Ever, "inbox");
        await world.UntilHealthyAsync(Anna, path);
        await world.FailAsync("GET mailFolders", status);
        await LookAsync(path);
        await Microsoft365World.UntilAsync(async () => await TroubleAsync(path) == trouble);

        var account = await AccountAsync(path);
        Assert.Equal("syncing", account.GetProperty("state").GetString());
        Assert.InRange(
            account.GetProperty("nextTryAt").GetDateTimeOffset() - world.App.Clock.GetUtcNow(), TimeSpan.FromMinutes(55), TimeSpan.FromMinutes(61));
        Assert.Equal(trouble, (await LookAsync(path)).GetProperty("trouble").GetString());
        await Microsoft365World.UntilAsync(async () =>
            (await AccountAsync(path)).GetProperty("nextTryAt").GetDateTimeOffset() > world.App.Clock.GetUtcNow());
        Assert.Equal(trouble, await TroubleAsync(path));

        await world.HealAsync();
        await DeliverAsync("allowed");
        await UntilComesAsync("allowed");
        await Microsoft365World.UntilAsync(() => world.InDatabaseAsync(Anna, (db, _) => db.MailAccounts.AllAsync(a => a.Trouble == null)));
    }

    private Task DeliverAsync(string id, string folder = "inbox") => world.DeliverAsync(
        Anna, $"From: a@acme.example\r\nTo: anna@contoso.example\r\nSubject: About {id}\r\nMessage-ID: <{id}@acme.example>\r\n\r\nHello\r\n", folder);

    private Task<bool> IsHereAsync(string id) => world.InDatabaseAsync(Anna, (db, me) =>
        db.Messages.AnyAsync(m => m.OwnerId == me && m.InternetMessageId == $"{id}@acme.example"));

    /// <summary>By itself: whenever the account is not due yet, time goes by until it is.</summary>
    private Task UntilComesAsync(string id) => Microsoft365World.UntilAsync(async () =>
    {
        if (await IsHereAsync(id))
        {
            return true;
        }

        var wait = await world.InDatabaseAsync(Anna, (db, _) => db.MailAccounts.Select(a => a.DueAt).SingleAsync()) - world.App.Clock.GetUtcNow();
        if (wait > TimeSpan.Zero)
        {
            world.Pass(wait.Value);
        }

        return false;
    });

    private async Task<JsonElement> LookAsync(string path)
    {
        using var client = world.ClientOf(Anna);
        return await client.PostAsJsonAsync($"{path}/syncs", new { }).JsonAsync();
    }

    private async Task<JsonElement> AccountAsync(string path)
    {
        using var client = world.ClientOf(Anna);
        return await client.GetFromJsonAsync<JsonElement>(path);
    }

    private async Task<string?> TroubleAsync(string path) => (await AccountAsync(path)).GetProperty("trouble").GetString();

    private async Task<int> TreesAsync() => (await world.Simulator.GetJsonAsync("/sim/calls"))
        .TryGetProperty("graph GET mailfolders/delta", out var calls) ? calls.GetInt32() : 0;
}
