using System.Net;
using System.Text.Json;
using CompanionApi.Tests.Records;
using CompanionApi.Tests.Support;

namespace CompanionApi.Tests.Changes;

/// <summary>S76, S34, S55: a link that undo puts back is where its mail is now, on what its record became.</summary>
public sealed class UndoLinksTests : IAsyncLifetime
{
    private CompanionApp app = null!;

    public async Task InitializeAsync() => app = await MailRoom.StartAsync();

    public Task DisposeAsync() => ((IAsyncDisposable)app).DisposeAsync().AsTask();

    [Fact]
    public async Task S76_undoing_an_unlink_reaches_the_conversation_that_took_the_mail_over()
    {
        var (into, from) = (await TakeAsync("a1", "a1@a.example"), await TakeAsync("a2", "a2@a.example", await DealAsync("Back")));
        var unlinked = (await app.DeleteAsync(World.Anna, $"conversations/{from.Conversation}/links/deal")).Json;
        var joined = await JoinAsync(into, from);

        Assert.Equal((1, 0), await UndoAsync(unlinked));

        Assert.Equal(["Back: record_address"], (await app.TakenAsync("a2")).Links);
        Assert.Equal(["Back: record_address"], (await app.TakenAsync("a1")).Links);
        // Apart again, the link is with the mail that it was taken off.
        await UndoAsync(joined);
        Assert.Equal(["Back: record_address"], (await app.TakenAsync("a2")).Links);
        Assert.Empty((await app.TakenAsync("a1")).Links);
    }

    [Fact]
    public async Task S76_undoing_an_unlink_says_that_nothing_was_put_back_where_the_slot_is_taken_by_now()
    {
        var (into, from) = (
            await TakeAsync("b1", "b1@b.example", await DealAsync("Other")), await TakeAsync("b2", "b2@b.example", await DealAsync("Back")));
        var unlinked = (await app.DeleteAsync(World.Anna, $"conversations/{from.Conversation}/links/deal")).Json;
        await JoinAsync(into, from);

        Assert.Equal((0, 1), await UndoAsync(unlinked));

        Assert.Equal(["Other: record_address"], (await app.TakenAsync("b2")).Links);
    }

    [Fact]
    public async Task S34_undoing_an_unlink_goes_to_the_person_that_its_person_was_merged_into()
    {
        var (one, two) = (await PersonAsync("One", "one@c.example"), await PersonAsync("Two", "two@c.example"));
        var letter = await TakeAsync("c1", "one@c.example");
        var unlinked = (await app.DeleteAsync(World.Anna, $"messages/{letter.Id}/links/persons/{one}")).Json;
        await app.PostAsync(World.Anna, $"persons/{two}/merges", new { personId = one });

        Assert.Equal((1, 0), await UndoAsync(unlinked));

        Assert.Equal(["Two"], (await app.TakenAsync("c1")).Persons);
        Assert.Single((await app.GetAsync(World.Anna, $"persons/{two}/messages")).Json.GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task S34_undoing_an_unlink_goes_to_the_deal_that_its_lead_was_converted_to()
    {
        var lead = await app.MakeAsync(World.Anna, "leads", new { title = "Fair" });
        var letter = await TakeAsync("d1", "x@d.example", lead);
        var unlinked = (await app.DeleteAsync(World.Anna, $"conversations/{letter.Conversation}/links/lead")).Json;
        var deal = (await app.PostAsync(World.Anna, $"leads/{lead.Id()}/conversions", new { deal = new { title = "Won over" } })).Json;

        Assert.Equal((1, 0), await UndoAsync(unlinked));

        Assert.Equal(["Won over: record_address"], (await app.TakenAsync("d1")).Links);
        Assert.Single((await app.GetAsync(World.Anna, $"deals/{deal.Id()}/messages")).Json.GetProperty("items").EnumerateArray());
        // The hand's removal is forgotten on both: a rule fills the slot again once it is free.
        await app.DeleteAsync(World.Anna, $"deals/{deal.Id()}");
        await TakeAsync("d2", "x@d.example", await DealAsync("Next"), "d1");
        Assert.Equal(["Next: record_address"], (await app.TakenAsync("d1")).Links);
    }

    [Fact]
    public async Task R11_undoing_an_unlink_asks_first_where_the_mail_that_took_it_over_is_shared()
    {
        var (into, from) = (await TakeAsync("e1", "chie@contoso.example"), await TakeAsync("e2", "ben@contoso.example", await DealAsync("Back")));
        await app.ShareAsync(into);
        var unlinked = (await app.DeleteAsync(World.Anna, $"conversations/{from.Conversation}/links/deal")).Json;
        await JoinAsync(into, from);

        var asked = await app.DeleteAsync(World.Anna, $"changes/{unlinked.GetProperty("change").Id()}");

        Assert.Equal("would_expose", asked.Code);
        Assert.Equal(HttpStatusCode.NotFound, (await app.GetAsync(World.Ben, $"messages/{into.Id}")).Status);
    }

    private Task<JsonElement> DealAsync(string title) => app.MakeAsync(World.Anna, "deals", new { title, visibleTo = "everyone" });

    private async Task<Guid> PersonAsync(string name, string address) =>
        (await app.MakeAsync(World.Anna, "persons", new { name, emails = new[] { address } })).Id();

    private async Task<Taken> TakeAsync(string name, string people, JsonElement? record = null, string? parent = null)
    {
        var more = parent is null ? "" : $"In-Reply-To: <{Letters.Id(parent)}>\r\n";
        await app.TakeAsync(Letters.Of(name, people, more: more), record?.Text("smartBccAddress") ?? MailRoom.ContosoAddress);
        return await app.TakenAsync(name);
    }

    private async Task<JsonElement> JoinAsync(Taken into, Taken from)
    {
        var said = await app.PostAsync(
            World.Anna, $"conversations/{into.Conversation}/joins", new { conversationId = from.Conversation });
        Assert.True(said.Status == HttpStatusCode.OK, said.Body);
        return said.Json;
    }

    private async Task<(int Reverted, int Skipped)> UndoAsync(JsonElement written)
    {
        var said = await app.DeleteAsync(World.Anna, $"changes/{written.GetProperty("change").Id()}");
        Assert.True(said.Status == HttpStatusCode.OK, said.Body);
        return (said.Json.GetProperty("reverted").GetInt32(), said.Json.GetProperty("skipped").GetInt32());
    }
}
