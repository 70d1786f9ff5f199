using CompanionApi.Tests.Support;

namespace CompanionApi.Tests.SmartBcc;

public class SmartBccIntakeTests
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
    public async Task R21_a_letter_with_the_address_in_bcc_stands_in_the_senders_tab_and_nowhere_else()
    {
        await using var app = await MailRoom.StartAsync();

        var reply = await app.SendAsync(World.Anna.Address, MailRoom.ContosoAddress, Letter);

        Assert.StartsWith("250", reply);
        var inbox = await app.ClientFor(World.Anna).GetAsync("/api/conversations").JsonAsync();
        Assert.Equal("The offer for the roasters", inbox.GetProperty("items")[0].GetProperty("subject").GetString());
        var open = await app.ClientFor(World.Anna)
            .GetAsync("/api/open-message?internetMessageId=offer-1@contoso.example").JsonAsync();
        Assert.True(open.GetProperty("captured").GetBoolean());
        Assert.Equal("Taro Yamada", open.GetProperty("persons")[0].GetProperty("name").GetString());
        var bens = await app.ClientFor(World.Ben).GetAsync("/api/conversations").JsonAsync();
        Assert.Empty(bens.GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task R29_a_repeat_of_the_same_message_makes_no_second_copy()
    {
        await using var app = await MailRoom.StartAsync();

        await app.SendAsync(World.Anna.Address, MailRoom.ContosoAddress, Letter);
        Assert.StartsWith("250", await app.SendAsync(World.Anna.Address, MailRoom.ContosoAddress, Letter));

        var inbox = await app.ClientFor(World.Anna).GetAsync("/api/conversations").JsonAsync();
        Assert.Equal(1, inbox.GetProperty("items")[0].GetProperty("messages").GetInt32());
        Assert.Single(Directory.EnumerateFiles(app.ContentFolder, "*", SearchOption.AllDirectories));
    }
}
