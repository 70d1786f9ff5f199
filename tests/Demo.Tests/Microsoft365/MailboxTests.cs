using System.Text;
using Demo.Microsoft365;

namespace Demo.Tests.Microsoft365;

public sealed class MailboxTests : IDisposable
{
    private readonly string folder = System.IO.Directory.CreateTempSubdirectory("mailboxes").FullName;

    public void Dispose() => System.IO.Directory.Delete(folder, recursive: true);

    [Fact]
    public void Keeps_its_items_across_a_restart()
    {
        var item = new Mailboxes(folder).For("anna@contoso.example").Add(WellKnownFolder.Inbox, Letter("Offer"));
        var before = new Mailboxes(folder).For("Anna@contoso.example");
        before.MarkRead(item.Id, true);

        var after = new Mailboxes(folder).For("anna@contoso.example");

        var kept = Assert.Single(after.List(WellKnownFolder.Inbox));
        Assert.True(kept.IsRead);
        Assert.Equal(item.Id, kept.Id);
        Assert.Equal(Letter("Offer"), after.ReadMime(kept));
    }

    [Fact]
    public void Keeps_its_folders_across_a_restart_with_what_is_in_them()
    {
        var before = Anna();
        var rotterdam = before.Folders.Add(before.Folders.Add(WellKnownFolder.Root, "Projects").Key, "Rotterdam");
        var item = before.Add(rotterdam.Key, Letter("Offer"));
        before.Update(item.Id, now => now with { Categories = ["Customer"] });

        var after = Anna();

        Assert.Equal(rotterdam, after.Folders.FindByPath("Projects/Rotterdam"));
        Assert.Equal(["Customer"], Assert.Single(after.List(rotterdam.Key)).Categories);
        Assert.Equal(new FolderCounts(1, 1), after.Folders.Counts(rotterdam.Key));
    }

    [Fact]
    public void Gives_ids_of_Exchanges_shape_that_change_with_a_move()
    {
        var mailbox = Anna();
        var item = mailbox.Add(WellKnownFolder.Inbox, Letter("Offer"));

        var moved = mailbox.Move(ItemIds.ToRest(item.Id), WellKnownFolder.Archive);

        Assert.Equal(152, item.Id.Length);
        Assert.StartsWith("AAMk", item.Id);
        Assert.StartsWith("AAQk", item.ConversationId);
        Assert.NotEqual(item.Id, moved.Id);
        Assert.Null(mailbox.Get(item.Id));
        Assert.Equal(moved, mailbox.Get(moved.Id));
        Assert.Equal(moved, mailbox.Find(item.InternetMessageId));
    }

    [Fact]
    public void Puts_an_answer_into_the_conversation_it_answers()
    {
        var mailbox = Anna();
        var first = mailbox.Add(WellKnownFolder.Inbox, Letter("Offer", "<1@acme.example>"));
        var byReference = mailbox.Add(
            WellKnownFolder.SentItems, Letter("Quite another", "<2@contoso.example>", "In-Reply-To: <1@acme.example>"));
        var byTopic = mailbox.Add(WellKnownFolder.Inbox, Letter("RE: offer", "<3@acme.example>"));
        var sameSubjectNewMail = mailbox.Add(WellKnownFolder.Inbox, Letter("Offer", "<4@acme.example>"));

        Assert.Equal(first.ConversationId, byReference.ConversationId);
        Assert.Equal(first.ConversationId, byTopic.ConversationId);
        Assert.NotEqual(first.ConversationId, sameSubjectNewMail.ConversationId);
    }

    [Fact]
    public void Puts_answers_to_a_letter_it_does_not_hold_together()
    {
        var mailbox = Anna();
        var one = mailbox.Add(WellKnownFolder.Inbox, Letter("Re: a", "<2@x.example>", "References: <1@x.example>"));
        var two = mailbox.Add(WellKnownFolder.Inbox, Letter("Re: b", "<3@x.example>", "References: <1@x.example>"));

        Assert.Equal(one.ConversationId, two.ConversationId);
    }

    [Fact]
    public void Tells_of_each_change()
    {
        var mailboxes = new Mailboxes(folder);
        var told = new List<MailboxChange>();
        mailboxes.Changed += told.Add;
        var mailbox = mailboxes.For("anna@contoso.example");

        var item = mailbox.Add(WellKnownFolder.Inbox, Letter("Offer"));
        var moved = mailbox.Move(item.Id, WellKnownFolder.DeletedItems);
        mailbox.Delete(moved.Id);

        Assert.Equal(
            [MailboxChangeKind.Added, MailboxChangeKind.Changed, MailboxChangeKind.Removed], told.Select(t => t.Kind));
        Assert.Equal((moved, item.Id), (told[1].Item, told[1].PreviousId));
        Assert.Empty(mailbox.List(WellKnownFolder.DeletedItems));
    }

    [Fact]
    public void Gives_a_message_without_an_id_one()
    {
        var mailbox = Anna();

        var item = mailbox.Add(WellKnownFolder.Drafts, "Subject: x\r\n\r\nHello\r\n"u8.ToArray(), isDraft: true);

        Assert.EndsWith("@contoso.example>", item.InternetMessageId);
        Assert.Contains(item.InternetMessageId, Encoding.ASCII.GetString(mailbox.ReadMime(item)));
    }

    [Fact]
    public void Rewrites_a_draft_under_the_same_id_and_nothing_else()
    {
        var mailbox = Anna();
        var draft = mailbox.Add(WellKnownFolder.Drafts, Letter("One"), isDraft: true);
        var letter = mailbox.Add(WellKnownFolder.Inbox, Letter("Two", "<5@acme.example>"));

        Assert.Equal(draft.Id, mailbox.ReplaceDraft(draft.Id, Letter("Three")).Id);
        Assert.Throws<InvalidOperationException>(() => mailbox.ReplaceDraft(letter.Id, Letter("Four")));
    }

    private Mailbox Anna() => new Mailboxes(folder).For("anna@contoso.example");

    private static byte[] Letter(string subject, string id = "<1@acme.example>", string? extra = null) =>
        Encoding.UTF8.GetBytes(
            $"Message-ID: {id}\r\n{(extra is null ? "" : extra + "\r\n")}Subject: {subject}\r\n\r\nHello\r\n");
}
