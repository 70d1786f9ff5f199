using CompanionApi.Tests.Records;
using CompanionApi.Tests.Support;

namespace CompanionApi.Tests.Pane;

public sealed class OpenMessageTests
{
    private const string Letter = """
        From: Anna Keller <anna@contoso.example>
        To: Taro Yamada <taro@yamada-shoji.example>
        Subject: The offer for the roasters
        Message-ID: <offer-1@contoso.example>
        Date: Sat, 21 Nov 2026 10:00:00 +0000

        Dear Taro, here is the pinecone price.
        """;

    [Fact]
    public async Task R86_a_mail_that_borrows_anothers_message_id_shows_nothing_of_that_one()
    {
        await using var app = await MailRoom.StartAsync();
        await app.SendAsync(World.Anna.Address, MailRoom.ContosoAddress, Letter);
        var anna = app.ClientFor(World.Anna);

        var forged = await anna.GetAsync(
            "/api/open-message?internetMessageId=offer-1@contoso.example&from=mallory@evil.example").JsonAsync();
        var real = await anna.GetAsync(
            "/api/open-message?internetMessageId=offer-1@contoso.example&from=Anna@Contoso.example").JsonAsync();

        Assert.False(forged.GetProperty("captured").GetBoolean());
        Assert.True(real.GetProperty("captured").GetBoolean());
    }

    [Fact]
    public async Task R86_nor_are_colleagues_copies_of_that_one_told_of_it()
    {
        await using var app = await MailRoom.StartAsync();
        await app.MakeAsync(World.Ben, "persons", new { name = "Taro", emails = new[] { "taro@yamada-shoji.example" }, visibleTo = "everyone" });
        await app.SendAsync(World.Anna.Address, MailRoom.ContosoAddress, Letter);
        await app.ShareAsync(await app.TakenAsync("offer-1"));

        Assert.Equal(1, await CopiesAsync("&from=Anna@Contoso.example"));
        Assert.Equal(1, await CopiesAsync(""));
        Assert.Equal(0, await CopiesAsync("&from=mallory@evil.example"));

        async Task<int> CopiesAsync(string from) => (await app.GetAsync(
            World.Ben, $"open-message?internetMessageId=offer-1@contoso.example{from}")).Json.GetProperty("copies").GetArrayLength();
    }

    [Theory]
    [InlineData("itemId", 1_001, 'x', "too_long")]
    [InlineData("itemId", 1, '\0', "malformed")]
    [InlineData("mailbox", 321, 'x', "too_long")]
    [InlineData("mailbox", 3, '\n', "malformed")]
    public async Task S79_an_item_or_a_mailbox_that_could_be_none_is_asked_for_nowhere(string field, int length, char of, string code)
    {
        await using var app = await MailRoom.StartAsync(mailbox: new TestMailbox());
        var body = new Dictionary<string, string> { ["internetMessageId"] = "<a@b.example>", [field] = new string(of, length) };

        Assert.Equal(code, (await app.PostAsync(World.Anna, "messages", body)).Error(field));
    }

    [Fact]
    public async Task R80_a_mailbox_without_a_name_is_ones_own()
    {
        var mailbox = new TestMailbox();
        await using var app = await MailRoom.StartAsync(mailbox: mailbox);
        await app.SettingsAsync(new { defaultVisibility = "shared" });
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        mailbox.Put("item", Letters.Of("hers", at: app.Clock.GetUtcNow()), app.Clock.GetUtcNow());

        var captured = await app.PostAsync(World.Anna, "messages", new { itemId = "item", mailbox = "" });

        Assert.Equal("shared", captured.Json.GetProperty("message").Text("visibility"));
    }
}
