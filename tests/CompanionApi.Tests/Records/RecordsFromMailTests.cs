using System.Net;
using System.Text.Json;
using CompanionApi.Tests.Support;

namespace CompanionApi.Tests.Records;

/// <summary>Records made from a mail, and what records tell of mail.</summary>
public sealed class RecordsFromMailTests : IAsyncLifetime
{
    private CompanionApp app = null!;

    public async Task InitializeAsync() => app = await MailRoom.StartAsync();

    public async Task DisposeAsync() => await ((IAsyncDisposable)app).DisposeAsync();

    [Fact]
    public async Task A_deal_made_from_a_conversation_is_linked_to_it_in_the_same_change()
    {
        var (_, conversation) = await SendAsync("offer-1", "taro@yamada-shoji.example");

        var deal = await app.MakeAsync(
            World.Anna, "deals", new { title = "Roasters", linkConversationId = conversation });

        var mail = await app.GetAsync(World.Anna, $"deals/{deal.Id()}/messages");
        Assert.Equal("About offer-1", mail.Json.GetProperty("items")[0].Text("subject"));
        var links = (await app.GetAsync(World.Anna, $"conversations/{conversation}")).Json.GetProperty("links");
        Assert.Equal("Roasters", links[0].GetProperty("record").Text("name"));

        using var client = app.ClientFor(World.Anna);
        (await client.DeleteAsync($"/api/changes/{deal.GetProperty("change").Id()}")).EnsureSuccessStatusCode();
        Assert.Equal(HttpStatusCode.NotFound, (await app.GetAsync(World.Anna, $"deals/{deal.Id()}")).Status);
        Assert.Empty(
            (await app.GetAsync(
                World.Anna, $"conversations/{conversation}")).Json.GetProperty("links").EnumerateArray());
    }

    [Fact]
    public async Task A_person_made_from_a_message_is_linked_to_it()
    {
        var (message, _) = await SendAsync("offer-1", "taro@yamada-shoji.example");

        var person = await app.MakeAsync(World.Anna, "persons", new { name = "Assistant", linkMessageId = message });

        Assert.Single(
            (await app.GetAsync(
                World.Anna, $"persons/{person.Id()}/messages")).Json.GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task S5_anothers_mail_and_none_are_404_and_nothing_is_made()
    {
        var (message, conversation) = await SendAsync("offer-1", "taro@yamada-shoji.example");
        var deal = (await app.MakeAsync(
            World.Anna, "deals", new { title = "Open", linkConversationId = conversation })).Id();
        using (var client = app.ClientFor(World.Anna))
        {
            (await client.PutAsync(
                $"/api/messages/{message}/visibility", Json("""{"visibility":"shared"}"""))).EnsureSuccessStatusCode();
        }

        Assert.Single(
            (await app.GetAsync(World.Ben, $"deals/{deal}/messages")).Json.GetProperty("items").EnumerateArray());
        (TestUser Who, Guid Id)[] wrong =
            [(World.Ben, message), (World.Chie, message), (World.Dan, message), (World.Anna, Guid.NewGuid())];
        foreach (var (who, id) in wrong)
        {
            Assert.Equal(
                HttpStatusCode.NotFound,
                (await app.PostAsync(who, "persons", new { name = "Sneak", linkMessageId = id })).Status);
        }

        foreach (var (who, id) in new[] { (World.Ben, conversation), (World.Anna, Guid.NewGuid()) })
        {
            foreach (var path in new[] { "deals", "leads", "projects" })
            {
                Assert.Equal(
                    HttpStatusCode.NotFound,
                    (await app.PostAsync(who, path, new { title = "Sneak", linkConversationId = id })).Status);
            }
        }

        foreach (var who in World.Everyone)
        {
            Assert.Empty((await app.GetAsync(who, "records?q=sneak")).Names);
        }
    }

    [Fact]
    public async Task R67_last_mail_is_of_what_the_viewer_may_see()
    {
        var organization = (await app.MakeAsync(World.Anna, "organizations", new { name = "Yamada" })).Id();
        var person = (await app.MakeAsync(World.Anna, "persons", new
        {
            name = "Taro", emails = new[] { "taro@yamada-shoji.example" }, organizationId = organization,
        })).Id();
        var deal = (await app.MakeAsync(
            World.Anna, "deals", new { title = "Roasters", personIds = new[] { person } })).Id();
        var (early, _) = await SendAsync("early", "taro@yamada-shoji.example", "Sat, 21 Nov 2026 10:00:00 +0000");
        await SendAsync("late", "taro@yamada-shoji.example", "Sat, 21 Nov 2026 11:30:00 +0000");
        string[] paths = [$"persons/{person}", $"deals/{deal}", $"organizations/{organization}"];

        foreach (var path in paths)
        {
            Assert.Equal(("2026-11-21T11:30:00.000Z", null), await LastAsync(World.Anna, path));
            Assert.Equal((null, null), await LastAsync(World.Ben, path));
        }

        using (var client = app.ClientFor(World.Anna))
        {
            (await client.PutAsync(
                $"/api/messages/{early}/visibility", Json("""{"visibility":"shared"}"""))).EnsureSuccessStatusCode();
        }

        foreach (var path in paths)
        {
            Assert.Equal(("2026-11-21T11:30:00.000Z", null), await LastAsync(World.Anna, path));
            Assert.Equal(("2026-11-21T10:00:00.000Z", null), await LastAsync(World.Ben, path));
            Assert.Equal(("2026-11-21T10:00:00.000Z", null), await LastAsync(World.Chie, path));
        }

        (await app.DeleteAsync(World.Anna, $"messages/{early}")).Json.GetProperty("change");
        Assert.Equal((null, null), await LastAsync(World.Ben, paths[0]));
    }

    [Fact]
    public async Task R67_a_colleagues_copy_of_a_mail_that_was_sent_is_none_that_was_received()
    {
        var person = (await app.MakeAsync(
            World.Anna, "persons", new { name = "Taro", emails = new[] { "taro@yamada.example" }, visibleTo = "everyone" })).Id();
        const string anna = "Anna Keller <anna@contoso.example>", taro = "Taro Yamada <taro@yamada.example>";
        await ForwardAsync("sent", anna, taro, "Thursday, November 20, 2025 11:00 AM");

        Assert.Equal((null, null), await LastAsync(World.Chie, $"persons/{person}"));

        await ForwardAsync("received", taro, anna, "Thursday, November 20, 2025 10:00 AM");
        Assert.Equal((null, "2025-11-20T01:00:00.000Z"), await LastAsync(World.Chie, $"persons/{person}"));
    }

    private async Task ForwardAsync(string name, string from, string to, string sent)
    {
        var forward = Forwards.Of(name, Forwards.Block($"About {name}", from: from, to: to, sent: sent))
            .Replace("From: Anna Keller <anna@contoso.example>\r\nTo: contoso@", "From: Ben Ortiz <ben@contoso.example>\r\nTo: contoso@");
        Assert.StartsWith("250", await app.SendAsync(World.Ben.Address, MailRoom.ContosoAddress, forward));
        var message = (await app.OpenAsync(World.Ben, name)).GetProperty("message").Text("id");
        await app.PutAsync(World.Ben, $"messages/{message}/visibility", new { visibility = "shared" });
    }

    private static StringContent Json(string body) => new(body, System.Text.Encoding.UTF8, "application/json");

    private async Task<(string? Sent, string? Received)> LastAsync(TestUser who, string path)
    {
        var record = (await app.GetAsync(who, path)).Json;
        return (record.GetProperty("lastMailSentAt").GetString(), record.GetProperty("lastMailReceivedAt").GetString());
    }

    /// <summary>Anna sends a letter with the company's address in Bcc.</summary>
    private async Task<(Guid Message, Guid Conversation)> SendAsync(
        string name, string to, string date = "Sat, 21 Nov 2026 10:00:00 +0000")
    {
        var reply = await app.SendAsync(World.Anna.Address, MailRoom.ContosoAddress, $"""
            From: Anna Keller <anna@contoso.example>
            To: <{to}>
            Subject: About {name}
            Message-ID: <{name}@contoso.example>
            Date: {date}

            Dear Taro, here is the pinecone price.
            """);
        Assert.StartsWith("250", reply);
        var open = (await app.GetAsync(World.Anna, $"open-message?internetMessageId={name}@contoso.example")).Json;
        JsonElement message = open.GetProperty("message");
        return (message.Id(), message.GetProperty("conversationId").GetGuid());
    }
}
