using System.Text.Json;
using CompanionApi.Tests.Records;
using CompanionApi.Tests.Support;

namespace CompanionApi.Tests.Changes;

/// <summary>S77: what a colleague's and a stranger's open stream say while Anna works on her mail.</summary>
public sealed class LiveTests : IAsyncLifetime
{
    private CompanionApp app = null!;
    private string deal = "";

    public async Task InitializeAsync() => app = await MailRoom.StartAsync();

    public Task DisposeAsync() => ((IAsyncDisposable)app).DisposeAsync().AsTask();

    [Fact]
    public async Task S77_of_a_private_message_nobody_hears_anything_and_of_a_shared_one_only_that_the_deal_changed()
    {
        var made = await app.MakeAsync(World.Anna, "deals", new { title = "Roasters", visibleTo = "everyone" });
        deal = made.Id().ToString();
        using var ben = await StreamAsync(World.Ben);
        using var dan = await StreamAsync(World.Dan);

        await app.TakeAsync(Letters.Of("live", "ben@contoso.example"), made.Text("smartBccAddress"));
        var letter = await app.TakenAsync("live");
        var (message, link) = ($"messages/{letter.Id}", $"conversations/{letter.Conversation}/links/deal");
        await HearsAsync(ben, 0, "captured private");
        await app.PutAsync(World.Anna, $"{message}/read", new { read = false });
        await UndoAsync(await app.PutAsync(World.Anna, $"{message}/archived", new { archived = true }));
        await HearsAsync(ben, 0, "archived, and back");
        await UndoAsync((await app.DeleteAsync(World.Anna, message)).Json);
        await HearsAsync(ben, 0, "deleted private, and back");
        await UndoAsync((await app.DeleteAsync(World.Anna, link)).Json);
        await HearsAsync(ben, 0, "unlinked private, and back");

        var shared = await app.ShareAsync(letter);
        await HearsAsync(ben, 1, "shared");
        await app.PutAsync(World.Anna, $"{message}/read", new { read = true });
        await HearsAsync(ben, 0, "read");
        var removed = (await app.DeleteAsync(World.Anna, link)).Json;
        await HearsAsync(ben, 1, "unlinked shared");
        await UndoAsync(removed, "?expose=true");
        await HearsAsync(ben, 1, "linked again");
        var gone = (await app.DeleteAsync(World.Anna, message)).Json;
        await HearsAsync(ben, 1, "deleted shared");
        await UndoAsync(gone, "?expose=true");
        await HearsAsync(ben, 1, "back");
        await UndoAsync(shared);
        await HearsAsync(ben, 1, "taken back");
        await app.DeleteAsync(World.Anna, message);
        await HearsAsync(ben, 0, "deleted private again");

        Assert.Empty(await UntilSentinelAsync(dan, World.Dan));
    }

    private async Task UndoAsync(JsonElement written, string query = "")
    {
        var undone = await app.DeleteAsync(World.Anna, $"changes/{written.GetProperty("change").Text("id")}{query}");
        Assert.True(undone.Status == System.Net.HttpStatusCode.OK, undone.Body);
    }

    private async Task HearsAsync(StreamReader stream, int atLeast, string what)
    {
        var heard = await UntilSentinelAsync(stream, World.Ben);
        Assert.True(atLeast == 0 ? heard.Count == 0 : heard.Count >= atLeast, $"{what}: {string.Join(' ', heard)}");
        Assert.All(heard, data => Assert.Equal($$"""{"kind":"deal","id":"{{deal}}"}""", data));
    }

    private async Task<StreamReader> StreamAsync(TestUser who)
    {
        var answer = await app.ClientFor(who).GetAsync("/api/events", HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
        Assert.Equal(": ready", await reader.ReadLineAsync());
        return reader;
    }

    /// <summary>All data until an event of the listener's own, made now: whatever was to come has come.</summary>
    private async Task<List<string>> UntilSentinelAsync(StreamReader stream, TestUser who)
    {
        var sentinel = (await app.MakeAsync(who, "projects", new { title = "Sentinel", visibleTo = "owner" })).Id().ToString();
        var heard = new List<string>();
        while (true)
        {
            var line = await stream.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60));
            Assert.NotNull(line);
            if (line.Contains(sentinel))
            {
                return heard;
            }

            if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                heard.Add(line["data: ".Length..]);
            }
        }
    }
}
