using System.Net;
using System.Text.Json;
using CompanionApi.Tests.Records;
using CompanionApi.Tests.Support;

namespace CompanionApi.Tests.Messages;

/// <summary>S35, S52: what a rule would join and may not is offered, on both sides, while it is true.</summary>
public sealed class JoinOfferTests : IAsyncLifetime
{
    private CompanionApp app = null!;

    public async Task InitializeAsync() => app = await MailRoom.StartAsync();

    public Task DisposeAsync() => ((IAsyncDisposable)app).DisposeAsync().AsTask();

    [Fact]
    public async Task S52_a_late_parent_joins_where_at_most_one_is_linked()
    {
        var deal = await DealAsync("Only one");
        var linked = await TakeAsync("a1", "a0", deal);
        var free = await TakeAsync("a2", "a0");
        Assert.NotEqual(linked.Conversation, free.Conversation);

        var parent = await TakeAsync("a0");

        Assert.Equal(parent.Conversation, (await app.TakenAsync("a1")).Conversation);
        Assert.Equal(parent.Conversation, (await app.TakenAsync("a2")).Conversation);
        Assert.Equal(["Only one: record_address"], (await app.TakenAsync("a2")).Links);
        Assert.Equal("reply_headers", (await app.TakenAsync("a1")).Message.Text("placedBy"));
        Assert.Empty(Offers(parent));
    }

    [Fact]
    public async Task S52_a_late_parent_of_two_that_are_linked_differently_is_offered_and_joined_when_one_link_went()
    {
        var one = await TakeAsync("b1", "b0", await DealAsync("One"));
        var two = await TakeAsync("b2", "b0", await DealAsync("Two"));

        var parent = await TakeAsync("b0");

        var (here, there) = parent.Conversation == one.Conversation ? (one, two) : (two, one);
        Assert.Equal(here.Conversation, parent.Conversation);
        var offer = Assert.Single(Offers(parent));
        Assert.Equal(("reply_headers", there.Conversation, false), Told(offer));
        Assert.Equal(("reply_headers", here.Conversation, false), Told(Assert.Single(Offers(await app.TakenAsync(there == one ? "b1" : "b2")))));

        await app.DeleteAsync(World.Anna, $"conversations/{there.Conversation}/links/deal");
        Assert.True(Assert.Single(Offers(await app.TakenAsync("b0"))).GetProperty("canJoin").GetBoolean());
        // Not by a rule, though: the hand took that link away.
        await TakeAsync("b3", "b1> <b2");
        Assert.NotEqual((await app.TakenAsync("b1")).Conversation, (await app.TakenAsync("b2")).Conversation);
        var joined = await app.PostAsync(World.Anna, $"conversations/{here.Conversation}/joins", new { conversationId = there.Conversation });
        Assert.Equal(HttpStatusCode.OK, joined.Status);
        Assert.Empty(Offers(await app.TakenAsync("b0")));
    }

    [Fact]
    public async Task S35_a_conversation_of_its_own_offers_the_one_it_answers_until_that_is_dismissed()
    {
        var old = await TakeAsync("c1", "", await DealAsync("Old"));
        var own = await TakeAsync("c2", "c1", await DealAsync("New"));
        var offer = Assert.Single(Offers(own));
        Assert.Equal(("reply_headers", old.Conversation, false), Told(offer));
        var path = $"join-offers/{offer.Text("id")}";
        Assert.Equal(HttpStatusCode.NotFound, (await app.DeleteAsync(World.Ben, path)).Status);

        var dismissed = await app.DeleteAsync(World.Anna, path);
        Assert.Empty(Offers(await app.TakenAsync("c2")));
        Assert.Empty(Offers(await TakeAsync("c3", "c2> <c1")));

        await app.DeleteAsync(World.Anna, $"changes/{dismissed.Json.GetProperty("change").Text("id")}");
        Assert.Single(Offers(await app.TakenAsync("c2")));
    }

    [Fact]
    public async Task S6_shared_mail_that_a_rules_join_would_bring_onto_a_record_is_offered_and_shown_to_nobody()
    {
        var deal = await DealAsync("Seen by all");
        await TakeAsync("s1", "s0", deal);
        await app.ShareAsync(await TakeAsync("s2", "s0"));
        var person = (await app.GetAsync(World.Anna, "persons")).Json.GetProperty("items")[0];
        await app.PatchAsync(
            World.Anna, $"persons/{person.Id()}", new { version = person.GetProperty("version").GetInt32(), visibleTo = "owner" });

        var parent = await TakeAsync("s0");

        Assert.NotEqual((await app.TakenAsync("s1")).Conversation, (await app.TakenAsync("s2")).Conversation);
        Assert.Single(Offers(parent));
        var id = (await app.TakenAsync("s2")).Id;
        Assert.Equal(HttpStatusCode.NotFound, (await app.GetAsync(World.Ben, $"messages/{id}")).Status);
    }

    [Fact]
    public async Task S52_shared_mail_that_all_see_already_is_joined()
    {
        await TakeAsync("t1", "t0", await DealAsync("Seen by all"));
        await app.ShareAsync(await TakeAsync("t2", "t0"));

        var parent = await TakeAsync("t0");

        Assert.Equal(parent.Conversation, (await app.TakenAsync("t2")).Conversation);
        Assert.Empty(Offers(parent));
    }

    [Fact]
    public async Task S52_a_strangers_reply_headers_and_another_owners_mail_join_nothing()
    {
        var mine = await TakeAsync("d1");
        await app.TakeAsync(Letters.Of("d2", "stranger@elsewhere.example", more: $"References: <{Letters.Id("d1")}>\r\n"));
        Assert.NotEqual(mine.Conversation, (await app.TakenAsync("d2")).Conversation);

        await app.SendAsync(World.Ben.Address, MailRoom.ContosoAddress, Letters.Of(
            "d3", "kimi@offers.example", more: $"References: <{Letters.Id("d1")}>\r\n", from: "Ben Ortiz <ben@contoso.example>"));
        var bens = (await app.OpenAsync(World.Ben, "d3")).GetProperty("message").Text("conversationId");
        Assert.NotEqual(mine.Conversation, bens);
        Assert.Equal(1, (await app.TakenAsync("d1")).Open.GetProperty("conversation").GetProperty("messages").GetInt32());
    }

    private Task<JsonElement> DealAsync(string title) => app.MakeAsync(World.Anna, "deals", new { title });

    private static List<JsonElement> Offers(Taken letter) =>
        [.. letter.Open.GetProperty("conversation").GetProperty("offers").EnumerateArray()];

    private static (string Rule, string Conversation, bool CanJoin) Told(JsonElement offer) =>
        (offer.Text("rule"), offer.GetProperty("conversation").Text("id"), offer.GetProperty("canJoin").GetBoolean());

    private async Task<Taken> TakeAsync(string name, string parents = "", JsonElement? deal = null)
    {
        var more = parents.Length == 0 ? "" : $"References: <{parents.Replace(">", "@contoso.example>")}@contoso.example>\r\n";
        await app.TakeAsync(
            Letters.Of(name, "kimi@offers.example", more: more), deal?.Text("smartBccAddress") ?? MailRoom.ContosoAddress);
        return await app.TakenAsync(name);
    }
}
