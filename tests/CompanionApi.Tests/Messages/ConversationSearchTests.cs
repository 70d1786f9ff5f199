using System.Net;
using System.Text.Json;
using CompanionApi.Tests.Support;

namespace CompanionApi.Tests.Messages;

/// <summary>R100: search in one's own mail tab, and in nobody else's.</summary>
public sealed class ConversationSearchTests(SearchedMail searched) : IClassFixture<SearchedMail>
{
    private readonly CompanionApp app = searched.App;

    [Theory]
    [InlineData("q=pinecone", "The offer for the roasters")]
    [InlineData("q=見積", "The offer for the roasters")]
    [InlineData("q=書", "The offer for the roasters")]
    [InlineData("q=osak", "A visit to Osaka")]
    [InlineData("q=taro@yamada-shoji.example osaka", "A visit to Osaka")]
    [InlineData("q=offer&in=subject", "The offer for the roasters")]
    [InlineData("q=pinecone&in=subject,people", null)]
    [InlineData("q=monday&in=body", "A visit to Osaka")]
    [InlineData("q=roasters osaka", null)]
    [InlineData("q=stock", null)]
    [InlineData("q=\"*", null)]
    public async Task R100_finds_my_conversations_by_subject_people_and_body(string query, string? subject)
    {
        var found = await SubjectsAsync(World.Anna, query);

        Assert.Equal(subject is null ? [] : [subject], found);
    }

    [Fact]
    public async Task R1_nobody_finds_anothers()
    {
        Assert.Equal(["Pinecone stock"], await SubjectsAsync(World.Ben, "q=pinecone"));
        Assert.Empty(await SubjectsAsync(World.Chie, "q=pinecone"));
        Assert.Empty(await SubjectsAsync(World.Dan, "q=pinecone"));
    }

    [Fact]
    public async Task R7_a_deleted_message_is_not_found()
    {
        Assert.Equal(["Farewell"], await SubjectsAsync(World.Anna, "q=farewell"));
        using var client = app.ClientFor(World.Anna);
        var open = await client.GetAsync("/api/open-message?internetMessageId=farewell@contoso.example").JsonAsync();
        var id = open.GetProperty("message").GetProperty("id");
        (await client.DeleteAsync($"/api/messages/{id}")).EnsureSuccessStatusCode();

        Assert.Empty(await SubjectsAsync(World.Anna, "q=farewell"));
    }

    [Fact]
    public async Task A_search_belongs_to_its_cursor_and_has_limits()
    {
        using var client = app.ClientFor(World.Anna);
        var first = await client.GetAsync("/api/conversations?q=taro&limit=1").JsonAsync();
        var cursor = first.GetProperty("nextCursor").GetString();

        var second = await client.GetAsync($"/api/conversations?q=taro&limit=1&cursor={cursor}").JsonAsync();
        Assert.Single(second.GetProperty("items").EnumerateArray());
        foreach (var wrong in new[] { $"q=osaka&cursor={cursor}", "q=taro&in=subject,smell", $"q={new string('x', 401)}" })
        {
            Assert.Equal(HttpStatusCode.BadRequest, (await client.GetAsync($"/api/conversations?{wrong}")).StatusCode);
        }
    }

    private async Task<List<string?>> SubjectsAsync(TestUser who, string query)
    {
        using var client = app.ClientFor(who);
        JsonElement page = await client.GetAsync($"/api/conversations?{query}").JsonAsync();
        return [.. page.GetProperty("items").EnumerateArray().Select(c => c.GetProperty("subject").GetString())];
    }
}

/// <summary>Some mail of Anna's and one of Ben's.</summary>
public sealed class SearchedMail : IAsyncLifetime
{
    public CompanionApp App { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        App = await MailRoom.StartAsync();
        await SendAsync(World.Anna, "offer", "The offer for the roasters", "here is the pinecone price, 御見積書です");
        await SendAsync(World.Anna, "visit", "A visit to Osaka", "we come on Monday");
        await SendAsync(World.Anna, "farewell", "Farewell", "until then");
        await SendAsync(World.Ben, "bens", "Pinecone stock", "御見積書 of Ben");
    }

    public Task DisposeAsync() => App.DisposeAsync();

    private async Task SendAsync(TestUser who, string name, string subject, string text)
    {
        var reply = await App.SendAsync(who.Address, MailRoom.ContosoAddress, $"""
            From: {who.DisplayName} <{who.Address}>
            To: Taro Yamada <taro@yamada-shoji.example>
            Subject: {subject}
            Message-ID: <{name}@contoso.example>
            Date: Sat, 21 Nov 2026 10:00:00 +0000
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: 8bit

            Dear Taro, {text}
            """);
        Assert.StartsWith("250", reply);
    }
}
