using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using CompanionApi.Protocols.Mime;

namespace Demo.Tests.Microsoft365.Graph;

public sealed class GeneratedMailTests(RunningSimulator simulator) : IClassFixture<RunningSimulator>
{
    [Fact]
    public async Task A_seed_gives_the_same_mail_again_and_another_seed_other_mail()
    {
        var (one, two, other) = (await FillAsync("one", seed: 3), await FillAsync("two", seed: 3), await FillAsync("three", seed: 4));

        Assert.Equal(await SubjectsAsync(one), await SubjectsAsync(two));
        Assert.NotEqual(await SubjectsAsync(one), await SubjectsAsync(other));
    }

    [Fact]
    public async Task Two_hundred_thousand_messages_are_counted_and_paged_without_being_kept()
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var graph = await FillAsync("large", messages: 200_000);
        var state = await simulator.GetJsonAsync("/sim/mailboxes/large@contoso.example");
        var page = await graph.GetAsync("/me/mailFolders/inbox/messages/delta?$select=subject", "odata.maxpagesize=200");
        var kept = GC.GetTotalMemory(forceFullCollection: true) - before;

        Assert.Equal(200_000, state.GetProperty("folders").EnumerateArray().Sum(folder => folder.GetProperty("total").GetInt32()));
        Assert.Equal(200, page.Items.Count);
        Assert.InRange(kept, long.MinValue, 30_000_000);
    }

    [Fact]
    public async Task The_JSON_and_the_source_say_the_same()
    {
        var graph = await FillAsync("same", messages: 400);
        var round = await graph.AllAsync("/me/messages?$select=subject,body,from,toRecipients,internetMessageId,hasAttachments,conversationId&$top=100");

        Assert.Equal(400, round.Items.Count);
        foreach (var item in round.Items.Where((_, index) => index % 5 == 0))
        {
            var source = (await graph.GetAsync($"/me/messages/{item.GetProperty("id").GetString()}/$value")).Bytes;
            var mail = MailParser.Parse(source);

            Assert.Empty(mail.Defects);
            Assert.Equal(item.GetProperty("subject").GetString() ?? "", mail.Subject);
            Assert.Equal(item.GetProperty("internetMessageId").GetString(), $"<{mail.MessageId}>");
            Assert.Equal(item.TryGetProperty("from", out var from) ? AddressOf(from) : null, mail.From.FirstOrDefault()?.Address);
            Assert.Equal(AddressOf(item.GetProperty("toRecipients")[0]), mail.To[0].Address);
            Assert.Equal(
                item.GetProperty("body").GetProperty("content").GetString()!.ReplaceLineEndings("\n").Trim(),
                mail.Html!.ReplaceLineEndings("\n").Trim());
        }
    }

    [Fact]
    public async Task The_mail_is_as_varied_as_mail_is()
    {
        var graph = await FillAsync("varied", messages: 3_000, attachments: 0.2);
        var all = (await graph.AllAsync("/me/messages?$select=subject,from,conversationId,hasAttachments,inferenceClassification&$top=1000")).Items;

        var conversations = all.GroupBy(item => item.GetProperty("conversationId").GetString()).ToList();
        Assert.Contains(conversations, conversation => conversation.Count() > 3);
        Assert.Contains(all, item => item.GetProperty("subject").ValueKind == JsonValueKind.Null);
        Assert.Contains(all, item => !item.TryGetProperty("from", out _));
        Assert.Contains(all, item => item.TryGetProperty("@odata.type", out var type) && type.GetString() == "#microsoft.graph.eventMessageRequest");
        Assert.Contains(all, item => item.GetProperty("subject").GetString()?.Contains("お見積り") == true);
        Assert.Contains(all, item => item.GetProperty("inferenceClassification").GetString() == "other");
        Assert.InRange(all.Count(item => item.GetProperty("hasAttachments").GetBoolean()), 450, 750);
    }

    [Fact]
    public async Task Changes_lie_over_what_is_generated_and_delta_tells_them()
    {
        var graph = await FillAsync("changed", messages: 500);
        var first = await graph.AllAsync("/me/mailFolders/inbox/messages/delta?$select=isRead", "odata.maxpagesize=200");
        var (read, moved, gone) = (first.Ids[0], first.Ids[1], first.Ids[2]);

        await PatchAsync("changed", read, new { isRead = true, categories = new[] { "Green category" } });
        await PatchAsync("changed", moved, new { folder = "Projects/Rotterdam" });
        await simulator.Http.DeleteAsync($"/sim/mailboxes/changed@contoso.example/items/{gone}");
        await DeliverAsync("changed", Letters.Plain("Delivered"));
        var second = await graph.AllAsync(first.DeltaLink!);
        var whole = await graph.AllAsync("/me/mailFolders/inbox/messages/delta?$select=id", "odata.maxpagesize=200");

        Assert.Equal([moved, gone], second.RemovedIds);
        Assert.Equal(2, second.Present.Count);
        Assert.Equal(read, second.Ids[0]);
        Assert.Equal(first.Ids.Count - 1, whole.Ids.Count);
        Assert.DoesNotContain(moved, whole.Ids);
        Assert.Equal(first.Ids.Count - 1, (await graph.GetAsync("/me/mailFolders/inbox")).Body.GetProperty("totalItemCount").GetInt32());
    }

    [Fact]
    public async Task An_answer_to_a_generated_message_joins_its_conversation()
    {
        var graph = await FillAsync("answered", messages: 50);
        var known = (await graph.GetAsync("/me/messages?$select=internetMessageId,conversationId")).Items[0];

        await DeliverAsync("answered", Letters.Plain("Re: x", inReplyTo: known.GetProperty("internetMessageId").GetString()));
        var answer = (await graph.GetAsync("/me/messages?$select=conversationId&$top=1")).Items[0];

        Assert.Equal(known.GetProperty("conversationId").GetString(), answer.GetProperty("conversationId").GetString());
    }

    [Fact]
    public async Task A_shared_mailbox_opens_to_its_owners_and_says_what_it_is()
    {
        await PutAsync("sales", new { shared = true, displayName = "Sales", owners = new[] { "anna@contoso.example" }, messages = 5 });
        var anna = GraphTalk.As(simulator, "anna@contoso.example");

        Assert.Equal(5, (await anna.GetAsync("/users/sales@contoso.example/messages")).Items.Count);
        Assert.Equal("shared", (await anna.GetAsync("/users/sales@contoso.example/mailboxSettings?$select=userPurpose"))["userPurpose"]);
        Assert.Equal("user", (await anna.GetAsync("/me/mailboxSettings?$select=userPurpose"))["userPurpose"]);
        Assert.Equal(403, (await GraphTalk.As(simulator, "ben@contoso.example").GetAsync("/users/sales@contoso.example/messages")).Status);
        Assert.DoesNotContain("sales@contoso.example", simulator.The<Demo.Microsoft365.Directory>().Users.Select(user => user.Address));
    }

    [Theory]
    [InlineData("""{"messages":-1}""")]
    [InlineData("""{"messages":10,"folders":9999}""")]
    public async Task A_wrong_size_is_refused(string body)
    {
        var answer = await simulator.Http.PutAsync(
            "/sim/mailboxes/wrong@contoso.example", new StringContent(body, Encoding.UTF8, "application/json"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    private async Task<GraphTalk> FillAsync(string who, int messages = 40, long seed = 1, double attachments = 0.15)
    {
        await PutAsync(who, new { messages, seed, attachments, displayName = "A Person" });
        return GraphTalk.As(simulator, $"{who}@contoso.example");
    }

    private async Task PutAsync(string who, object body) =>
        (await simulator.Http.PutAsJsonAsync($"/sim/mailboxes/{who}@contoso.example", body)).EnsureSuccessStatusCode();

    private async Task PatchAsync(string who, string id, object body) =>
        (await simulator.Http.PatchAsJsonAsync($"/sim/mailboxes/{who}@contoso.example/items/{id}", body)).EnsureSuccessStatusCode();

    private async Task DeliverAsync(string who, byte[] mime) =>
        (await simulator.Http.PostAsync($"/sim/mailboxes/{who}@contoso.example/messages", new ByteArrayContent(mime))).EnsureSuccessStatusCode();

    private static async Task<IEnumerable<string?>> SubjectsAsync(GraphTalk graph) =>
        (await graph.AllAsync("/me/messages?$select=subject&$top=50")).Items.Select(item => item.GetProperty("subject").GetString());

    private static string? AddressOf(JsonElement recipient) =>
        recipient.GetProperty("emailAddress").GetProperty("address").GetString();
}
