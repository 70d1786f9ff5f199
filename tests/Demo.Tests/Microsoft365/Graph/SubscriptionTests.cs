using System.Net;
using System.Net.Http.Json;
using System.Text;
using Demo.Microsoft365;
using Microsoft.Extensions.DependencyInjection;

namespace Demo.Tests.Microsoft365.Graph;

public sealed class SubscriptionTests : IAsyncLifetime
{
    private readonly TestClock clock = new();
    private readonly Subscriber subscriber = new();
    private readonly RunningSimulator simulator;

    public SubscriptionTests() => simulator = new RunningSimulator
    {
        Adjust = services =>
        {
            services.AddSingleton<TimeProvider>(clock);
            services.AddHttpClient("notifications").ConfigurePrimaryHttpMessageHandler(() => subscriber);
        },
    };

    public Task InitializeAsync() => simulator.InitializeAsync();

    public Task DisposeAsync() => simulator.DisposeAsync();

    [Fact]
    public async Task A_subscription_is_made_after_a_handshake_at_each_address_and_tells_what_happens()
    {
        var made = await SubscribeAsync("/me/mailFolders('inbox')/messages");
        var item = Anna.Add(WellKnownFolder.Inbox, Letters.Plain());
        var created = await subscriber.NextAsync();
        Anna.MarkRead(item.Id, true);
        var updated = await subscriber.NextAsync();
        Anna.Move(item.Id, WellKnownFolder.Archive);
        var deleted = await subscriber.NextAsync();

        Assert.Equal(201, made.Status);
        Assert.Equal(["/notify", "/lifecycle"], subscriber.Handshakes);
        Assert.Equal(["created", "updated", "deleted"], new[] { created, updated, deleted }.Select(told => told.GetProperty("changeType").GetString()));
        Assert.Equal((made.Id, "secret", Demo.Microsoft365.Directory.Contoso.Id), (
            created.GetProperty("subscriptionId").GetString(), created.GetProperty("clientState").GetString(), created.GetProperty("tenantId").GetString()));
        Assert.All([created, updated, deleted], told =>
            Assert.Equal(ItemIds.ToRest(item.Id), told.GetProperty("resourceData").GetProperty("id").GetString()));
    }

    [Theory]
    [InlineData("other text", "text/plain", HttpStatusCode.OK)]
    [InlineData(null, "text/html", HttpStatusCode.OK)]
    [InlineData(null, "text/plain", HttpStatusCode.Accepted)]
    public async Task A_handshake_answered_wrongly_makes_no_subscription(string? text, string type, HttpStatusCode status)
    {
        subscriber.Handshake = token => new HttpResponseMessage(status) { Content = new StringContent(text ?? token, Encoding.UTF8, type) };

        var answer = await SubscribeAsync("/me/messages");

        Assert.Equal((400, "ValidationError"), (answer.Status, answer.Code));
        Assert.StartsWith("Subscription validation request failed.", answer.Body.GetProperty("error").GetProperty("message").GetString());
        Assert.Empty((await Graph.GetAsync("/subscriptions")).Items);
    }

    [Theory]
    [InlineData(5, 45)]
    [InlineData(60, 60)]
    [InlineData(10_080, 10_080)]
    public async Task A_life_of_less_than_45_minutes_becomes_45(int asked, int given)
    {
        var answer = await SubscribeAsync("/me/messages", minutes: asked);

        Assert.Equal(clock.GetUtcNow().AddMinutes(given), answer.Body.GetProperty("expirationDateTime").GetDateTimeOffset());
    }

    [Theory]
    [InlineData(10_081)]
    [InlineData(-1)]
    public async Task A_life_of_more_than_seven_days_or_none_is_refused(int minutes) =>
        Assert.Equal(400, (await SubscribeAsync("/me/messages", minutes: minutes)).Status);

    [Fact]
    public async Task Renewal_prolongs_and_after_the_end_there_is_nothing_to_renew()
    {
        var made = await SubscribeAsync("/me/messages", minutes: 60);
        clock.Advance(TimeSpan.FromMinutes(50));
        var renewed = await Graph.PatchAsync($"/subscriptions/{made.Id}", new { expirationDateTime = clock.GetUtcNow().AddMinutes(60) });
        var reauthorized = await Graph.PostAsync($"/subscriptions/{made.Id}/reauthorize");
        clock.Advance(TimeSpan.FromMinutes(59));
        var shown = await Graph.GetAsync($"/subscriptions/{made.Id}");
        clock.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal((200, 204, 200), (renewed.Status, reauthorized.Status, shown.Status));
        Assert.Equal(404, (await Graph.PatchAsync($"/subscriptions/{made.Id}", new { expirationDateTime = clock.GetUtcNow().AddMinutes(60) })).Status);
    }

    [Fact]
    public async Task What_is_not_taken_is_brought_again_with_growing_waits()
    {
        await SubscribeAsync("/me/messages");
        subscriber.Refusals = 2;
        Anna.Add(WellKnownFolder.Inbox, Letters.Plain());
        await UntilAsync(() => subscriber.Offers == 1 && clock.Waiting > 0);
        clock.Advance(TimeSpan.FromSeconds(5));
        await UntilAsync(() => subscriber.Offers == 2 && clock.Waiting > 0);
        clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal("created", (await subscriber.NextAsync()).GetProperty("changeType").GetString());
    }

    [Fact]
    public async Task Lifecycle_events_come_when_asked_for_and_a_removed_subscription_is_gone()
    {
        var made = await SubscribeAsync("/me/messages");

        foreach (var lifecycleEvent in new[] { "reauthorizationRequired", "missed", "subscriptionRemoved" })
        {
            await simulator.Http.PostAsJsonAsync($"/sim/subscriptions/{made.Id}/lifecycle-events", new { @event = lifecycleEvent });
            var told = await subscriber.NextAsync();

            Assert.Equal((lifecycleEvent, "secret"), (told.GetProperty("lifecycleEvent").GetString(), told.GetProperty("clientState").GetString()));
        }

        Assert.Equal(404, (await Graph.GetAsync($"/subscriptions/{made.Id}")).Status);
    }

    [Fact]
    public async Task Only_the_changes_asked_for_are_told_and_none_of_them_when_dropped()
    {
        await SubscribeAsync("/me/messages", changeType: "deleted");
        var item = Anna.Add(WellKnownFolder.Inbox, Letters.Plain());
        await simulator.Http.PutAsJsonAsync("/sim/faults", new { droppedNotificationsRate = 1.0 });
        Anna.Delete(Anna.Add(WellKnownFolder.Inbox, Letters.Plain()).Id);
        await simulator.Http.PutAsJsonAsync("/sim/faults", new { });
        Anna.Delete(item.Id);

        var told = await subscriber.NextAsync();

        Assert.Equal(("deleted", ItemIds.ToRest(item.Id)), (
            told.GetProperty("changeType").GetString(), told.GetProperty("resourceData").GetProperty("id").GetString()));
    }

    [Fact]
    public async Task A_persons_token_subscribes_to_their_own_mailbox_only_and_an_apps_to_any()
    {
        simulator.The<Mailboxes>().For("ben@contoso.example").SetDelegates(["anna@contoso.example"]);
        var app = GraphTalk.With(simulator, await AppSignIn.TokenAsync(simulator));

        Assert.Equal(403, (await SubscribeAsync("/users/ben@contoso.example/messages")).Status);
        Assert.Equal(201, (await SubscribeAsync("/users/ben@contoso.example/messages", graph: app)).Status);
        Assert.Equal(400, (await app.GetAsync("/me/messages")).Status);
        Assert.Equal(501, (await SubscribeAsync("/me/events")).Status);
    }

    private GraphTalk Graph => GraphTalk.As(simulator, "anna@contoso.example");

    private Mailbox Anna => simulator.The<Mailboxes>().For("anna@contoso.example");

    private Task<GraphAnswer> SubscribeAsync(
        string resource, int minutes = 60, string changeType = "created,updated,deleted", GraphTalk? graph = null) =>
        (graph ?? Graph).PostAsync("/subscriptions", new
        {
            changeType,
            notificationUrl = "https://app.example/notify?x=1",
            lifecycleNotificationUrl = "https://app.example/lifecycle",
            resource,
            expirationDateTime = clock.GetUtcNow().AddMinutes(minutes),
            clientState = "secret",
        });

    private static async Task UntilAsync(Func<bool> holds)
    {
        var deadline = Environment.TickCount64 + 20_000;
        while (!holds() && Environment.TickCount64 < deadline)
        {
            await Task.Yield();
        }
    }
}
