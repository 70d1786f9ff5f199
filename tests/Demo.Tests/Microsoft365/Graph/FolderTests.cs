using Demo.Microsoft365;

namespace Demo.Tests.Microsoft365.Graph;

public sealed class FolderTests(RunningSimulator simulator) : IClassFixture<RunningSimulator>
{
    [Fact]
    public async Task The_list_shows_the_top_level_alone_and_hidden_folders_when_asked()
    {
        var graph = GraphTalk.AsNew(simulator, out var mailbox);
        var projects = mailbox.Folders.Add(WellKnownFolder.Root, "Projects");
        mailbox.Folders.Add(projects.Key, "Rotterdam");

        var shown = await graph.AllAsync("/me/mailFolders?$top=4");
        var all = await graph.AllAsync("/me/mailFolders?includeHiddenFolders=true");

        Assert.Equal(
            ["Archive", "Conversation History", "Deleted Items", "Drafts", "Inbox", "Junk Email", "Outbox", "Projects", "Sent Items"],
            shown.Items.Select(folder => folder.GetProperty("displayName").GetString()));
        Assert.Equal(3, shown.Pages);
        Assert.Contains("Sync Issues", all.Items.Select(folder => folder.GetProperty("displayName").GetString()));
        Assert.DoesNotContain("wellKnownName", shown.Items[0].EnumerateObject().Select(property => property.Name));
    }

    [Fact]
    public async Task A_page_of_folders_has_ten()
    {
        var graph = GraphTalk.AsNew(simulator, out var mailbox);
        mailbox.Folders.Add(WellKnownFolder.Root, "A");
        mailbox.Folders.Add(WellKnownFolder.Root, "B");
        mailbox.Folders.Add(WellKnownFolder.Root, "C");

        Assert.Equal(10, (await graph.GetAsync("/me/mailFolders")).Items.Count);
    }

    [Theory]
    [InlineData("/me/mailFolders/inbox")]
    [InlineData("/me/mailfolders('Inbox')")]
    [InlineData("/me/MailFolders('{0}')")]
    [InlineData("/me/mailFolders/{0}")]
    [InlineData("/users/anna@contoso.example/mailFolders/INBOX")]
    [InlineData("/users('anna@contoso.example')/mailFolders/msgfolderroot/childFolders/{0}")]
    public async Task A_folder_is_found_by_name_and_id_in_either_form_of_path(string path)
    {
        var graph = GraphTalk.As(simulator, "anna@contoso.example");
        var id = (await graph.GetAsync("/me/mailFolders/inbox?$select=id")).Id;

        var found = await graph.GetAsync(string.Format(path, id));

        Assert.Equal((200, id, "Inbox"), (found.Status, found.Id, found["displayName"]));
        Assert.Equal(120, id.Length);
    }

    [Theory]
    [InlineData("nonsense", 400, "ErrorInvalidIdMalformed")]
    [InlineData("clutter", 404, "ErrorItemNotFound")]
    public async Task A_folder_that_is_none_is_refused_by_what_its_name_looks_like(string key, int status, string code)
    {
        var answer = await GraphTalk.AsNew(simulator, out _).GetAsync($"/me/mailFolders/{key}");

        Assert.Equal((status, code), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task Counts_follow_what_happens_to_the_mail()
    {
        var graph = GraphTalk.AsNew(simulator, out var mailbox);
        var item = mailbox.Add(WellKnownFolder.Inbox, Letters.Plain());
        mailbox.Add(WellKnownFolder.Inbox, Letters.Plain());

        mailbox.MarkRead(item.Id, true);
        var inbox = await graph.GetAsync("/me/mailFolders/inbox");
        mailbox.Delete(item.Id);
        var later = await graph.GetAsync("/me/mailFolders/inbox");

        Assert.Equal((2, 1), (inbox.Body.GetProperty("totalItemCount").GetInt32(), inbox.Body.GetProperty("unreadItemCount").GetInt32()));
        Assert.Equal(1, later.Body.GetProperty("totalItemCount").GetInt32());
    }

    [Fact]
    public async Task Delta_gives_the_tree_flat_and_then_what_changed()
    {
        var graph = GraphTalk.AsNew(simulator, out var mailbox);
        var projects = mailbox.Folders.Add(WellKnownFolder.Root, "Projects");
        var rotterdam = mailbox.Folders.Add(projects.Key, "Rotterdam");
        var first = await graph.AllAsync("/me/mailFolders/delta", "odata.maxpagesize=3");

        mailbox.Folders.Change(rotterdam.Key, name: "Antwerp");
        mailbox.Folders.Remove(mailbox.Folders.Add(WellKnownFolder.Root, "Gone").Key);
        mailbox.Add(WellKnownFolder.Inbox, Letters.Plain());
        var second = await graph.AllAsync(first.DeltaLink!);
        var third = await graph.AllAsync(second.DeltaLink!);

        Assert.Equal(10, first.Items.Count);
        Assert.Equal(4, first.Pages);
        Assert.Contains(first.Items, folder => folder.GetProperty("parentFolderId").GetString() == ItemIds.ToRest(projects.Id));
        Assert.Equal("Antwerp", Assert.Single(second.Present).GetProperty("displayName").GetString());
        Assert.Single(second.RemovedIds);
        Assert.Empty(third.Items);
    }

    [Fact]
    public async Task Folders_are_made_renamed_moved_and_deleted_under_the_same_id()
    {
        var graph = GraphTalk.AsNew(simulator, out var mailbox);

        var made = await graph.PostAsync("/me/mailFolders", new { displayName = "Projects" });
        var twice = await graph.PostAsync("/me/mailFolders", new { displayName = "projects" });
        var renamed = await graph.PatchAsync($"/me/mailFolders/{made.Id}", new { displayName = "Deals" });
        var moved = await graph.PostAsync($"/me/mailFolders/{made.Id}/move", new { destinationId = "archive" });
        var deleted = await graph.DeleteAsync($"/me/mailFolders/{made.Id}");
        var isDeletedItem = (await graph.GetAsync($"/me/mailFolders/{made.Id}"))["parentFolderId"];
        await graph.DeleteAsync($"/me/mailFolders/{made.Id}");

        Assert.Equal((201, 409, "ErrorFolderExists"), (made.Status, twice.Status, twice.Code));
        Assert.Equal(("Deals", made.Id, made.Id, 204), (renamed["displayName"], renamed.Id, moved.Id, deleted.Status));
        Assert.Equal(ItemIds.ToRest(mailbox.Folders.Get(WellKnownFolder.DeletedItems).Id), isDeletedItem);
        Assert.Equal("ErrorItemNotFound", (await graph.GetAsync($"/me/mailFolders/{made.Id}")).Code);
    }
}
