using Demo.Microsoft365;

namespace Demo.Tests.Microsoft365.Graph;

public sealed class MessageDeltaTests(RunningSimulator simulator) : IClassFixture<RunningSimulator>
{
    private const string Inbox = "/me/mailFolders/inbox/messages/delta";
    private const string Immutable = "IdType=\"ImmutableId\"";

    [Fact]
    public async Task The_first_round_gives_the_folder_and_the_next_what_is_new()
    {
        var graph = GraphTalk.AsNew(simulator, out var mailbox);
        var known = Enumerable.Range(0, 7).Select(_ => mailbox.Add(WellKnownFolder.Inbox, Letters.Plain())).ToList();

        var first = await graph.AllAsync($"{Inbox}?$select=subject,isRead", "odata.maxpagesize=3");
        mailbox.MarkRead(known[2].Id, true);
        mailbox.Delete(known[3].Id);
        var arrived = mailbox.Add(WellKnownFolder.Inbox, Letters.Plain("New"));
        mailbox.Add(WellKnownFolder.Archive, Letters.Plain("Elsewhere"));
        var second = await graph.AllAsync(first.DeltaLink!, "odata.maxpagesize=2");
        var third = await graph.AllAsync(second.DeltaLink!);

        Assert.Equal((7, 3), (first.Ids.Distinct().Count(), first.Pages));
        Assert.Equal([ItemIds.ToRest(known[2].Id), ItemIds.ToRest(arrived.Id)], second.Ids);
        Assert.True(second.Present[0].GetProperty("isRead").GetBoolean());
        Assert.Equal([ItemIds.ToRest(known[3].Id)], second.RemovedIds);
        Assert.Equal((0, 1), (third.Items.Count, third.Pages));
        Assert.NotNull(third.DeltaLink);
    }

    [Fact]
    public async Task Links_are_whole_addresses_with_the_folder_in_parentheses()
    {
        var graph = GraphTalk.AsNew(simulator, out var mailbox);
        mailbox.Add(WellKnownFolder.Inbox, Letters.Plain());

        var page = await graph.GetAsync($"{Inbox}?$select=subject");

        Assert.StartsWith($"{simulator.Addresses.Graph}/v1.0/me/mailFolders('inbox')/messages/delta?$deltatoken=", page.Link("deltaLink"));
        Assert.Equal("#microsoft.graph.message", page.Items[0].GetProperty("@odata.type").GetString());
        Assert.Equal(["@odata.type", "@odata.etag", "id", "subject"], page.Items[0].EnumerateObject().Select(property => property.Name));
    }

    [Fact]
    public async Task A_move_is_a_removal_here_and_another_id_there()
    {
        var graph = GraphTalk.AsNew(simulator, out var mailbox);
        var item = mailbox.Add(WellKnownFolder.Inbox, Letters.Plain());
        var inbox = await graph.AllAsync(Inbox);
        var archive = await graph.AllAsync("/me/mailFolders/archive/messages/delta");

        var moved = mailbox.Move(item.Id, WellKnownFolder.Archive);

        Assert.Equal([ItemIds.ToRest(item.Id)], (await graph.AllAsync(inbox.DeltaLink!)).RemovedIds);
        Assert.Equal([ItemIds.ToRest(moved.Id)], (await graph.AllAsync(archive.DeltaLink!)).Ids);
    }

    [Fact]
    public async Task There_and_back_is_a_hole_under_immutable_ids_until_the_message_changes_again()
    {
        var graph = GraphTalk.AsNew(simulator, out var mailbox);
        var item = mailbox.Add(WellKnownFolder.Inbox, Letters.Plain());
        var first = await graph.AllAsync(Inbox, Immutable);
        var mutable = await graph.AllAsync(Inbox);

        var back = mailbox.Move(mailbox.Move(item.Id, WellKnownFolder.Archive).Id, WellKnownFolder.Inbox);
        var second = await graph.AllAsync(first.DeltaLink!, Immutable);
        var third = await graph.AllAsync(second.DeltaLink!, Immutable);
        mailbox.MarkRead(back.Id, true);
        var fourth = await graph.AllAsync(third.DeltaLink!, Immutable);
        var others = await graph.AllAsync(mutable.DeltaLink!);

        Assert.Equal(first.Ids, second.RemovedIds);
        Assert.Empty(second.Present);
        Assert.Empty(third.Items);
        Assert.Equal(first.Ids, fourth.Ids);
        Assert.Equal([ItemIds.ToRest(back.Id)], others.Ids);
        Assert.Equal([ItemIds.ToRest(item.Id)], others.RemovedIds);
    }

    [Fact]
    public async Task What_changes_during_a_round_is_told_in_the_next()
    {
        var graph = GraphTalk.AsNew(simulator, out var mailbox);
        var items = Enumerable.Range(0, 4).Select(_ => mailbox.Add(WellKnownFolder.Inbox, Letters.Plain())).ToList();
        var page = await graph.GetAsync(Inbox, "odata.maxpagesize=2");

        mailbox.Delete(items[0].Id);
        mailbox.Add(WellKnownFolder.Inbox, Letters.Plain("New"));
        var rest = await graph.AllAsync(page.Link("nextLink")!, "odata.maxpagesize=2");
        var next = await graph.AllAsync(rest.DeltaLink!);

        Assert.Equal([ItemIds.ToRest(items[0].Id)], next.RemovedIds);
        Assert.Contains("New", next.Present.Select(item => item.GetProperty("subject").GetString()));
    }

    [Fact]
    public async Task A_change_type_narrows_the_later_rounds()
    {
        var graph = GraphTalk.AsNew(simulator, out var mailbox);
        var item = mailbox.Add(WellKnownFolder.Inbox, Letters.Plain());
        var gone = mailbox.Add(WellKnownFolder.Inbox, Letters.Plain());
        var links = new Dictionary<string, string>();
        foreach (var type in new[] { "created", "updated", "deleted" })
        {
            links[type] = (await graph.AllAsync($"{Inbox}?changeType={type}")).DeltaLink!;
        }

        mailbox.MarkRead(item.Id, true);
        mailbox.Delete(gone.Id);
        var arrived = mailbox.Add(WellKnownFolder.Inbox, Letters.Plain());

        Assert.Equal([ItemIds.ToRest(arrived.Id)], (await graph.AllAsync(links["created"])).Ids);
        Assert.Equal([ItemIds.ToRest(item.Id)], (await graph.AllAsync(links["updated"])).Ids);
        Assert.Equal([ItemIds.ToRest(gone.Id)], (await graph.AllAsync(links["deleted"])).RemovedIds);
        Assert.Equal(400, (await graph.GetAsync($"{Inbox}?changeType=moved")).Status);
    }

    [Fact]
    public async Task A_filter_by_time_holds_in_later_rounds_too_and_others_are_refused()
    {
        var graph = GraphTalk.AsNew(simulator, out var mailbox);
        var old = mailbox.Add(WellKnownFolder.Inbox, Letters.Plain(), receivedAt: new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero));
        mailbox.Add(WellKnownFolder.Inbox, Letters.Plain(), receivedAt: new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

        var from = await graph.AllAsync($"{Inbox}?$filter=receivedDateTime ge 2026-01-01T00:00:00Z");
        var after = await graph.AllAsync($"{Inbox}?$filter=receivedDateTime gt 2026-01-01T00:00:00Z&$orderby=receivedDateTime desc");
        mailbox.MarkRead(old.Id, true);

        Assert.Equal((1, 0), (from.Items.Count, after.Items.Count));
        Assert.Empty((await graph.AllAsync(from.DeltaLink!)).Items);
        Assert.Equal(400, (await graph.GetAsync($"{Inbox}?$filter=isRead eq false")).Status);
        Assert.Equal(400, (await graph.GetAsync($"{Inbox}?$orderby=subject")).Status);
    }

    [Fact]
    public async Task Newest_first_is_the_one_order_there_is()
    {
        var graph = GraphTalk.AsNew(simulator, out var mailbox);
        var start = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var items = new[] { 2, 0, 4, 1, 3 }.Select(day => mailbox.Add(
            WellKnownFolder.Inbox, Letters.Plain($"{day}"), receivedAt: start.AddDays(day))).ToList();

        var round = await graph.AllAsync($"{Inbox}?$orderby=receivedDateTime desc&$select=subject", "odata.maxpagesize=2");

        Assert.Equal(["4", "3", "2", "1", "0"], round.Items.Select(item => item.GetProperty("subject").GetString()));
        Assert.Equal(items.Count, round.Items.Count);
    }

    [Fact]
    public async Task A_token_that_was_evicted_made_up_or_of_another_folder_does_not_hold()
    {
        var graph = GraphTalk.AsNew(simulator, out var mailbox);
        var link = (await graph.AllAsync(Inbox)).DeltaLink!;
        var forged = await graph.GetAsync(link[..^2] + (link.EndsWith("AA", StringComparison.Ordinal) ? "BB" : "AA"));
        var misplaced = await graph.GetAsync(link.Replace("inbox", "archive"));
        var reshaped = await graph.GetAsync($"{link}&$select=subject");

        mailbox.EvictTokens(WellKnownFolder.Inbox);
        var evicted = await graph.GetAsync(link);

        Assert.Equal((400, "SyncStateInvalid"), (forged.Status, forged.Code));
        Assert.Equal((400, "SyncStateInvalid"), (misplaced.Status, misplaced.Code));
        Assert.NotEqual(200, reshaped.Status);
        Assert.Equal((410, "SyncStateNotFound"), (evicted.Status, evicted.Code));
        Assert.EndsWith("/me/mailFolders('inbox')/messages/delta?$deltaToken=", evicted.Headers.Location!.OriginalString);
        Assert.Equal(200, (await graph.GetAsync(evicted.Headers.Location.OriginalString)).Status);
    }

    [Fact]
    public async Task A_folder_deleted_under_a_token_is_gone()
    {
        var graph = GraphTalk.AsNew(simulator, out var mailbox);
        var folder = mailbox.Folders.Add(WellKnownFolder.Root, "Projects");
        mailbox.Add(folder.Key, Letters.Plain());
        var round = await graph.AllAsync($"/me/mailFolders/{ItemIds.ToRest(folder.Id)}/messages/delta");

        mailbox.Folders.Remove(folder.Key);
        var answer = await graph.GetAsync(round.DeltaLink!);

        Assert.Single(round.Items);
        Assert.Equal((404, "ErrorItemNotFound"), (answer.Status, answer.Code));
    }
}
