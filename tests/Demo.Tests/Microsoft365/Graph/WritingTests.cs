using System.Net.Http.Headers;
using System.Text;
using CompanionApi.Protocols.Mime;
using Demo.Microsoft365;

namespace Demo.Tests.Microsoft365.Graph;

public sealed class WritingTests(RunningSimulator simulator) : IClassFixture<RunningSimulator>
{
    [Fact]
    public async Task Reading_state_categories_flag_and_importance_change_and_with_them_the_change_key()
    {
        var graph = GraphTalk.AsNew(simulator, out var mailbox);
        var path = $"/me/messages/{ItemIds.ToRest(mailbox.Add(WellKnownFolder.Inbox, Letters.Plain()).Id)}";
        var before = await graph.GetAsync(path);

        var after = await graph.PatchAsync(path, new
        {
            isRead = true,
            categories = new[] { "Customer" },
            importance = "high",
            flag = new { flagStatus = "flagged", dueDateTime = new { dateTime = "2026-12-01T00:00:00", timeZone = "UTC" } },
        });

        Assert.Equal((200, before.Id), (after.Status, after.Id));
        Assert.True(after.Body.GetProperty("isRead").GetBoolean());
        Assert.Equal(("high", "flagged", "Customer"), (after["importance"], after.Body.GetProperty("flag").GetProperty("flagStatus").GetString(), after.Body.GetProperty("categories")[0].GetString()));
        Assert.NotEqual(before["changeKey"], after["changeKey"]);
    }

    [Theory]
    [InlineData("""{"subject":"x"}""", 400, "ErrorInvalidPropertySet")]
    [InlineData("""{"isRead":"true"}""", 400, "BadRequest")]
    [InlineData("""{"importance":"urgent"}""", 400, "BadRequest")]
    [InlineData("""{"wish":1}""", 400, "RequestBodyRead")]
    [InlineData("""{"flag":"flagged"}""", 400, "BadRequest")]
    [InlineData("""{"categories":"Customer"}""", 400, "BadRequest")]
    [InlineData("[]", 400, "BadRequest")]
    public async Task A_received_message_keeps_what_it_says(string body, int status, string code)
    {
        var graph = GraphTalk.AsNew(simulator, out var mailbox);
        var path = $"/me/messages/{ItemIds.ToRest(mailbox.Add(WellKnownFolder.Inbox, Letters.Plain()).Id)}";

        var answer = await graph.SendAsync(HttpMethod.Patch, path, new StringContent(body, Encoding.UTF8, "application/json"), []);

        Assert.Equal((status, code), (answer.Status, answer.Code));
        Assert.Equal(403, (await GraphTalk.As(simulator, mailbox.Address, "Mail.Read").PatchAsync(path, new { isRead = true })).Status);
    }

    [Fact]
    public async Task A_move_gives_another_id_a_copy_another_message_and_a_deletion_goes_by_Deleted_Items()
    {
        var graph = GraphTalk.AsNew(simulator, out var mailbox);
        var item = mailbox.Add(WellKnownFolder.Inbox, Letters.Plain());
        var immutable = ItemIds.ToRest(ItemIds.Immutable(mailbox.Guid, item.Key));

        var moved = await graph.PostAsync($"/me/messages/{ItemIds.ToRest(item.Id)}/move", new { destinationId = "archive" });
        var copied = await graph.PostAsync($"/me/messages/{moved.Id}/microsoft.graph.copy", new { destinationId = "inbox" });
        var deleted = await graph.DeleteAsync($"/me/messages/{moved.Id}");
        var where = mailbox.Get(immutable)!.Folder;
        await graph.DeleteAsync($"/me/messages/{immutable}");
        var recoverable = mailbox.Get(immutable)!.Folder;
        var gone = await graph.PostAsync($"/users/{mailbox.Address}/messages/{copied.Id}/permanentDelete");

        Assert.Equal((201, 201, 204, 204), (moved.Status, copied.Status, deleted.Status, gone.Status));
        Assert.NotEqual(ItemIds.ToRest(item.Id), moved.Id);
        Assert.NotEqual(moved["conversationId"], copied.Id);
        Assert.Equal((WellKnownFolder.DeletedItems, WellKnownFolder.RecoverableItems), (where, recoverable));
        Assert.Empty(mailbox.List(WellKnownFolder.Inbox));
    }

    [Fact]
    public async Task A_stale_change_key_is_refused()
    {
        var graph = GraphTalk.AsNew(simulator, out var mailbox);
        var path = $"/v1.0/me/messages/{ItemIds.ToRest(mailbox.Add(WellKnownFolder.Inbox, Letters.Plain()).Id)}";
        var token = simulator.The<Entra>().Issue(simulator.The<Demo.Microsoft365.Directory>().Find(mailbox.Address)!, "https://graph.microsoft.com/Mail.ReadWrite");
        using var request = new HttpRequestMessage(HttpMethod.Patch, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.AccessToken);
        request.Headers.TryAddWithoutValidation("If-Match", "W/\"CQAAAA==\"");
        request.Content = new StringContent("""{"isRead":true}""", Encoding.UTF8, "application/json");

        using var answer = await simulator.Http.SendAsync(request);

        Assert.Equal(412, (int)answer.StatusCode);
        Assert.Equal(404, (await graph.GetAsync($"{path[5..]}x".Replace("messages/", "mailFolders/archive/messages/")[..^1])).Status);
    }

    [Fact]
    public async Task A_reply_is_drafted_in_the_thread_changed_and_sent_under_its_immutable_id()
    {
        var graph = GraphTalk.AsNew(simulator, out var mailbox);
        var original = mailbox.Add(WellKnownFolder.Inbox, Letters.Plain("Offer", "<o@acme.example>"));
        const string immutable = "IdType=\"ImmutableId\"";

        var draft = await graph.PostAsync($"/me/messages/{ItemIds.ToRest(original.Id)}/createReplyAll", new { comment = "Yes." }, immutable);
        var changed = await graph.PatchAsync($"/me/messages/{draft.Id}", new { subject = "RE: Offer, accepted" }, immutable);
        await graph.PostAsync($"/me/messages/{draft.Id}/attachments", new Dictionary<string, object>
        {
            ["@odata.type"] = "#microsoft.graph.fileAttachment",
            ["name"] = "a.txt",
            ["contentType"] = "text/plain",
            ["contentBytes"] = "YQ==",
        });
        var sent = await graph.PostAsync($"/me/messages/{draft.Id}/send");
        var found = await graph.GetAsync($"/me/messages/{draft.Id}?$select=isDraft,subject,internetMessageId,hasAttachments,conversationId", immutable);
        var mail = MailParser.Parse(mailbox.ReadMime(mailbox.Get(draft.Id)!));
        var received = Assert.Single(simulator.The<Mailboxes>().For("yuki@acme.example").FindAll(found["internetMessageId"]));

        Assert.Equal((201, 200, 202), (draft.Status, changed.Status, sent.Status));
        Assert.False(found.Body.GetProperty("isDraft").GetBoolean());
        Assert.True(found.Body.GetProperty("hasAttachments").GetBoolean());
        Assert.Equal(("RE: Offer, accepted", ItemIds.ToRest(original.ConversationId)), (found["subject"], found["conversationId"]));
        Assert.Equal(["o@acme.example"], mail.InReplyTo);
        Assert.Contains("Yes.", mail.Html);
        Assert.Equal(["anna@contoso.example", "ben@contoso.example"], mail.Cc.Select(person => person.Address));
        Assert.Equal(WellKnownFolder.Inbox, received.Folder);
        Assert.Empty(mailbox.List(WellKnownFolder.Drafts));
    }

    [Fact]
    public async Task Mail_is_sent_from_JSON_and_from_MIME_with_or_without_a_copy()
    {
        var graph = GraphTalk.AsNew(simulator, out var mailbox);
        object message = new { subject = "Json", body = new { contentType = "Text", content = "Hi" }, toRecipients = new[] { new { emailAddress = new { address = "json@acme.example" } } }, internetMessageHeaders = new[] { new { name = "x-mark", value = "1" } } };
        var mime = Convert.ToBase64String("To: mime@acme.example\nSubject: Mime\n\nHi\n"u8);

        var json = await graph.PostAsync("/me/sendMail", new { message, saveToSentItems = false });
        var raw = await graph.SendAsync(HttpMethod.Post, "/me/sendMail", new StringContent(mime, Encoding.ASCII, "text/plain"), []);
        var broken = await graph.SendAsync(HttpMethod.Post, "/me/sendMail", new StringContent("%%", Encoding.ASCII, "text/plain"), []);
        var nobody = await graph.PostAsync("/me/sendMail", new { message = new { subject = "x" } });
        var another = await graph.PostAsync("/me/sendMail", new { message = new { from = new { emailAddress = new { address = "chie@contoso.example" } }, toRecipients = new[] { new { emailAddress = new { address = "json@acme.example" } } } } });

        Assert.Equal((202, 202, 0), (json.Status, raw.Status, json.Bytes.Length));
        Assert.Equal(["Mime"], mailbox.List(WellKnownFolder.SentItems).Select(item => MailParser.Parse(mailbox.ReadMime(item)).Subject));
        Assert.Contains("x-mark: 1", Encoding.ASCII.GetString(simulator.The<Mailboxes>().For("json@acme.example") is var box ? box.ReadMime(box.List(WellKnownFolder.Inbox)[0]) : []));
        Assert.Equal((400, "ErrorInvalidRecipients", 403, "ErrorSendAsDenied"), (nobody.Status, nobody.Code, another.Status, another.Code));
        Assert.Equal((400, "Invalid base64 string for MIME content."), (broken.Status, broken.Body.GetProperty("error").GetProperty("message").GetString()));
        Assert.Equal(403, (await GraphTalk.As(simulator, mailbox.Address, "Mail.ReadWrite").PostAsync("/me/sendMail", new { message })).Status);
    }

    [Theory]
    [InlineData("""{"message":5}""")]
    [InlineData("""{"message":{"body":"text"}}""")]
    [InlineData("""{"message":{"toRecipients":{}}}""")]
    [InlineData("""{"message":{"toRecipients":["a@b.example"]}}""")]
    [InlineData("""{"message":{"attachments":{}}}""")]
    [InlineData("""{"saveToSentItems":true}""")]
    [InlineData("not json")]
    public async Task What_is_no_message_is_refused_and_not_sent(string body)
    {
        var graph = GraphTalk.AsNew(simulator, out var mailbox);

        var answer = await graph.SendAsync(HttpMethod.Post, "/me/sendMail", new StringContent(body, Encoding.UTF8, "application/json"), []);

        Assert.Equal((400, "BadRequest"), (answer.Status, answer.Code));
        Assert.Empty(mailbox.List(WellKnownFolder.SentItems));
    }

    [Fact]
    public async Task A_forward_takes_the_files_along_and_wants_comment_or_body()
    {
        var graph = GraphTalk.AsNew(simulator, out var mailbox);
        var path = $"/me/messages/{ItemIds.ToRest(mailbox.Add(WellKnownFolder.Inbox, Letters.WithFiles()).Id)}";

        var draft = await graph.PostAsync($"{path}/createForward");
        var files = await graph.GetAsync($"/me/messages/{draft.Id}/attachments?$select=name");
        var both = await graph.PostAsync($"{path}/createReply", new { comment = "a", message = new { body = new { contentType = "text", content = "b" } } });

        Assert.Equal(("FW: 見積書", "見積書.pdf", 400), (draft["subject"], files.Items[0].GetProperty("name").GetString(), both.Status));
    }

    [Fact]
    public async Task Ids_are_translated_between_their_forms()
    {
        var graph = GraphTalk.AsNew(simulator, out var mailbox);
        var item = mailbox.Add(WellKnownFolder.Inbox, Letters.Plain());
        var rest = ItemIds.ToRest(item.Id);

        var answer = await graph.PostAsync(
            "/me/translateExchangeIds", new { inputIds = new[] { rest, "nonsense" }, sourceIdType = "restId", targetIdType = "restImmutableEntryId" });

        Assert.Equal(ItemIds.ToRest(ItemIds.Immutable(mailbox.Guid, item.Key)), answer.Items[0].GetProperty("targetId").GetString());
        Assert.True(answer.Items[1].TryGetProperty("errorDetails", out _));
    }
}
