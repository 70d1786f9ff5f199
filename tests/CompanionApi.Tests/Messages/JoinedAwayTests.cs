using System.Net;
using System.Text.Json;
using CompanionApi.Tests.Records;
using CompanionApi.Tests.Support;

namespace CompanionApi.Tests.Messages;

/// <summary>
/// R4, S6: what is asked of a conversation that went into another one, as by a page that has not heard of it yet. Out of sight
/// goes wherever its mail is now; into sight goes nothing that the rep has not looked at.
/// </summary>
public sealed class JoinedAwayTests : IAsyncLifetime
{
    private CompanionApp app = null!;
    private JsonElement deal;
    private Taken whole = null!;
    private Taken gone = null!;

    public async Task InitializeAsync()
    {
        app = await MailRoom.StartAsync();
        deal = await app.MakeAsync(World.Anna, "deals", new { title = "Seen by all", visibleTo = "everyone" });
        await app.TakeAsync(Letters.Of("whole", "chie@contoso.example"), deal.Text("smartBccAddress"));
        await app.TakeAsync(Letters.Of("gone", "x@gone.example"));
        (whole, gone) = (await app.TakenAsync("whole"), await app.TakenAsync("gone"));
        await JoinAsync();
    }

    public Task DisposeAsync() => ((IAsyncDisposable)app).DisposeAsync().AsTask();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task R4_make_private_follows_the_mail_and_holds_for_what_comes_later(bool inBulk)
    {
        await app.SettingsAsync(new { defaultVisibility = "shared" });
        await app.ShareAsync(whole);
        await app.ShareAsync(gone);
        Assert.True(await SeesAsync(gone));

        if (inBulk)
        {
            var said = await app.PostAsync(
                World.Anna, "conversation-changes", new { conversationIds = new[] { gone.Conversation }, change = "make_private" });
            Assert.Equal([gone.Conversation], said.Json.GetProperty("changed").EnumerateArray().Select(id => id.GetString()));
        }
        else
        {
            await app.PutAsync(World.Anna, $"conversations/{gone.Conversation}/visibility", new { visibility = "private" });
        }

        Assert.False(await SeesAsync(gone));
        Assert.False(await SeesAsync(whole));
        await app.TakeAsync(Letters.Of("later", "x@gone.example", more: $"In-Reply-To: <{Letters.Id("gone")}>\r\n"));
        var later = await app.TakenAsync("later");
        Assert.Equal((whole.Conversation, "private"), (later.Conversation, later.Visibility));
    }

    [Fact]
    public async Task S6_share_and_link_are_not_found_and_show_nothing()
    {
        var (path, record) = ($"conversations/{gone.Conversation}", new { recordId = deal.Id() });
        using var anna = app.ClientFor(World.Anna);
        foreach (var (to, body) in new (string, object)[]
        {
            ($"{path}/visibility", new { visibility = "shared" }), ($"{path}/links/deal", record),
        })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await anna.PutAsync($"/api/{to}", JsonContent(body))).StatusCode);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await app.DeleteAsync(World.Anna, $"{path}/links/deal")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await app.DeleteAsync(World.Anna, $"{path}/suggestions/{deal.Id()}")).Status);
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await app.PostAsync(World.Anna, "deals", new { title = "New", linkConversationId = gone.Conversation })).Status);
        foreach (var change in new[] { "share", "link" })
        {
            var said = await app.PostAsync(
                World.Anna, "conversation-changes", new { conversationIds = new[] { gone.Conversation }, change, recordId = deal.Id() });
            Assert.Equal([gone.Conversation], said.Json.GetProperty("skipped").EnumerateArray().Select(id => id.GetString()));
        }

        var preview = await app.PostAsync(
            World.Anna, "audience-previews", new { conversationIds = new[] { gone.Conversation }, visibility = "shared" });
        Assert.Equal(0, preview.Json.GetProperty("messages").GetInt32());
        Assert.False(await SeesAsync(gone));
        Assert.Equal(["Seen by all: record_address"], (await app.TakenAsync("gone")).Links);
    }

    private static StringContent JsonContent(object body) =>
        new(JsonSerializer.Serialize(body), System.Text.Encoding.UTF8, "application/json");

    private async Task JoinAsync()
    {
        var said = await app.PostAsync(
            World.Anna, $"conversations/{whole.Conversation}/joins", new { conversationId = gone.Conversation });
        Assert.True(said.Status == HttpStatusCode.OK, said.Body);
    }

    private async Task<bool> SeesAsync(Taken letter) =>
        (await app.GetAsync(World.Ben, $"messages/{letter.Id}")).Status == HttpStatusCode.OK;
}
