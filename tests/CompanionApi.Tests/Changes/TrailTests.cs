using System.Text.Json;
using CompanionApi.Tests.Records;
using CompanionApi.Tests.Support;

namespace CompanionApi.Tests.Changes;

/// <summary>R8, S6: a message's trail tells who could see it through its records, for as long as it stood on them.</summary>
public sealed class TrailTests : IAsyncLifetime
{
    private CompanionApp app = null!;
    private JsonElement record;
    private int version = 1;

    public async Task InitializeAsync() => app = await MailRoom.StartAsync();

    public Task DisposeAsync() => ((IAsyncDisposable)app).DisposeAsync().AsTask();

    [Fact]
    public async Task R8_what_became_of_a_deals_sight_is_told_while_the_mail_was_linked_and_not_before_or_after()
    {
        record = await app.MakeAsync(World.Anna, "deals", new { title = "Seen", visibleTo = "owner" });
        await app.TakeAsync(Letters.Of("t1", "x@trail.example"));
        var letter = await app.TakenAsync("t1");
        var link = $"conversations/{letter.Conversation}/links/deal";

        await WidenAsync("deals", "everyone");
        await LaterAsync(() => app.PutAsync(World.Anna, link, new { recordId = record.Id() }));
        await WidenAsync("deals", "team");
        await LaterAsync(() => app.DeleteAsync(World.Anna, link));
        await WidenAsync("deals", "everyone");

        Assert.Equal(["unlinked", "record_visibility_changed", "linked"], await KindsAsync(letter, 3));
        Assert.Single(await KindsAsync(letter, 9), "record_visibility_changed");
    }

    [Fact]
    public async Task R8_the_same_of_a_person_and_of_the_conversation_that_the_mail_was_in()
    {
        record = await app.MakeAsync(
            World.Anna, "persons", new { name = "P", emails = new[] { "p@trail.example" }, visibleTo = "owner" });
        await app.TakeAsync(Letters.Of("t2", "p@trail.example"));
        var letter = await app.TakenAsync("t2");
        await WidenAsync("persons", "everyone");
        await LaterAsync(() => app.DeleteAsync(World.Anna, $"messages/{letter.Id}/links/persons/{record.Id()}"));
        await WidenAsync("persons", "owner");
        Assert.Equal(["unlinked", "record_visibility_changed"], await KindsAsync(letter, 2));

        record = await app.MakeAsync(World.Anna, "deals", new { title = "Of another", visibleTo = "owner" });
        version = 1;
        await app.TakeAsync(Letters.Of("t3", "q@trail.example"), record.Text("smartBccAddress"));
        var other = await app.TakenAsync("t3");
        await WidenAsync("deals", "everyone");
        await LaterAsync(() => app.PostAsync(
            World.Anna, $"conversations/{other.Conversation}/joins", new { conversationId = letter.Conversation }));
        await WidenAsync("deals", "team");
        await LaterAsync(() => app.PostAsync(
            World.Anna, $"conversations/{other.Conversation}/splits", new { messageId = letter.Id }));
        await LaterAsync(async () => await app.DeleteAsync(
            World.Anna, $"conversations/{(await app.TakenAsync("t2")).Conversation}/links/deal"));
        await WidenAsync("deals", "owner");

        Assert.Equal(["unlinked", "split", "record_visibility_changed", "joined"], await KindsAsync(letter, 4));
    }

    private async Task LaterAsync(Func<Task> act)
    {
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        await act();
    }

    private Task WidenAsync(string path, string visibleTo) => LaterAsync(async () =>
    {
        var said = await app.PatchAsync(World.Anna, $"{path}/{record.Id()}", new { version = version++, visibleTo });
        Assert.True(said.Status == System.Net.HttpStatusCode.OK, said.Body);
    });

    private async Task<List<string>> KindsAsync(Taken letter, int most) =>
    [
        .. (await app.GetAsync(World.Anna, $"messages/{letter.Id}/trail")).Json.GetProperty("items").EnumerateArray()
            .Take(most).Select(line => line.Text("kind")),
    ];
}
