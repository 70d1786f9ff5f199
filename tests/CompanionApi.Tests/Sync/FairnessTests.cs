using System.Net.Http.Json;
using System.Text.Json;
using CompanionApi.Model;
using Demo.Microsoft365;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Tests.Sync;

/// <summary>R61, R68: where there is room for one mailbox, none keeps the others from theirs.</summary>
public sealed class FairnessTests : IAsyncLifetime
{
    private static readonly SimUser Anna = Microsoft365World.Anna;
    private static readonly SimUser Dan = new Demo.Microsoft365.Directory().Find("dan@fabrikam.example")!;
    private static readonly DateTimeOffset Ever = DateTimeOffset.UnixEpoch;

    private readonly Microsoft365World world = new()
    {
        Settings =
        [
            ("Sync:Accounts", "1"), ("Sync:TurnSeconds", "1"), ("Sync:PageSize", "5"),
            ("Sync:NotificationUrl", "https://api.mailcrm.example"),
        ],
    };

    public Task InitializeAsync() => world.InitializeAsync();

    public Task DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task R61_a_long_first_sync_of_one_company_leaves_turns_to_another()
    {
        await world.GenerateAsync(Anna, 1_500, more: new { attachments = 0 });
        await world.TroubleAsync(new { latencyMs = 40 });
        await world.ConnectAsync(Anna, Ever, "inbox");
        await DeliverAsync(Dan, "other-company");

        await world.ConnectAsync(Dan, Ever, "inbox");
        await Microsoft365World.UntilAsync(() => IsHereAsync(Dan, "other-company"));

        Assert.NotEqual(SyncPhase.Following, await PhaseAsync());
    }

    [Fact]
    public async Task R68_a_mailbox_that_asks_for_a_long_pause_holds_no_place_meanwhile()
    {
        await world.FailAsync("POST /subscriptions", 429, count: 1, retryAfter: 300);
        await DeliverAsync(Anna, "paused");
        await DeliverAsync(Dan, "not-paused");

        var path = await world.ConnectAsync(Anna, Ever, "inbox");
        using var anna = world.ClientOf(Anna);
        await Microsoft365World.UntilAsync(async () =>
            (await anna.GetFromJsonAsync<JsonElement>(path)).GetProperty("trouble").GetString() == "throttled");
        await world.ConnectAsync(Dan, Ever, "inbox");
        await Microsoft365World.UntilAsync(() => IsHereAsync(Dan, "not-paused"));
        Assert.False(await IsHereAsync(Anna, "paused"));

        world.Pass(TimeSpan.FromMinutes(6));
        await Microsoft365World.UntilAsync(() => IsHereAsync(Anna, "paused"));
        await world.UntilHealthyAsync(Anna, path);
    }

    [Fact]
    public async Task R69_a_gap_is_fetched_by_hand_while_a_long_first_round_runs()
    {
        await world.GenerateAsync(Anna, 1_500, more: new { attachments = 0 });
        var item = await DeliverAsync(Anna, "missing", "archive");
        var path = await world.ConnectAsync(Anna, Ever, "archive");
        await world.UntilHealthyAsync(Anna, path);
        var id = item.GetProperty("immutableId").GetString();
        await world.InDatabaseAsync(Anna, async (db, _) =>
        {
            await db.MailboxItems.Where(i => i.ItemId == id).ExecuteUpdateAsync(i => i.SetProperty(row => row.State, Model.ItemState.Failed)
                .SetProperty(row => row.MessageId, (long?)null).SetProperty(row => row.Attempts, 8));
            return await db.Messages.Where(m => m.InternetMessageId == "missing@acme.example").ExecuteDeleteAsync();
        });
        await world.TroubleAsync(new { latencyMs = 40 });
        await world.ChooseAsync(Anna, path, Ever, "archive", "inbox");
        await Microsoft365World.UntilAsync(() => world.InDatabaseAsync(Anna, (db, _) =>
            db.Folders.AnyAsync(f => f.WellKnown == "inbox" && f.NextLink != null)));

        using var client = world.ClientOf(Anna);
        using var asked = await client.PostAsJsonAsync($"{path}/fetches", new { itemIds = new[] { id } });
        Assert.True(asked.IsSuccessStatusCode, await asked.Content.ReadAsStringAsync());

        await Microsoft365World.UntilAsync(() => IsHereAsync(Anna, "missing"));
        Assert.NotEqual(SyncPhase.Following, await PhaseAsync());
    }

    private Task<JsonElement> DeliverAsync(SimUser user, string id, string folder = "inbox") => world.DeliverAsync(
        user, $"From: a@acme.example\r\nTo: {user.Address}\r\nSubject: About {id}\r\nMessage-ID: <{id}@acme.example>\r\n\r\nHello\r\n", folder);

    private Task<bool> IsHereAsync(SimUser user, string id) => world.InDatabaseAsync(user, (db, me) =>
        db.Messages.AnyAsync(m => m.OwnerId == me && m.InternetMessageId == $"{id}@acme.example"));

    private Task<SyncPhase> PhaseAsync() => world.InDatabaseAsync(Anna, (db, _) =>
        db.Folders.Where(f => f.WellKnown == "inbox").Select(f => f.Phase).SingleAsync());
}
