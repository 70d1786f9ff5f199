using System.Net;
using System.Net.Http.Json;
using CompanionApi.Model;
using CompanionApi.Tests.Support;
using Demo.Microsoft365;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Tests.Sync;

/// <summary>S20: the mailboxes of people whose tenant the operator takes out of the settings end as a leaver's (S57).</summary>
public sealed class RemovedTenantTests : IAsyncLifetime
{
    private const string Info = "info@contoso.example";
    private const string Other = "5e1d0c3b-77aa-4b10-9a53-000000000001";

    private static readonly SimUser Anna = Microsoft365World.Anna;
    private static readonly SimUser Chie = new Demo.Microsoft365.Directory().Find("chie@contoso.example")!;

    private readonly Microsoft365World world = new()
    {
        Settings = [("Sync:NotificationUrl", "https://api.mailcrm.example"), ("Sync:PollWhenToldSeconds", "1")],
    };

    public Task InitializeAsync() => world.InitializeAsync();

    public Task DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task S20_the_sync_of_a_mailbox_ends_what_was_captured_stays_and_it_is_connected_again_when_the_tenant_is_back()
    {
        await world.DeliverAsync(Anna, Letter("stays"));
        var path = await world.ConnectAsync(Anna, DateTimeOffset.UnixEpoch, "inbox");
        await world.UntilHealthyAsync(Anna, path);

        await TakeOutAsync();

        await Microsoft365World.UntilAsync(() => world.InDatabaseAsync(Anna, async (db, _) =>
            !await db.MailAccounts.AnyAsync() && !await db.TokenCacheEntries.AnyAsync() && !await db.MailboxItems.AnyAsync()));
        Assert.Equal("[]", (await world.Simulator.GetJsonAsync("/sim/subscriptions")).ToString());
        Assert.True(await IsHereAsync("stays"));
        await world.DeliverAsync(Anna, Letter("meanwhile"));

        await world.App.RestartAsync(("Companies:0:TenantIds:0", World.Contoso.ToString()));
        path = await world.ConnectAsync(Anna, DateTimeOffset.UnixEpoch, "inbox");
        await world.UntilHealthyAsync(Anna, path);
        Assert.True(await IsHereAsync("meanwhile"));
        Assert.Equal(2, await world.InDatabaseAsync(Anna, (db, _) => db.Messages.CountAsync()));
    }

    [Fact]
    public async Task S20_a_shared_mailbox_stops_and_is_connected_again_when_the_tenant_of_its_steward_is_back()
    {
        using var set = await world.Simulator.Http.PutAsJsonAsync($"/sim/mailboxes/{Info}", new { shared = true });
        set.EnsureSuccessStatusCode();
        using (var anna = world.ClientOf(Anna))
        {
            await anna.GetAsync("/api/me").JsonAsync();
        }

        Assert.Equal(HttpStatusCode.Created, await ConnectAsync());

        await TakeOutAsync();
        await Microsoft365World.UntilAsync(() => world.InDatabaseAsync(Anna, (db, _) => db.MailAccounts.AnyAsync(
            a => a.State == MailAccountState.Stopped && a.Trouble == MailAccount.StewardLeft && a.DueAt == null)));

        await world.App.RestartAsync(("Companies:0:TenantIds:0", World.Contoso.ToString()));
        Assert.Equal(HttpStatusCode.Created, await ConnectAsync());
        Assert.Equal(1, await world.InDatabaseAsync(Anna, (db, _) => db.MailAccounts.CountAsync()));
    }

    /// <summary>The company stays, with another tenant.</summary>
    private async Task TakeOutAsync()
    {
        await world.App.RestartAsync(("Companies:0:TenantIds:1", Other));
        await world.App.RestartAsync(("Companies:0:TenantIds:0", null));
        using var anna = world.ClientOf(Anna);
        using var refused = await anna.GetAsync("/api/me");
        Assert.Equal("not_enrolled", await refused.CodeAsync());
    }

    private async Task<HttpStatusCode> ConnectAsync()
    {
        using var chie = world.ClientOf(Chie);
        var stewardId = await world.InDatabaseAsync(
            Anna, (db, me) => db.Users.Where(u => u.Id == me).Select(u => u.PublicId).SingleAsync());
        using var answer = await chie.PostAsJsonAsync("/api/admin/shared-mailboxes", new { address = Info, stewardId });
        return answer.StatusCode;
    }

    private static string Letter(string id) =>
        $"From: taro@acme.example\r\nTo: {Anna.Address}\r\nSubject: {id}\r\nMessage-ID: <{id}@acme.example>\r\n\r\nHello\r\n";

    private Task<bool> IsHereAsync(string id) => world.InDatabaseAsync(
        Anna, (db, _) => db.Messages.AnyAsync(m => m.InternetMessageId == $"{id}@acme.example"));
}
