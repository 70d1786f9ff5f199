using System.Net.Http.Json;
using Demo.Microsoft365;
using Demo.Tests.Microsoft365.SignIn;

namespace Demo.Tests.Microsoft365.Graph;

/// <summary>A simulator each: what is set here would be met by other tests too.</summary>
public sealed class TroubleTests : IAsyncLifetime
{
    private const string Inbox = "/me/mailFolders/inbox/messages/delta";
    private readonly RunningSimulator simulator = new();

    public Task InitializeAsync() => simulator.InitializeAsync();

    public Task DisposeAsync() => simulator.DisposeAsync();

    [Fact]
    public async Task Throttled_and_unavailable_requests_say_when_to_come_again_in_fractions_too()
    {
        await SetAsync(new { throttledRate = 1.0 });
        var throttled = await Anna.GetAsync("/me/messages");
        await SetAsync(new { unavailableRate = 1.0, retryAfter = 0.5 });
        var unavailable = await Anna.GetAsync("/me/messages");

        Assert.Equal((429, "TooManyRequests", "2.128"), (throttled.Status, throttled.Code, throttled.Headers.GetValues("Retry-After").Single()));
        Assert.Equal((503, "serviceNotAvailable", "0.5"), (unavailable.Status, unavailable.Code, unavailable.Headers.GetValues("Retry-After").Single()));
    }

    [Fact]
    public async Task A_rate_meets_its_share_and_the_same_seed_the_same_requests()
    {
        var runs = new List<string>();
        for (var run = 0; run < 2; run++)
        {
            await SetAsync(new { throttledRate = 0.3, seed = 5 });
            var answers = new List<int>();
            for (var request = 0; request < 60; request++)
            {
                answers.Add((await Anna.GetAsync("/me/mailFolders?$top=1")).Status);
            }

            runs.Add(string.Join(' ', answers));
            Assert.InRange(answers.Count(status => status == 429), 8, 30);
        }

        Assert.Equal(runs[0], runs[1]);
    }

    [Fact]
    public async Task A_fifth_request_at_once_is_over_the_mailboxs_concurrency()
    {
        await SetAsync(new { latencyMs = 300 });
        var graph = Anna;

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => graph.GetAsync("/me/mailFolders?$top=1")));
        var elsewhere = await GraphTalk.As(simulator, "ben@contoso.example").GetAsync("/me/mailFolders");

        Assert.Equal(4, answers.Count(answer => answer.Status == 200));
        Assert.All(answers.Where(answer => answer.Status != 200), answer =>
            Assert.Equal((429, "ApplicationThrottled"), (answer.Status, answer.Code)));
        Assert.Equal(200, elsewhere.Status);
    }

    [Fact]
    public async Task So_many_requests_in_ten_minutes_and_no_more()
    {
        await SetAsync(new { mostInTenMinutes = 3 });
        var graph = Anna;

        var answers = new List<GraphAnswer>();
        for (var request = 0; request < 4; request++)
        {
            answers.Add(await graph.GetAsync("/me/mailFolders?$top=1"));
        }

        Assert.Equal([200, 200, 200, 429], answers.Select(answer => answer.Status));
        Assert.InRange(answers[3].Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 600);
    }

    [Fact]
    public async Task Delta_survives_empty_doubled_and_replayed_pages_and_loses_nothing()
    {
        var mailbox = simulator.The<Mailboxes>().For("anna@contoso.example");
        var items = Enumerable.Range(0, 30).Select(_ => mailbox.Add(WellKnownFolder.Inbox, Letters.Plain())).ToList();
        await SetAsync(new { emptyPagesRate = 0.3, duplicatedPagesRate = 0.3, duplicatedItemsRate = 0.3 });

        var round = await Anna.AllAsync($"{Inbox}?$select=id", "odata.maxpagesize=5");
        await SetAsync(new { replayedRoundsRate = 1.0 });
        mailbox.MarkRead(items[0].Id, true);
        var second = await Anna.AllAsync(round.DeltaLink!);
        var third = await Anna.AllAsync(second.DeltaLink!);

        Assert.Equal(30, round.Ids.Distinct().Count());
        Assert.True(round.Items.Count > 30 && round.Pages > 6);
        Assert.Equal(second.Ids, third.Ids);
    }

    [Fact]
    public async Task Tokens_are_evicted_under_the_code_asked_for_and_by_a_call_at_once()
    {
        var link = (await Anna.AllAsync(Inbox)).DeltaLink!;
        await SetAsync(new { evictedTokensRate = 1.0, evictionCode = "ResyncRequired", evictionStatus = 400 });
        var asked = await Anna.GetAsync(link);
        await SetAsync(new { });
        Assert.Equal(200, (await Anna.GetAsync(link)).Status);

        await simulator.Http.PostAsync("/sim/mailboxes/anna@contoso.example/token-evictions?folder=inbox", null);
        var evicted = await Anna.GetAsync(link);

        Assert.Equal((400, "ResyncRequired"), (asked.Status, asked.Code));
        Assert.Equal((410, "SyncStateNotFound"), (evicted.Status, evicted.Code));
    }

    [Fact]
    public async Task A_revoked_sign_in_meets_a_claims_challenge_and_renews_nothing()
    {
        var entra = new EntraTalk(simulator);
        var signIn = await entra.PasswordAsync("anna@contoso.example", ("scope", "https://graph.microsoft.com/Mail.Read offline_access"));
        await SetAsync(new { revokedSignIns = new[] { "anna@contoso.example" } });

        var refused = await Anna.GetAsync("/me/messages");
        var renewal = await entra.TokenAsync("organizations", null,
            [("grant_type", "refresh_token"), ("refresh_token", signIn["refresh_token"]), ("scope", "https://graph.microsoft.com/Mail.Read")]);

        Assert.Equal((401, "InvalidAuthenticationToken"), (refused.Status, refused.Code));
        Assert.Contains("error=\"insufficient_claims\"", refused.Headers.WwwAuthenticate.ToString());
        Assert.Equal(("invalid_grant", 50173), (renewal.Error, renewal.Code));
        Assert.Equal(200, (await GraphTalk.As(simulator, "ben@contoso.example").GetAsync("/me/messages")).Status);
    }

    [Fact]
    public async Task Calls_and_holes_are_counted_and_a_wrong_trouble_is_refused()
    {
        await Anna.GetAsync("/me/mailfolders('Inbox')/messages");
        await Anna.GetAsync("/me/calendars");

        Assert.Equal(1, (await simulator.GetJsonAsync("/sim/calls")).GetProperty("graph GET mailfolders/{}/messages").GetInt32());
        Assert.Contains("calendars", (await simulator.GetJsonAsync("/sim/holes")).GetRawText());
        Assert.Equal(400, (int)(await simulator.Http.PutAsJsonAsync("/sim/faults", new { throttledRate = 2 })).StatusCode);
    }

    private GraphTalk Anna => GraphTalk.As(simulator, "anna@contoso.example");

    private async Task SetAsync(object troubles) =>
        (await simulator.Http.PutAsJsonAsync("/sim/faults", troubles)).EnsureSuccessStatusCode();
}
