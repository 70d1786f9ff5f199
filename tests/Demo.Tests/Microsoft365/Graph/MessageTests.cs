using System.Text;
using Demo.Microsoft365;

namespace Demo.Tests.Microsoft365.Graph;

public sealed class MessageTests(RunningSimulator simulator) : IClassFixture<RunningSimulator>
{
    [Fact]
    public async Task A_message_shows_what_its_source_says()
    {
        var graph = GraphTalk.AsNew(simulator, out var mailbox);
        var item = mailbox.Add(WellKnownFolder.Inbox, Letters.Plain("Angebot ☕", "<1@acme.example>"));

        var message = await graph.GetAsync($"/me/messages/{ItemIds.ToRest(item.Id)}");

        Assert.Equal("Angebot ☕", message["subject"]);
        Assert.Equal("<1@acme.example>", message["internetMessageId"]);
        Assert.Equal("yuki@acme.example", message.Body.GetProperty("from").GetProperty("emailAddress").GetProperty("address").GetString());
        Assert.Equal("Yuki Yamada", message.Body.GetProperty("sender").GetProperty("emailAddress").GetProperty("name").GetString());
        Assert.Equal("html", message.Body.GetProperty("body").GetProperty("contentType").GetString());
        Assert.Contains("1 &lt; 2 &amp; more.", message.Body.GetProperty("body").GetProperty("content").GetString());
        Assert.Equal("Hello,\r\n\r\nhere is 1 < 2 & more.", message["bodyPreview"]);
        Assert.Equal(0, message.Body.GetProperty("bccRecipients").GetArrayLength());
        Assert.False(message.Body.GetProperty("isRead").GetBoolean() || message.Body.GetProperty("hasAttachments").GetBoolean());
        Assert.Equal($"W/\"{message["changeKey"]}\"", message["@odata.etag"]);
        Assert.False(message.Body.TryGetProperty("internetMessageHeaders", out _) || message.Body.TryGetProperty("uniqueBody", out _));
    }

    [Fact]
    public async Task Headers_and_the_own_words_come_when_selected_and_the_body_as_text_when_preferred()
    {
        var graph = GraphTalk.AsNew(simulator, out var mailbox);
        var item = mailbox.Add(WellKnownFolder.Inbox, Letters.Plain());

        var message = await graph.GetAsync(
            $"/me/messages/{ItemIds.ToRest(item.Id)}?$select=internetMessageHeaders,uniqueBody,body",
            "outlook.body-content-type=\"text\", IdType=\"ImmutableId\"");

        Assert.Contains("From", message.Body.GetProperty("internetMessageHeaders").EnumerateArray()
            .Select(header => header.GetProperty("name").GetString()));
        Assert.Equal("text", message.Body.GetProperty("uniqueBody").GetProperty("contentType").GetString());
        Assert.StartsWith("Hello,", message.Body.GetProperty("body").GetProperty("content").GetString());
        Assert.Equal(
            "outlook.body-content-type=\"text\", IdType=\"ImmutableId\"", message.Headers.GetValues("Preference-Applied").Single());
        Assert.Equal(["@odata.context", "@odata.etag", "id", "body", "uniqueBody", "internetMessageHeaders"],
            message.Body.EnumerateObject().Select(property => property.Name));
    }

    [Fact]
    public async Task The_immutable_id_outlives_a_move_and_the_other_does_not()
    {
        var graph = GraphTalk.AsNew(simulator, out var mailbox);
        var item = mailbox.Add(WellKnownFolder.Inbox, Letters.Plain());
        var immutable = (await graph.GetAsync($"/me/messages/{ItemIds.ToRest(item.Id)}?$select=id", "IdType=\"ImmutableId\"")).Id;

        mailbox.Move(item.Id, WellKnownFolder.Archive);
        var back = mailbox.Move(mailbox.Get(item.Key)!.Id, WellKnownFolder.Inbox);

        Assert.Equal("ErrorItemNotFound", (await graph.GetAsync($"/me/messages/{ItemIds.ToRest(item.Id)}")).Code);
        Assert.NotEqual(item.Id, back.Id);
        var found = await graph.GetAsync($"/me/messages/{immutable}?$select=parentFolderId");
        Assert.Equal(ItemIds.ToRest(back.Id), found.Id);
        Assert.Equal("ErrorInvalidIdMalformed", (await graph.GetAsync("/me/messages/nonsense")).Code);
        Assert.Equal("ErrorInvalidIdMalformed", (await graph.GetAsync($"/me/messages/{found["parentFolderId"]}")).Code);
    }

    [Fact]
    public async Task A_list_pages_newest_first_and_filters_by_time_and_Message_ID()
    {
        var graph = GraphTalk.AsNew(simulator, out var mailbox);
        var start = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        for (var day = 0; day < 25; day++)
        {
            mailbox.Add(WellKnownFolder.Inbox, Letters.Plain($"Day {day}", $"<{day}@acme.example>"), receivedAt: start.AddDays(day));
        }

        var all = await graph.AllAsync("/me/mailFolders/inbox/messages?$select=subject,receivedDateTime");
        var late = await graph.AllAsync(
            "/me/messages?$filter=receivedDateTime ge 2026-01-20T00:00:00Z&$orderby=receivedDateTime desc&$select=subject&$top=4");
        var one = await graph.GetAsync("/me/messages?$filter=internetMessageId eq '<7@acme.example>'&$select=subject");

        Assert.Equal((25, 3), (all.Items.Count, all.Pages));
        Assert.Equal("Day 24", all.Items[0].GetProperty("subject").GetString());
        Assert.Equal(["Day 24", "Day 23", "Day 22", "Day 21", "Day 20", "Day 19"],
            late.Items.Select(item => item.GetProperty("subject").GetString()));
        Assert.Equal("Day 7", Assert.Single(one.Items).GetProperty("subject").GetString());
    }

    [Fact]
    public async Task The_source_comes_as_it_lies_and_its_files_one_by_one()
    {
        var graph = GraphTalk.AsNew(simulator, out var mailbox);
        var item = mailbox.Add(WellKnownFolder.Inbox, Letters.WithFiles());
        var path = $"/me/messages/{ItemIds.ToRest(item.Id)}";

        var source = await graph.GetAsync($"{path}/$value");
        var files = await graph.GetAsync($"{path}/attachments?$select=id,name,contentType,size,isInline");
        var file = await graph.GetAsync($"{path}/attachments/{files.Items[0].GetProperty("id").GetString()}");
        var bytes = await graph.GetAsync($"{path}/attachments/{file.Id}/$value");

        Assert.Equal(mailbox.ReadMime(item), source.Bytes);
        Assert.Equal("text/plain", source.ContentHeaders.ContentType!.MediaType);
        Assert.False(files.Items[0].TryGetProperty("contentBytes", out _));
        Assert.Equal(("見積書.pdf", "%PDF-1.4"), (file["name"], Encoding.ASCII.GetString(file.Body.GetProperty("contentBytes").GetBytesFromBase64())));
        Assert.Equal("%PDF-1.4", bytes.Text);
        Assert.True((await graph.GetAsync(path)).Body.GetProperty("hasAttachments").GetBoolean());
    }
}
