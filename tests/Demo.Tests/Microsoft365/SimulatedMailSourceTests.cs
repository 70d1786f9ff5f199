using System.Net.Http.Json;
using System.Text;
using CompanionApi.Sync;
using Demo.Microsoft365;
using Directory = Demo.Microsoft365.Directory;

namespace Demo.Tests.Microsoft365;

public sealed class SimulatedMailSourceTests(RunningSimulator simulator) : IClassFixture<RunningSimulator>
{
    private static readonly SimUser Anna = new Directory().Find("anna@contoso.example")!;
    private static readonly SimUser Ben = new Directory().Find("ben@contoso.example")!;

    [Theory]
    [InlineData("AAMk-is-not-the-id")]
    [InlineData(null)]
    public async Task A_message_is_found_by_its_id_in_either_form_and_else_by_its_Message_ID(string? noId)
    {
        var item = Put(Anna, WellKnownFolder.Inbox);

        var byEws = await ReadAsync(Anna, Anna, item.Id);
        var byRest = await ReadAsync(Anna, Anna, ItemIds.ToRest(item.Id));
        var byOther = await ReadAsync(Anna, Anna, noId, item.InternetMessageId);

        Assert.All([byEws, byRest, byOther], message => Assert.Equal(
            (item.Id, "anna@contoso.example", item.ConversationId, false, false),
            (message.ItemId, message.MailboxOwner, message.ProviderConversationId, message.IsDraft, message.IsRead)));
        Assert.Contains("Subject: Offer", Encoding.UTF8.GetString(byOther.Mime.Span));
    }

    [Fact]
    public async Task A_senders_copy_brings_its_Bcc_and_a_draft_says_so()
    {
        var draft = Put(Anna, WellKnownFolder.Drafts, isDraft: true);

        var message = await ReadAsync(Anna, Anna, draft.Id);

        Assert.True(message.IsDraft);
        Assert.Equal(["quiet@acme.example"], message.Bcc);
    }

    [Fact]
    public async Task A_colleague_reads_nothing_until_the_mailbox_is_delegated()
    {
        var item = Put(Ben, WellKnownFolder.Inbox);
        Assert.Equal(MailSourceFailure.NotFound, await FailureAsync(Anna, Ben, item));
        Assert.Equal(MailSourceFailure.NotFound, (await Assert.ThrowsAsync<MailSourceException>(
            () => ReadAsync(Anna, Anna, item.Id))).Failure);

        await simulator.Http.PutAsJsonAsync("/sim/mailboxes/ben@contoso.example/delegates", new[] { Anna.Address });

        Assert.Equal("ben@contoso.example", (await ReadAsync(Anna, Ben, item.Id)).MailboxOwner);
        await simulator.Http.PutAsJsonAsync("/sim/mailboxes/ben@contoso.example/delegates", Array.Empty<string>());
    }

    [Fact]
    public async Task A_mailbox_that_is_none_and_one_that_is_closed_answer_alike()
    {
        var closed = await Assert.ThrowsAsync<MailSourceException>(() => ReadAsync(Anna, Ben, "x", "<y>"));
        var none = await Assert.ThrowsAsync<MailSourceException>(() =>
            Source.ReadAsync(Reader(Anna), "nobody@contoso.example", "x", "<y>", default));

        Assert.Equal((closed.Failure, closed.Message), (none.Failure, none.Message));
    }

    [Fact]
    public async Task A_token_that_does_not_speak_for_the_reader_opens_nothing()
    {
        var item = Put(Ben, WellKnownFolder.Inbox);
        var stolen = Reader(Anna) with { TenantId = Ben.TenantId, ObjectId = Ben.ObjectId, Address = Ben.Address };
        var stale = Reader(Ben) with { AccessToken = "not.a.token" };

        Assert.Equal(MailSourceFailure.Permanent, await FailureAsync(stolen, Ben, item));
        Assert.Equal(MailSourceFailure.NeedsReconnect, await FailureAsync(stale, Ben, item));
    }

    [Theory]
    [InlineData("temporary", MailSourceFailure.Temporary)]
    [InlineData("needs_reconnect", MailSourceFailure.NeedsReconnect)]
    [InlineData("not_found", MailSourceFailure.NotFound)]
    [InlineData("permanent", MailSourceFailure.Permanent)]
    public async Task It_fails_as_asked_and_then_works_again(string error, MailSourceFailure failure)
    {
        var item = Put(Anna, WellKnownFolder.Inbox);
        await simulator.InjectAsync(new { target = "mailSource", error, count = 1, user = Anna.Address, retryAfter = 9 });

        var failed = await Assert.ThrowsAsync<MailSourceException>(() => ReadAsync(Anna, Anna, item.Id));

        Assert.Equal((failure, TimeSpan.FromSeconds(9)), (failed.Failure, failed.RetryAfter));
        Assert.NotNull(await ReadAsync(Anna, Anna, item.Id));
    }

    private SimulatedMailSource Source => simulator.The<SimulatedMailSource>();

    private MailItem Put(SimUser owner, string folder, bool isDraft = false) => simulator.The<Mailboxes>().For(owner.Address)
        .Add(folder, new Letter
        {
            From = owner.Address,
            To = ["buyer@acme.example"],
            Bcc = isDraft ? ["quiet@acme.example"] : [],
            Subject = "Offer",
        }.ToMime(), isDraft: isDraft);

    private Task<SourceMessage> ReadAsync(SimUser reader, SimUser owner, string? itemId, string? messageId = null) =>
        Source.ReadAsync(Reader(reader), owner.Address, itemId, messageId, default);

    private Task<MailSourceFailure> FailureAsync(SimUser reader, SimUser owner, MailItem item) =>
        FailureAsync(Reader(reader), owner, item);

    private async Task<MailSourceFailure> FailureAsync(MailboxReader reader, SimUser owner, MailItem item) =>
        (await Assert.ThrowsAsync<MailSourceException>(() =>
            Source.ReadAsync(reader, owner.Address, item.Id, item.InternetMessageId, default))).Failure;

    private MailboxReader Reader(SimUser user) =>
        new(user.TenantId, user.ObjectId, user.Address, simulator.The<Entra>().IssueAccessToken(user));
}
