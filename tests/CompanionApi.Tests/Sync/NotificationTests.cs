using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using CompanionApi.Data;
using CompanionApi.Model;
using CompanionApi.Sync;
using CompanionApi.Tests.Support;
using Demo.Microsoft365;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Notice = CompanionApi.Sync.Notice;

namespace CompanionApi.Tests.Sync;

/// <summary>R61, R68: Graph tells that something happened; nothing else of what comes there is believed.</summary>
public sealed class NotificationTests : IAsyncLifetime
{
    private static readonly SimUser Anna = Microsoft365World.Anna;

    private readonly Microsoft365World world = new()
    {
        Settings = [("Sync:NotificationUrl", "https://api.mailcrm.example"), ("Sync:PollWhenToldSeconds", "3600")],
    };

    private string path = "";

    public async Task InitializeAsync()
    {
        await world.InitializeAsync();
        path = await world.ConnectAsync(Anna, DateTimeOffset.UnixEpoch, "inbox");
        await world.UntilHealthyAsync(Anna, path);
    }

    public Task DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task R61_new_mail_comes_by_its_notification()
    {
        await world.DeliverAsync(Anna, Letter("told"));

        await Microsoft365World.UntilAsync(() => IsHereAsync("told"));
    }

    [Fact]
    public async Task R68_a_lost_notification_is_made_up_for_by_polling()
    {
        await SetAsync(new { droppedNotificationsRate = 1.0 });
        await world.DeliverAsync(Anna, Letter("untold"));
        world.App.Clock.Advance(TimeSpan.FromHours(1));
        world.Wake();

        await Microsoft365World.UntilAsync(() => IsHereAsync("untold"));
    }

    [Fact]
    public async Task R63_what_came_while_the_sign_in_was_lost_is_here_when_it_is_back_whatever_was_told_of()
    {
        await SetAsync(new { revokedSignIns = new[] { Anna.Address } });
        using var client = world.ClientOf(Anna);
        (await client.PostAsJsonAsync($"{path}/syncs", new { })).EnsureSuccessStatusCode();
        await Microsoft365World.UntilAsync(async () => (await AccountAsync()).State == MailAccountState.ReconnectNeeded);
        await SetAsync(new { droppedNotificationsRate = 1.0 });
        await world.DeliverAsync(Anna, Letter("away"));

        (await client.PostAsJsonAsync($"{path}/reconnections", new { })).EnsureSuccessStatusCode();

        await Microsoft365World.UntilAsync(() => IsHereAsync("away"));
    }

    [Fact]
    public async Task R68_what_was_told_of_in_a_turn_that_failed_comes_with_the_next()
    {
        await SetAsync(new { unavailableRate = 1.0 });
        await world.DeliverAsync(Anna, Letter("busy"));
        await Microsoft365World.UntilAsync(async () => (await AccountAsync()).Trouble is not null);
        await SetAsync(new { });

        // Less than the time after which each folder is asked anyway.
        world.App.Clock.Advance(TimeSpan.FromMinutes(20));
        world.Wake();

        await Microsoft365World.UntilAsync(() => IsHereAsync("busy"));
    }

    [Fact]
    public async Task A_notification_without_the_secret_of_its_subscription_is_taken_and_does_nothing()
    {
        await world.InDatabaseAsync(Anna, (db, _) => world.App.Services.GetRequiredService<Writer>().WriteAsync(
            db.CompanyId,
            async write => (await write.Db.MailAccounts.SingleAsync()).SubscriptionSecretHash = SHA256.HashData("right"u8)));
        var id = (await AccountAsync()).SubscriptionId!;
        var targets = world.App.Services.GetRequiredService<NoticeTargets>();
        using var client = world.App.Client();

        Assert.Single(await targets.FindAsync([Of(id, "right")], default));
        Assert.Empty(await targets.FindAsync(
            [Of(id, "wrong"), Of(id, null), Of("00000000-0000-0000-0000-00000000beef", "right"), Of(id, "right", World.Fabrikam)], default));
        using var answer = await client.PostAsJsonAsync("/graph/notifications", new Notices([Of(id, "wrong")]));
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);

        static Notice Of(string id, string? secret, Guid? tenant = null) =>
            new(id, secret, tenant ?? World.Contoso, null, new NoticeResource("y"));
    }

    [Fact]
    public async Task The_handshake_answers_the_token_and_nothing_else()
    {
        using var client = world.App.Client();

        using var answer = await client.PostAsync(
            "/graph/notifications?validationToken=" + Uri.EscapeDataString("<b>Validation: & 1</b>"), new StringContent(""));

        Assert.Equal("<b>Validation: & 1</b>", await answer.Content.ReadAsStringAsync());
        Assert.Equal("text/plain", answer.Content.Headers.ContentType!.MediaType);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{\"value\":7}")]
    public async Task What_is_no_collection_of_notifications_is_400(string body)
    {
        using var client = world.App.Client();

        using var answer = await client.PostAsync(
            "/graph/lifecycle", new StringContent(body, new System.Net.Http.Headers.MediaTypeHeaderValue("application/json")));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task R68_a_removed_subscription_is_made_anew_and_what_was_missed_is_fetched()
    {
        var before = (await AccountAsync()).SubscriptionId!;

        using (var told = await world.Simulator.Http.PostAsJsonAsync(
            $"/sim/subscriptions/{before}/lifecycle-events", new { @event = "subscriptionRemoved" }))
        {
            Assert.Equal(HttpStatusCode.Accepted, told.StatusCode);
        }

        await Microsoft365World.UntilAsync(async () => (await AccountAsync()).SubscriptionId is { } now && now != before);
        await world.DeliverAsync(Anna, Letter("after-removal"));
        await Microsoft365World.UntilAsync(() => IsHereAsync("after-removal"));
    }

    [Fact]
    public async Task R68_a_renewal_that_fails_for_the_moment_leaves_the_subscription_that_lives()
    {
        var before = (await AccountAsync()).SubscriptionId!;
        var soon = world.App.Clock.GetUtcNow().AddDays(1);
        await world.InDatabaseAsync(Anna, (db, _) =>
            db.MailAccounts.ExecuteUpdateAsync(a => a.SetProperty(row => row.SubscriptionUntil, soon)));
        await world.FailAsync("PATCH subscriptions", 503);
        await LookAsync();
        await Microsoft365World.UntilAsync(async () => (await AccountAsync()).DueAt > world.App.Clock.GetUtcNow());
        Assert.Equal(before, (await AccountAsync()).SubscriptionId);
        await world.DeliverAsync(Anna, Letter("meanwhile"));
        await Microsoft365World.UntilAsync(() => IsHereAsync("meanwhile"));

        await world.HealAsync();
        await LookAsync();

        await Microsoft365World.UntilAsync(async () => (await AccountAsync()).SubscriptionUntil > soon.AddDays(2));
        Assert.Equal(before, (await AccountAsync()).SubscriptionId);
        Assert.Equal(1, (await world.Simulator.GetJsonAsync("/sim/subscriptions")).GetArrayLength());

        async Task LookAsync()
        {
            using var client = world.ClientOf(Anna);
            (await client.PostAsJsonAsync($"{path}/syncs", new { })).EnsureSuccessStatusCode();
        }
    }

    [Fact]
    public async Task R68_a_storm_of_notifications_costs_a_few_turns()
    {
        const int storm = 10_000;
        var before = await CallsAsync();
        for (var i = 0; i < 20; i++)
        {
            await world.DeliverAsync(Anna, Letter($"storm-{i}"));
        }

        await Microsoft365World.UntilAsync(() => IsHereAsync("storm-19"));
        var hints = world.App.Services.GetRequiredService<SyncHints>();
        var account = await AccountAsync();
        for (var i = 0; i < storm; i++)
        {
            hints.Tell(account.CompanyId, account.Id, $"item-{i}");
        }

        await world.DeliverAsync(Anna, Letter("calm"));
        await Microsoft365World.UntilAsync(() => IsHereAsync("calm"));
        Assert.InRange(await CallsAsync() - before, 1, 500);
    }

    private static string Letter(string id) =>
        $"From: Mara <mara@acme.example>\r\nTo: Anna <anna@contoso.example>\r\nSubject: About {id}\r\n" +
        $"Message-ID: <{id}@acme.example>\r\n\r\nHello.\r\n";

    private async Task SetAsync(object troubles)
    {
        using var answer = await world.Simulator.Http.PutAsJsonAsync("/sim/faults", troubles);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private Task<bool> IsHereAsync(string id) => world.InDatabaseAsync(Anna, (db, me) =>
        db.Messages.AnyAsync(m => m.OwnerId == me && m.InternetMessageId == $"{id}@acme.example"));

    private Task<MailAccount> AccountAsync() =>
        world.InDatabaseAsync(Anna, (db, _) => db.MailAccounts.AsNoTracking().SingleAsync());

    private async Task<int> CallsAsync() => (await world.Simulator.GetJsonAsync("/sim/calls"))
        .EnumerateObject().Where(call => call.Name.StartsWith("graph", StringComparison.Ordinal)).Sum(call => call.Value.GetInt32());
}
