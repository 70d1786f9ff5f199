using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Demo.Microsoft365;

namespace Demo.Tests.Microsoft365.Graph;

public sealed class BatchTests(RunningSimulator simulator) : IClassFixture<RunningSimulator>
{
    [Fact]
    public async Task Each_request_is_answered_by_itself_and_a_source_comes_in_base64()
    {
        var graph = GraphTalk.AsNew(simulator, out var mailbox);
        var item = mailbox.Add(WellKnownFolder.Inbox, Letters.Plain());
        var path = $"/me/messages/{ItemIds.ToRest(item.Id)}";

        var answers = await BatchAsync(graph,
            new { id = "1", method = "GET", url = $"{path}?$select=subject", headers = new { Prefer = "IdType=\"ImmutableId\"" } },
            new { id = "2", method = "GET", url = $"{path}/$value" },
            new { id = "3", method = "PATCH", url = path, headers = new Dictionary<string, string> { ["Content-Type"] = "application/json" }, body = new { isRead = true } },
            new { id = "4", method = "GET", url = "/me/messages/nonsense" });

        Assert.Equal("Offer", answers["1"].GetProperty("body").GetProperty("subject").GetString());
        Assert.Equal(ItemIds.ToRest(ItemIds.Immutable(mailbox.Guid, item.Key)), answers["1"].GetProperty("body").GetProperty("id").GetString());
        Assert.Equal(mailbox.ReadMime(item), answers["2"].GetProperty("body").GetBytesFromBase64());
        Assert.Equal((200, 400), (StatusOf(answers["3"]), StatusOf(answers["4"])));
        Assert.True(mailbox.Get(item.Key)!.IsRead);
    }

    [Fact]
    public async Task One_that_depends_on_a_failed_one_fails_with_424()
    {
        var graph = GraphTalk.AsNew(simulator, out _);

        var answers = await BatchAsync(graph,
            new { id = "a", method = "GET", url = "/me/mailFolders/clutter" },
            new { id = "b", method = "GET", url = "/me/mailFolders/inbox", dependsOn = new[] { "A" } },
            new { id = "c", method = "GET", url = "/me/mailFolders/inbox" });

        Assert.Equal((404, 424, 200), (StatusOf(answers["a"]), StatusOf(answers["b"]), StatusOf(answers["c"])));
    }

    [Fact]
    public async Task Delta_links_can_be_batched()
    {
        var graph = GraphTalk.AsNew(simulator, out var mailbox);
        var link = (await graph.AllAsync("/me/mailFolders/inbox/messages/delta")).DeltaLink!;
        mailbox.Add(WellKnownFolder.Inbox, Letters.Plain());

        var answers = await BatchAsync(graph, new { id = "1", method = "GET", url = link[link.IndexOf("/me/", StringComparison.Ordinal)..] });

        Assert.Equal(1, answers["1"].GetProperty("body").GetProperty("value").GetArrayLength());
    }

    [Fact]
    public async Task Inner_requests_are_throttled_one_by_one()
    {
        await using var own = new OwnSimulator();
        await own.Simulator.InitializeAsync();
        await own.Simulator.Http.PutAsJsonAsync("/sim/faults", new { mostAtOnce = 1, latencyMs = 200 });
        var graph = GraphTalk.As(own.Simulator, "anna@contoso.example");

        var answers = await BatchAsync(graph, [.. Enumerable.Range(0, 4).Select(n => (object)new { id = $"{n}", method = "GET", url = "/me/mailFolders/inbox" })]);

        Assert.Single(answers.Values, answer => StatusOf(answer) == 200);
        Assert.All(answers.Values.Where(answer => StatusOf(answer) != 200), answer =>
        {
            Assert.Equal(429, StatusOf(answer));
            Assert.Equal("1", answer.GetProperty("headers").GetProperty("Retry-After").GetString());
            Assert.Equal("ApplicationThrottled", answer.GetProperty("body").GetProperty("error").GetProperty("code").GetString());
        });
    }

    [Theory]
    [InlineData("""{"requests":[]}""")]
    [InlineData("""{"requests":[{"id":"1","method":"GET"}]}""")]
    [InlineData("""{"requests":[{"id":"1","method":"GET","url":"/v1.0/me"}]}""")]
    [InlineData("""{"requests":[{"id":"1","method":"GET","url":"/me"},{"id":"1","method":"GET","url":"/me"}]}""")]
    [InlineData("""{"requests":[{"id":"1","method":"GET","url":"/me","dependsOn":["2"]}]}""")]
    [InlineData("""{"requests":[{"id":"1","method":"POST","url":"/me/messages","body":{}}]}""")]
    [InlineData("""{"wish":1}""")]
    public async Task A_batch_that_is_wrong_is_refused_whole(string body)
    {
        var answer = await GraphTalk.As(simulator, "anna@contoso.example")
            .SendAsync(HttpMethod.Post, "/$batch", new StringContent(body, Encoding.UTF8, "application/json"), []);

        Assert.Equal((400, "BadRequest"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task Twenty_requests_are_a_batch_and_twenty_one_are_none()
    {
        var graph = GraphTalk.As(simulator, "anna@contoso.example");
        var requests = Enumerable.Range(0, 21).Select(n => (object)new { id = $"{n}", method = "GET", url = "/me/mailFolders/inbox" }).ToList();

        Assert.Equal(20, (await BatchAsync(graph, [.. requests.Take(20)])).Count);
        Assert.Equal(400, (await graph.PostAsync("/$batch", new { requests })).Status);
    }

    private static async Task<Dictionary<string, JsonElement>> BatchAsync(GraphTalk graph, params object[] requests)
    {
        var answer = await graph.PostAsync("/$batch", new { requests });
        Assert.True(answer.Status == 200, answer.Text);
        return answer.Body.GetProperty("responses").EnumerateArray().ToDictionary(one => one.GetProperty("id").GetString()!);
    }

    private static int StatusOf(JsonElement answer) => answer.GetProperty("status").GetInt32();

    private sealed class OwnSimulator : IAsyncDisposable
    {
        public RunningSimulator Simulator { get; } = new();

        public async ValueTask DisposeAsync() => await Simulator.DisposeAsync();
    }
}
