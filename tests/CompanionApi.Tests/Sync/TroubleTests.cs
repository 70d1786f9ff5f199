using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CompanionApi.Model;
using CompanionApi.Tests.Support;
using Demo.Microsoft365;
using Microsoft.EntityFrameworkCore;
using ItemState = CompanionApi.Model.ItemState;

namespace CompanionApi.Tests.Sync;

/// <summary>R63, R68: what Graph and Entra do to a sync, and that nothing of it loses or doubles a mail.</summary>
public sealed class TroubleTests : IAsyncLifetime
{
    private static readonly SimUser Anna = Microsoft365World.Anna;
    private static readonly DateTimeOffset Ever = DateTimeOffset.UnixEpoch;

    private readonly Microsoft365World world = new()
    {
        Settings = [("Sync:PageSize", "20"), ("Sync:PollWhenNotSeconds", "1")],
    };

    public Task InitializeAsync() => world.InitializeAsync();

    public Task DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task R68_under_all_faults_at_once_each_message_comes_once()
    {
        await world.GenerateAsync(Anna, Size, more: new { attachments = 0 });
        await SetAsync(new
        {
            seed = 7, throttledRate = 0.05, unavailableRate = 0.05, retryAfter = 0.05, evictedTokensRate = 0.02,
            duplicatedPagesRate = 0.05, duplicatedItemsRate = 0.1, replayedRoundsRate = 0.1, emptyPagesRate = 0.1,
        });

        var path = await world.ConnectAsync(Anna, Ever);
        await world.UntilHealthyAsync(Anna, path);
        await SetAsync(new { });
        await world.UntilHealthyAsync(Anna, path);

        await AssertCompleteAsync();
        Assert.True(world.Witness.Checks > 0 || Suites.Find("graph") is null);
    }

    [Fact]
    public async Task R63_a_revoked_sign_in_stops_the_sync_and_signing_in_again_catches_up()
    {
        var path = await world.ConnectAsync(Anna, Ever, "inbox");
        await world.UntilHealthyAsync(Anna, path);

        await SetAsync(new { revokedSignIns = new[] { Anna.Address } });
        await Microsoft365World.UntilAsync(async () => await StateAsync(path) == "reconnect_needed");
        await world.DeliverAsync(Anna, "From: a@acme.example\r\nTo: anna@contoso.example\r\nSubject: While away\r\nMessage-ID: <away@acme.example>\r\n\r\nHello\r\n");
        using var client = world.ClientOf(Anna);
        using (var refused = await client.PostAsJsonAsync($"{path}/syncs", new { }))
        {
            Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        }

        await SetAsync(new { });
        using (var reconnected = await world.ClientOf(Anna).PostAsJsonAsync($"{path}/reconnections", new { }))
        {
            Assert.True(reconnected.IsSuccessStatusCode, await reconnected.Content.ReadAsStringAsync());
        }

        await Microsoft365World.UntilAsync(() => world.InDatabaseAsync(Anna, (db, _) =>
            db.Messages.AnyAsync(m => m.InternetMessageId == "away@acme.example")));
        await world.UntilHealthyAsync(Anna, path);
    }

    [Fact]
    public async Task R63_a_token_that_is_refused_before_its_time_is_replaced_without_a_word_to_the_rep()
    {
        var path = await world.ConnectAsync(Anna, Ever, "inbox");
        await world.UntilHealthyAsync(Anna, path);

        await SetAsync(new { refusesKnownTokens = true });
        await world.DeliverAsync(Anna, "From: a@acme.example\r\nTo: anna@contoso.example\r\nSubject: Anew\r\nMessage-ID: <anew@acme.example>\r\n\r\nHello\r\n");

        await world.SyncAsync(Anna, path, () => world.InDatabaseAsync(Anna, (db, _) =>
            db.Messages.AnyAsync(m => m.InternetMessageId == "anew@acme.example")));
        Assert.Equal("syncing", await StateAsync(path));
    }

    [Theory]
    [InlineData("mfa_required", "sign_in_expired", true)]
    [InlineData("consent_required", "consent_required", false)]
    [InlineData("user_disabled", "sign_in_expired", false)]
    public async Task R63_what_Entra_wants_of_the_next_sign_in_reaches_the_rep(string error, string trouble, bool hasClaims)
    {
        var path = await world.ConnectAsync(Anna, Ever, "inbox");
        await world.UntilHealthyAsync(Anna, path);
        using (var injected = await world.Simulator.Http.PostAsJsonAsync("/sim/faults", new { target = "token", error }))
        {
            Assert.True(injected.IsSuccessStatusCode, await injected.Content.ReadAsStringAsync());
        }

        await SetAsync(new { refusesKnownTokens = true });
        await Microsoft365World.UntilAsync(async () => await StateAsync(path) == "reconnect_needed");

        using var client = world.ClientOf(Anna);
        var account = await client.GetFromJsonAsync<JsonElement>(path);
        Assert.Equal(trouble, account.GetProperty("trouble").GetString());
        Assert.Equal(hasClaims, account.GetProperty("claims").ValueKind == JsonValueKind.String);
        using (var cleared = await world.Simulator.Http.DeleteAsync("/sim/faults"))
        {
            cleared.EnsureSuccessStatusCode();
        }

        using (var reconnected = await client.PostAsJsonAsync($"{path}/reconnections", new { }))
        {
            Assert.True(reconnected.IsSuccessStatusCode, await reconnected.Content.ReadAsStringAsync());
        }

        await world.UntilHealthyAsync(Anna, path);
    }

    [Theory]
    [InlineData("SyncStateNotFound", 410)]
    [InlineData("ResyncRequired", 410)]
    [InlineData("SyncStateInvalid", 400)]
    public async Task R68_a_lost_cursor_begins_the_folder_anew_and_nothing_is_doubled(string code, int status)
    {
        await world.GenerateAsync(Anna, 120, more: new { attachments = 0 });
        var path = await world.ConnectAsync(Anna, Ever);
        await world.UntilHealthyAsync(Anna, path);
        await SetAsync(new { evictionCode = code, evictionStatus = status });

        using (var evicted = await world.Simulator.Http.PostAsync($"/sim/mailboxes/{Anna.Address}/token-evictions", null))
        {
            evicted.EnsureSuccessStatusCode();
        }

        await Microsoft365World.UntilAsync(() => world.InDatabaseAsync(Anna, (db, _) =>
            db.Folders.Where(f => f.IsChosen).AllAsync(f => f.Round > 0 && f.Phase == SyncPhase.Following && f.ComparedAt != null)));

        await world.UntilHealthyAsync(Anna, path);
        await AssertCompleteAsync();
    }

    [Fact]
    public async Task R61_nothing_older_than_the_chosen_date_is_taken_and_a_longer_folder_than_a_filtered_round_shows_comes_whole()
    {
        var since = DateTimeOffset.UtcNow.AddDays(-19);
        await world.GenerateAsync(Anna, 400, more: new { attachments = 0, since = since.AddDays(-20), until = since.AddDays(18) });
        await SetAsync(new { mostWhenFiltered = 30 });

        var path = await world.ConnectAsync(Anna, since, "inbox");
        await world.UntilHealthyAsync(Anna, path);

        var mailbox = world.MailboxOf(Anna);
        var inScope = mailbox.List("inbox").Where(item => item.ReceivedAt >= since).Select(item => item.ReceivedAt).ToList();
        var times = await world.InDatabaseAsync(Anna, (db, _) => db.MailboxItems.Select(i => i.ReceivedAt).ToListAsync());
        Assert.True(inScope.Count > 30);
        Assert.Equal(inScope.Count, times.Count);
        Assert.True(times.Min() >= since);
    }

    private static int Size => int.TryParse(Environment.GetEnvironmentVariable("MAILCRM_SYNC"), out var size) ? size : 400;

    private async Task AssertCompleteAsync()
    {
        var mailbox = world.MailboxOf(Anna);
        var inScope = mailbox.Folders.All
            .Where(f => f.Key is not ("drafts" or "outbox" or "deleteditems" or "junkemail") && !f.IsHidden)
            .Sum(f => mailbox.Folders.Counts(f.Key).Total);
        Assert.Equal(inScope, await world.InDatabaseAsync(Anna, (db, _) => db.MailboxItems.CountAsync(i => i.GoneAt == null)));
        Assert.Equal(0, await world.InDatabaseAsync(Anna, (db, _) => db.MailboxItems.CountAsync(i => i.State == ItemState.Failed)));
        var (messages, arrivals, items) = await world.InDatabaseAsync(Anna, async (db, me) => (
            await db.Messages.CountAsync(m => m.OwnerId == me), await db.Arrivals.CountAsync(),
            await db.MailboxItems.CountAsync(i => i.MessageId != null)));
        Assert.Equal(items, arrivals);
        Assert.True(messages <= items);
    }

    private async Task SetAsync(object troubles)
    {
        using var answer = await world.Simulator.Http.PutAsJsonAsync("/sim/faults", troubles);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private async Task<string?> StateAsync(string path)
    {
        using var client = world.ClientOf(Anna);
        return (await client.GetFromJsonAsync<JsonElement>(path)).GetProperty("state").GetString();
    }
}
