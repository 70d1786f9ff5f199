using System.Net;
using CompanionApi.Tests.Records;
using CompanionApi.Tests.Support;

namespace CompanionApi.Tests.Messages;

/// <summary>R4, R5, R11, S7, S8, S10, S76: sharing, taking back, what holds for later mail, and undo.</summary>
public sealed class SharingTests : IAsyncLifetime
{
    private CompanionApp app = null!;

    public async Task InitializeAsync() => app = await MailRoom.StartAsync();

    public Task DisposeAsync() => ((IAsyncDisposable)app).DisposeAsync().AsTask();

    [Fact]
    public async Task S7_private_holds_for_later_mail_and_shared_only_with_the_tick()
    {
        await app.SettingsAsync(new { defaultVisibility = "shared" });
        var first = await TakeAsync("p1");
        Assert.Equal("shared", first.Visibility);
        await ConversationAsync(first, "private", false);
        Assert.Equal("private", (await ReplyAsync("p2", "p1")).Visibility);

        await app.SettingsAsync(new { defaultVisibility = "private" });
        var other = await TakeAsync("s1");
        await ConversationAsync(other, "shared", false);
        Assert.Equal("private", (await ReplyAsync("s2", "s1")).Visibility);
        await ConversationAsync(other, "shared", true);
        Assert.Equal("shared", (await ReplyAsync("s3", "s1")).Visibility);
        await ConversationAsync(other, "private", false);
        Assert.Equal("private", (await ReplyAsync("s4", "s1")).Visibility);
    }

    [Fact]
    public async Task S7_making_private_in_bulk_holds_for_later_mail_also_where_all_stood_private()
    {
        var letter = await TakeAsync("b1");
        await app.SettingsAsync(new { defaultVisibility = "shared" });

        var changed = await app.PostAsync(World.Anna, "conversation-changes", new
        {
            conversationIds = new[] { letter.Conversation }, change = "make_private",
        });

        Assert.Equal(letter.Conversation, changed.Json.GetProperty("changed")[0].GetString());
        Assert.Equal("private", (await ReplyAsync("b2", "b1")).Visibility);
        await app.SettingsAsync(new { defaultVisibility = "private" });
    }

    [Fact]
    public async Task R5_the_default_changes_no_existing_message()
    {
        var before = await TakeAsync("d1");
        await app.SettingsAsync(new { defaultVisibility = "shared" });
        await app.TakeAsync(Letters.Of("d2", at: DateTimeOffset.UtcNow.AddYears(-1)));
        await app.SettingsAsync(new { defaultVisibility = "private" });

        Assert.Equal("private", (await app.TakenAsync("d1")).Visibility);
        Assert.Equal("shared", (await app.TakenAsync("d2")).Visibility);
        Assert.Equal("private", before.Visibility);
    }

    [Fact]
    public async Task R11_my_shared_mail_lists_what_others_can_see_and_nothing_else()
    {
        var everyone = await app.MakeAsync(World.Anna, "deals", new { title = "All", visibleTo = "everyone" });
        var mine = await app.MakeAsync(World.Anna, "deals", new { title = "Mine", visibleTo = "owner" });
        foreach (var (name, deal, share) in new[] { ("l1", everyone, true), ("l2", everyone, false), ("l3", mine, true) })
        {
            await app.TakeAsync(Letters.Of(name, "ben@contoso.example"), deal.Text("smartBccAddress"));
            if (share)
            {
                await app.ShareAsync(await app.TakenAsync(name));
            }
        }

        await app.TakeAsync(Letters.Of("l4", "ben@contoso.example"));
        await app.ShareAsync(await app.TakenAsync("l4"));

        var listed = (await app.GetAsync(World.Anna, "me/shared-messages")).Json.GetProperty("items").EnumerateArray()
            .Select(i => $"{i.GetProperty("message").Text("subject")} {i.GetProperty("audience").GetProperty("count")}");
        Assert.Equal(["Letter l1 2"], listed);
    }

    [Fact]
    public async Task S10_a_person_made_by_mail_is_seen_with_its_mail_in_one_change_and_counted_in_the_preview()
    {
        var letter = await TakeAsync("n1", "Hanako <hanako@s10.example>");
        var person = letter.Open.GetProperty("persons")[0].Id();
        Assert.False(await SeesAsync(World.Ben, $"persons/{person}"));

        var preview = await app.PostAsync(World.Anna, "audience-previews", new { messageIds = new[] { letter.Id }, visibility = "shared" });
        var shared = await app.ShareAsync(letter);

        Assert.Equal(2, preview.Json.GetProperty("count").GetInt32());
        Assert.Equal(2, shared.GetProperty("audience").GetProperty("count").GetInt32());
        Assert.True(await SeesAsync(World.Ben, $"persons/{person}"));
        Assert.True(await SeesAsync(World.Ben, $"messages/{letter.Id}"));

        Assert.Equal(HttpStatusCode.OK, (await UndoAsync(shared)).Status);
        Assert.False(await SeesAsync(World.Ben, $"persons/{person}"));
        Assert.False(await SeesAsync(World.Ben, $"messages/{letter.Id}"));
    }

    [Fact]
    public async Task S10_undoing_the_first_share_leaves_the_person_to_the_mail_that_was_shared_since()
    {
        var first = await TakeAsync("u1", "Jiro <jiro@s10.example>");
        var second = await TakeAsync("u2", "jiro@s10.example");
        var shared = await app.ShareAsync(first);
        await app.ShareAsync(second);

        await UndoAsync(shared);

        Assert.False(await SeesAsync(World.Ben, $"messages/{first.Id}"));
        Assert.True(await SeesAsync(World.Ben, $"messages/{second.Id}"));
    }

    [Fact]
    public async Task S7_a_person_that_a_hand_narrowed_is_not_widened_by_sharing_its_mail()
    {
        var letter = await TakeAsync("h1", "Saburo <saburo@s10.example>");
        var person = letter.Open.GetProperty("persons")[0].Id();
        var shared = await app.ShareAsync(letter);
        Assert.Equal(2, shared.GetProperty("audience").GetProperty("count").GetInt32());
        var row = (await app.GetAsync(World.Anna, $"persons/{person}")).Json;
        await app.PatchAsync(World.Anna, $"persons/{person}", new { version = row.GetProperty("version").GetInt32(), visibleTo = "owner" });

        var other = await TakeAsync("h2", "saburo@s10.example");
        var again = await app.ShareAsync(other);

        Assert.Equal(0, again.GetProperty("audience").GetProperty("count").GetInt32());
        Assert.False(await SeesAsync(World.Ben, $"messages/{letter.Id}"));
    }

    [Fact]
    public async Task S76_undo_that_shows_mail_again_asks_first()
    {
        var deal = await app.MakeAsync(World.Anna, "deals", new { title = "Undo", visibleTo = "team" });
        await app.TakeAsync(Letters.Of("e1", "ben@contoso.example"), deal.Text("smartBccAddress"));
        var letter = await app.TakenAsync("e1");
        await app.ShareAsync(letter);
        var taken = await app.PutAsync(World.Anna, $"messages/{letter.Id}/visibility", new { visibility = "private" });

        var asked = await UndoAsync(taken);

        Assert.Equal("would_expose", asked.Code);
        Assert.Equal(1, asked.Json.GetProperty("count").GetInt32());
        Assert.Equal(1, asked.Json.GetProperty("messages").GetInt32());
        Assert.False(await SeesAsync(World.Ben, $"messages/{letter.Id}"));
        Assert.Equal(HttpStatusCode.OK, (await UndoAsync(taken, "?expose=true")).Status);
        Assert.True(await SeesAsync(World.Ben, $"messages/{letter.Id}"));
        Assert.Equal("already_undone", (await UndoAsync(taken)).Code);
    }

    [Fact]
    public async Task S76_undo_leaves_alone_what_was_changed_since()
    {
        var letter = await TakeAsync("a1", "ben@contoso.example");
        var (one, two) = (await app.MakeAsync(World.Anna, "deals", new { title = "One" }), await app.MakeAsync(World.Anna, "deals", new { title = "Two" }));
        var link = $"conversations/{letter.Conversation}/links/deal";
        var first = await app.PutAsync(World.Anna, link, new { recordId = one.Id() });
        await app.PutAsync(World.Anna, link, new { recordId = two.Id() });

        var undone = await UndoAsync(first);

        Assert.Equal(0, undone.Json.GetProperty("reverted").GetInt32());
        Assert.Equal(1, undone.Json.GetProperty("skipped").GetInt32());
        Assert.Equal(["Two: by_hand"], (await app.TakenAsync("a1")).Links);
    }

    [Fact]
    public async Task S76_undo_is_the_actors_and_ends_after_ten_minutes()
    {
        var letter = await TakeAsync("t1", "ben@contoso.example");
        var shared = await app.ShareAsync(letter);
        var id = shared.GetProperty("change").Text("id");
        Assert.Equal(HttpStatusCode.NotFound, (await app.DeleteAsync(World.Ben, $"changes/{id}")).Status);

        app.Clock.Advance(TimeSpan.FromMinutes(10) + TimeSpan.FromSeconds(1));

        Assert.Equal("undo_expired", (await UndoAsync(shared)).Code);
    }

    [Fact]
    public async Task S76_a_record_that_a_colleague_uses_by_now_is_not_taken_away_by_undo()
    {
        var deal = await app.MakeAsync(World.Anna, "deals", new { title = "Used", visibleTo = "everyone" });
        await app.PostAsync(World.Ben, $"deals/{deal.Id()}/notes", new { text = "Mine, too" });

        await UndoAsync(deal);

        Assert.True(await SeesAsync(World.Ben, $"deals/{deal.Id()}"));
    }

    [Fact]
    public async Task S5_who_gave_a_record_away_does_not_undo_who_sees_it()
    {
        var deal = await app.MakeAsync(World.Anna, "deals", new { title = "Given", visibleTo = "everyone" });
        var narrowed = await app.PatchAsync(World.Anna, $"deals/{deal.Id()}", new { version = 1, visibleTo = "team" });
        await app.PatchAsync(World.Anna, $"deals/{deal.Id()}", new { version = 2, owner = (await app.UserAsync(World.Ben)).PublicId });

        await UndoAsync(narrowed.Json);

        Assert.False(await SeesAsync(World.Chie, $"deals/{deal.Id()}"));
        Assert.True(await SeesAsync(World.Ben, $"deals/{deal.Id()}"));
    }

    [Fact]
    public async Task R101_many_conversations_are_changed_at_once_and_the_rest_is_named_as_skipped()
    {
        var deal = await app.MakeAsync(World.Anna, "deals", new { title = "Bulk" });
        var (one, two) = (await TakeAsync("m1", "ben@contoso.example"), await TakeAsync("m2", "ben@contoso.example"));
        await app.ShareAsync(one);
        var (ids, stranger) = (new[] { one.Conversation, two.Conversation }, Guid.NewGuid().ToString());

        await BulkAsync("share", [.. ids, stranger], [two.Conversation]);
        await BulkAsync("link", ids, ids, deal.Id());
        await BulkAsync("link", ids, [], deal.Id());
        await BulkAsync("make_private", ids, ids);
        await BulkAsync("make_private", ids, []);
        await BulkAsync("delete", ids, ids);
        Assert.Empty((await app.GetAsync(World.Anna, $"deals/{deal.Id()}/messages")).Json.GetProperty("items").EnumerateArray());
        var foreign = await app.PostAsync(World.Ben, "conversation-changes", new { conversationIds = ids, change = "share" });
        Assert.Empty(foreign.Json.GetProperty("changed").EnumerateArray());
    }

    private async Task BulkAsync(string change, string[] ids, string[] changed, Guid? record = null)
    {
        var done = await app.PostAsync(
            World.Anna, "conversation-changes", new { conversationIds = ids, change, recordId = record });
        Assert.Equal(HttpStatusCode.OK, done.Status);
        Assert.Equal(changed.Order(), Listed("changed"));
        Assert.Equal(ids.Except(changed).Order(), Listed("skipped"));

        IEnumerable<string> Listed(string name) =>
            done.Json.GetProperty(name).EnumerateArray().Select(i => i.GetString()!).Order();
    }

    private async Task<Taken> TakeAsync(string name, string to = "kimi@sharing.example")
    {
        await app.TakeAsync(Letters.Of(name, to));
        return await app.TakenAsync(name);
    }

    private async Task<Taken> ReplyAsync(string name, string parent)
    {
        await app.TakeAsync(Letters.Of(name, "kimi@sharing.example", more: $"In-Reply-To: <{Letters.Id(parent)}>\r\n"));
        return await app.TakenAsync(name);
    }

    private Task ConversationAsync(Taken letter, string visibility, bool laterToo) =>
        app.PutAsync(World.Anna, $"conversations/{letter.Conversation}/visibility", new { visibility, laterToo });

    private Task<Said> UndoAsync(System.Text.Json.JsonElement written, string query = "") =>
        app.DeleteAsync(World.Anna, $"changes/{written.GetProperty("change").Text("id")}{query}");

    private async Task<bool> SeesAsync(TestUser who, string path) =>
        (await app.GetAsync(who, path)).Status == HttpStatusCode.OK;
}
