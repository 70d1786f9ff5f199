using System.Net;
using System.Text.Json;
using CompanionApi.Messages;
using CompanionApi.Tests.Records;
using CompanionApi.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CompanionApi.Tests.Messages;

/// <summary>R66, S2, S6, S7, S55, S76: conversations split and joined by hand. Each test has customers of its own.</summary>
public sealed class SplitAndJoinTests : IAsyncLifetime
{
    private readonly TestMailbox mailbox = new();
    private CompanionApp app = null!;

    public async Task InitializeAsync() => app = await MailRoom.StartAsync(mailbox: mailbox);

    public Task DisposeAsync() => ((IAsyncDisposable)app).DisposeAsync().AsTask();

    [Fact]
    public async Task R66_a_split_message_has_a_conversation_of_its_own_with_the_same_links_and_later_replies_follow_it()
    {
        var deal = await app.MakeAsync(World.Anna, "deals", new { title = "Split", visibleTo = "everyone" });
        var a = await TakeAsync("s1", deal: deal);
        await TakeAsync("s2", "s1");
        await TakeAsync("s3", "s2");

        var split = await SplitAsync(a.Conversation, "s2");

        var own = split.Json.Text("conversationId");
        Assert.Equal("split", split.Json.GetProperty("change").Text("kind"));
        Assert.NotEqual(a.Conversation, own);
        Assert.Equal([a.Conversation, own, a.Conversation], await ConversationsAsync("s1", "s2", "s3"));
        Assert.Equal(["Split: record_address"], (await app.TakenAsync("s2")).Links);
        Assert.Equal("hand", (await app.TakenAsync("s2")).Message.Text("placedBy"));

        // A reply that mentions both, the same letter once more, and what a mailbox says of it: all as the hand decided.
        await TakeAsync("s4", "s1> <s2");
        await TakeAsync("s2", "s1");
        mailbox.Put("i1", Letter("s1", ""), conversation: "provider");
        mailbox.Put("i2", Letter("s2", "s1"), conversation: "provider");
        await CaptureAsync("s1", "i1");
        await CaptureAsync("s2", "i2");
        Assert.Equal([a.Conversation, own, a.Conversation, own], await ConversationsAsync("s1", "s2", "s3", "s4"));
        Assert.Empty((await app.TakenAsync("s4")).Open.GetProperty("conversation").GetProperty("offers").EnumerateArray());
    }

    [Fact]
    public async Task R66_a_late_parent_of_both_does_not_join_what_a_hand_split()
    {
        await TakeAsync("p2", "p1", more: "p0");
        var a = await TakeAsync("p3", "p2", more: "p0");
        var own = (await SplitAsync(a.Conversation, "p3")).Json.Text("conversationId");

        await TakeAsync("p0");

        Assert.Equal(own, (await app.TakenAsync("p3")).Conversation);
        Assert.Equal(a.Conversation, (await app.TakenAsync("p2")).Conversation);
    }

    [Fact]
    public async Task R66_nor_does_it_by_way_of_a_third_conversation()
    {
        await TakeAsync("q2", "q1", more: "q0");
        var a = await TakeAsync("q3", "q2", more: "q0");
        var own = (await SplitAsync(a.Conversation, "q3")).Json.Text("conversationId");
        var third = (await TakeAsync("q4", "q0")).Conversation;

        var parent = await TakeAsync("q0");

        Assert.Equal(3, new[] { a.Conversation, own, third }.Distinct().Count());
        Assert.NotEqual((await app.TakenAsync("q2")).Conversation, (await app.TakenAsync("q3")).Conversation);
        Assert.Equal(parent.Conversation, (await app.TakenAsync("q4")).Conversation);
    }

    [Fact]
    public async Task R66_a_message_is_split_with_all_later_ones_where_that_is_asked()
    {
        var a = await TakeAsync("l1", at: -3);
        await TakeAsync("l2", "l1", at: -2);
        await TakeAsync("l3", "l1", at: -1);

        var own = (await SplitAsync(a.Conversation, "l2", true)).Json.Text("conversationId");

        Assert.Equal([a.Conversation, own, own], await ConversationsAsync("l1", "l2", "l3"));
        Assert.Equal(JsonValueKind.Null, (await SplitAsync(a.Conversation, "l1")).Json.GetProperty("change").ValueKind);
    }

    [Fact]
    public async Task S76_undoing_a_split_brings_back_the_message_and_the_reply_that_followed_it()
    {
        var a = await TakeAsync("u1");
        await TakeAsync("u2", "u1");
        var split = await SplitAsync(a.Conversation, "u2");
        await TakeAsync("u3", "u2");
        var before = await InboxAsync();

        Assert.Equal(HttpStatusCode.OK, (await UndoAsync(split)).Status);

        Assert.Equal([a.Conversation, a.Conversation, a.Conversation], await ConversationsAsync("u1", "u2", "u3"));
        Assert.Equal("reply_headers", (await app.TakenAsync("u2")).Message.Text("placedBy"));
        Assert.Equal(before.Count - 1, (await InboxAsync()).Count);
        Assert.Equal(a.Conversation, (await InboxAsync())[0]);
        await TakeAsync("u4", "u2");
        Assert.Equal(a.Conversation, (await app.TakenAsync("u4")).Conversation);
    }

    [Fact]
    public async Task S2_splits_and_joins_are_the_owners_alone()
    {
        var deal = await app.MakeAsync(World.Anna, "deals", new { title = "Mine", visibleTo = "everyone" });
        var a = await TakeAsync("o1", deal: deal);
        var b = await TakeAsync("o2", "o1");
        var c = await TakeAsync("o3", people: "other@o.example");
        await app.ShareAsync(a);
        await app.ShareAsync(b);
        foreach (var who in new[] { World.Ben, World.Chie, World.Dan })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await app.PostAsync(who, $"conversations/{a.Conversation}/splits", new { messageId = b.Id })).Status);
            Assert.Equal(HttpStatusCode.NotFound, (await app.PostAsync(who, $"conversations/{a.Conversation}/joins", new { conversationId = c.Conversation })).Status);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await app.PostAsync(World.Anna, $"conversations/{c.Conversation}/splits", new { messageId = b.Id })).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await JoinAsync(a.Conversation, Guid.NewGuid().ToString())).Status);
        Assert.Equal("same", (await JoinAsync(a.Conversation, a.Conversation)).Error("conversationId"));
    }

    [Fact]
    public async Task S6_joining_says_who_gains_and_asks_before_it_shows_mail_and_undo_takes_all_back()
    {
        var deal = await app.MakeAsync(World.Anna, "deals", new { title = "Joined", visibleTo = "everyone" });
        var linked = await TakeAsync("j1", people: "ben@contoso.example", deal: deal);
        var other = await TakeAsync("j2", people: "chie@contoso.example");
        await app.ShareAsync(other);

        var preview = await app.PostAsync(World.Anna, "audience-previews", new { conversationIds = new[] { other.Conversation }, join = linked.Conversation });
        var asked = await JoinAsync(other.Conversation, linked.Conversation);

        Assert.Equal(2, preview.Json.GetProperty("count").GetInt32());
        Assert.Equal(1, preview.Json.GetProperty("messages").GetInt32());
        Assert.Equal("would_expose", asked.Code);
        Assert.Equal(2, asked.Json.GetProperty("count").GetInt32());
        Assert.False(await SeesAsync(World.Ben, other));
        Assert.NotEqual(linked.Conversation, (await app.TakenAsync("j2")).Conversation);

        var joined = await JoinAsync(other.Conversation, linked.Conversation, true);
        Assert.Equal([other.Conversation, other.Conversation], await ConversationsAsync("j1", "j2"));
        Assert.Equal(["Joined: record_address"], (await app.TakenAsync("j2")).Links);
        Assert.True(await SeesAsync(World.Ben, other));
        Assert.Equal(HttpStatusCode.NotFound, (await app.GetAsync(World.Anna, $"conversations/{linked.Conversation}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await JoinAsync(other.Conversation, linked.Conversation)).Status);

        Assert.Equal(HttpStatusCode.OK, (await UndoAsync(joined)).Status);
        Assert.Equal([linked.Conversation, other.Conversation], await ConversationsAsync("j1", "j2"));
        Assert.Equal(["Joined: record_address"], (await app.TakenAsync("j1")).Links);
        Assert.Empty((await app.TakenAsync("j2")).Links);
        Assert.False(await SeesAsync(World.Ben, other));
    }

    [Fact]
    public async Task S55_two_that_are_linked_differently_are_joined_after_one_link_went()
    {
        var (one, two) = (await app.MakeAsync(World.Anna, "deals", new { title = "One" }), await app.MakeAsync(World.Anna, "leads", new { title = "Two" }));
        var project = await app.MakeAsync(World.Anna, "projects", new { title = "Beside" });
        var (a, b) = (await TakeAsync("d1", people: "d1@d.example"), await TakeAsync("d2", people: "d2@d.example"));
        await LinkAsync(a, "deal", one);
        await LinkAsync(b, "lead", two);
        await LinkAsync(b, "project", project);

        var refused = await JoinAsync(a.Conversation, b.Conversation);
        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
        Assert.Equal("linked_differently", refused.Code);
        Assert.Equal("One", refused.Json.GetProperty("links")[0].GetProperty("record").Text("name"));
        Assert.Equal(2, refused.Json.GetProperty("otherLinks").GetArrayLength());

        await app.DeleteAsync(World.Anna, $"conversations/{b.Conversation}/links/lead");
        Assert.Equal(HttpStatusCode.OK, (await JoinAsync(a.Conversation, b.Conversation)).Status);
        Assert.Equal(["One: by_hand", "Beside: by_hand"], (await app.TakenAsync("d2")).Links);
    }

    [Fact]
    public async Task S7_the_narrower_decision_on_later_mail_holds_after_a_join_and_after_a_split()
    {
        await app.SettingsAsync(new { defaultVisibility = "shared" });
        var (a, b) = (await TakeAsync("n1", people: "n1@n.example"), await TakeAsync("n2", people: "n1@n.example"));
        await app.PutAsync(World.Anna, $"conversations/{b.Conversation}/visibility", new { visibility = "private" });

        var joined = await JoinAsync(a.Conversation, b.Conversation, true);
        Assert.Equal("private", joined.Json.Text("later"));
        Assert.Equal("private", (await TakeAsync("n3", "n1", "n1@n.example")).Visibility);

        var own = (await SplitAsync(a.Conversation, "n1")).Json.Text("conversationId");
        var reply = await TakeAsync("n4", "n1", "n1@n.example");
        Assert.Equal((own, "private"), (reply.Conversation, reply.Visibility));
        Assert.Equal("shared", (await app.TakenAsync("n1")).Visibility);
    }

    [Fact]
    public async Task S7_a_link_that_a_hand_removed_is_not_put_back_on_what_was_split_or_joined()
    {
        var person = await app.MakeAsync(World.Anna, "persons", new { name = "R", emails = new[] { "r@r.example" } });
        await app.MakeAsync(World.Anna, "deals", new { title = "Removed", personIds = new[] { person.Id() } });
        var a = await TakeAsync("r1", people: "r@r.example");
        await TakeAsync("r2", "r1", "r@r.example");
        await app.DeleteAsync(World.Anna, $"conversations/{a.Conversation}/links/deal");

        await SplitAsync(a.Conversation, "r2");
        Assert.Empty((await TakeAsync("r3", "r2", "r@r.example")).Links);
        var other = await TakeAsync("r4", people: "else@r.example");
        await JoinAsync(other.Conversation, a.Conversation);
        Assert.Empty((await TakeAsync("r5", "r1", "r@r.example")).Links);
    }

    [Fact]
    public async Task S76_undoing_a_link_reaches_the_conversation_that_took_it_over()
    {
        var deal = await app.MakeAsync(World.Anna, "deals", new { title = "Followed", visibleTo = "everyone" });
        var (a, b) = (await TakeAsync("f1", people: "f1@f.example"), await TakeAsync("f2", people: "f2@f.example"));
        var link = await LinkAsync(b, "deal", deal);
        var joined = await JoinAsync(a.Conversation, b.Conversation);

        await app.DeleteAsync(World.Anna, $"changes/{link.GetProperty("change").Text("id")}");
        Assert.Empty((await app.TakenAsync("f1")).Links);
        await UndoAsync(joined);
        Assert.Empty((await app.TakenAsync("f2")).Links);
        Assert.Equal(b.Conversation, (await app.TakenAsync("f2")).Conversation);
    }

    [Fact]
    public async Task S76_what_went_into_another_is_gone_when_the_undo_time_is_over_and_the_trail_stays_its_own()
    {
        var deal = await app.MakeAsync(World.Anna, "deals", new { title = "Before" });
        var (a, b) = (await TakeAsync("t1", people: "t1@t.example"), await TakeAsync("t2", people: "t2@t.example"));
        await LinkAsync(b, "deal", deal);
        await app.DeleteAsync(World.Anna, $"conversations/{b.Conversation}/links/deal");
        await JoinAsync(a.Conversation, b.Conversation);
        app.Clock.Advance(TimeSpan.FromMinutes(11));
        await app.Services.GetRequiredService<Burial>().BuryDueAsync(CancellationToken.None);

        await using var db = await app.OpenAsync(World.Anna);
        Assert.DoesNotContain(Guid.Parse(b.Conversation), db.Conversations.Select(c => c.PublicId));
        Assert.Equal(["joined", "unlinked", "linked"], await TrailAsync("t2", 3));
        Assert.DoesNotContain("unlinked", await TrailAsync("t1", 9));
    }

    private async Task<List<string>> TrailAsync(string name, int most) =>
    [
        .. (await app.GetAsync(World.Anna, $"messages/{(await app.TakenAsync(name)).Id}/trail")).Json.GetProperty("items")
            .EnumerateArray().Take(most).Select(line => line.Text("kind")),
    ];

    private Task<Said> SplitAsync(string conversation, string name, bool andLater = false) => PostOnAsync(
        name, message => app.PostAsync(World.Anna, $"conversations/{conversation}/splits", new { messageId = message.Id, andLater }));

    private async Task<Said> PostOnAsync(string name, Func<Taken, Task<Said>> post)
    {
        var said = await post(await app.TakenAsync(name));
        Assert.True(said.Status == HttpStatusCode.OK, said.Body);
        return said;
    }

    private Task<Said> JoinAsync(string into, string from, bool expose = false) => app.PostAsync(
        World.Anna, $"conversations/{into}/joins{(expose ? "?expose=true" : "")}", new { conversationId = from });

    private Task<Said> UndoAsync(Said written) =>
        app.DeleteAsync(World.Anna, $"changes/{written.Json.GetProperty("change").Text("id")}");

    private Task<JsonElement> LinkAsync(Taken letter, string kind, JsonElement record) =>
        app.PutAsync(World.Anna, $"conversations/{letter.Conversation}/links/{kind}", new { recordId = record.Id() });

    private async Task<string[]> ConversationsAsync(params string[] names)
    {
        var all = new List<string>();
        foreach (var name in names)
        {
            all.Add((await app.TakenAsync(name)).Conversation);
        }

        return [.. all];
    }

    private async Task<List<string>> InboxAsync() =>
    [
        .. (await app.GetAsync(World.Anna, "conversations?limit=100")).Json.GetProperty("items").EnumerateArray().Select(c => c.Text("id")),
    ];

    private async Task<bool> SeesAsync(TestUser who, Taken letter) =>
        (await app.GetAsync(who, $"messages/{letter.Id}")).Status == HttpStatusCode.OK;

    private static string Letter(string name, string parent, string people = "kimi@split.example", string more = "", double at = 0)
    {
        var mentions = $"{parent}{(more.Length > 0 ? $"> <{more}" : "")}";
        var ids = mentions.Length == 0 ? "" : $"References: <{mentions.Replace(">", "@contoso.example>")}@contoso.example>\r\n";
        return Letters.Of(name, people, at: DateTimeOffset.UtcNow.AddHours(at), more: ids);
    }

    private async Task<Taken> TakeAsync(
        string name, string parent = "", string people = "kimi@split.example", string more = "", double at = 0, JsonElement? deal = null)
    {
        await app.TakeAsync(Letter(name, parent, people, more, at), deal?.Text("smartBccAddress") ?? MailRoom.ContosoAddress);
        return await app.TakenAsync(name);
    }

    private Task CaptureAsync(string name, string item) =>
        app.PostAsync(World.Anna, "messages", new { internetMessageId = $"<{Letters.Id(name)}>", itemId = item });
}
