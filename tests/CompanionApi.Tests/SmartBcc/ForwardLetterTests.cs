using CompanionApi.Tests.Support;

namespace CompanionApi.Tests.SmartBcc;

/// <summary>
/// One forward of the same customer's mail by each program, language and form: written on 20 November 2025 at 10:15 in
/// Tokyo by Taro of Yamada Shoji; Anna's own words above it hold "acorn", his hold "pinecone".
/// </summary>
public sealed class ForwardLetterTests : IClassFixture<ForwardLetterTests.Room>
{
    private readonly CompanionApp app;

    public ForwardLetterTests(Room room) => app = room.App;

    [Theory]
    [InlineData("Outlook/classic-html-en", "Taro Yamada")]
    [InlineData("Outlook/classic-html-ja", "山田 太郎")]
    [InlineData("Outlook/classic-text-en", "Yamada, Taro")]
    [InlineData("Outlook/classic-text-ja", "山田 太郎")]
    [InlineData("Outlook/web-en", "Taro Yamada")]
    [InlineData("Outlook/web-ja", "山田 太郎")]
    [InlineData("Outlook/new-en", "Taro Yamada")]
    [InlineData("Outlook/mac-en", "Taro Yamada")]
    [InlineData("Outlook/mac-ja", "山田 太郎")]
    [InlineData("Outlook/mobile-en", "Taro Yamada")]
    [InlineData("Outlook/mobile-ja", "山田 太郎")]
    [InlineData("Gmail/en", "Taro Yamada")]
    [InlineData("Gmail/ja", "山田太郎")]
    [InlineData("Gmail/text-ja-old", "山田太郎")]
    [InlineData("AppleMail/mac-en", "Taro Yamada")]
    [InlineData("AppleMail/mac-ja", "山田 太郎")]
    [InlineData("AppleMail/ios-en", "Taro Yamada")]
    [InlineData("AppleMail/ios-ja", "山田 太郎")]
    [InlineData("Thunderbird/html-en", "Taro Yamada")]
    [InlineData("Thunderbird/text-en", "Taro Yamada")]
    [InlineData("Thunderbird/text-ja", "山田 太郎")]
    public async Task R21_the_customers_mail_is_read_out_of_the_forward(string file, string sender)
    {
        var name = file.Replace('/', '-').ToLowerInvariant();
        var subject = $"焙煎機 roaster {name}";

        await app.TakeAsync(Forwards.Read(file, name, subject));

        var taken = await app.TakenAsync(name);
        var message = taken.Message;
        Assert.Equal("taro@yamada-shoji.example", message.Text("from", "address"));
        Assert.Equal(sender, message.Text("from", "name"));
        Assert.Equal(subject, message.Text("subject"));
        Assert.StartsWith("2025-11-20T01:15:", message.Text("date"));
        Assert.False(message.GetProperty("isSent").GetBoolean());
        Assert.Contains("anna@contoso.example", message.GetProperty("to").EnumerateArray().Select(to => to.Text("address")));
        Assert.Contains("acorn", message.Text("forward", "note"));
        Assert.DoesNotContain("pinecone", message.Text("forward", "note"));
        Assert.Equal("inline", message.Text("forward", "senderReadFrom"));
        Assert.Equal("Anna Keller", message.Text("forwardedBy", "displayName"));

        var body = await app.BodyAsync(World.Anna, taken.Id);
        var forms = new[] { body.Text("text"), body.Text("html") }.OfType<string>().ToList();
        Assert.NotEmpty(forms);
        Assert.All(forms, form =>
        {
            Assert.Contains("pinecone", form);
            Assert.DoesNotContain("acorn", form);
            Assert.DoesNotContain("taro@yamada-shoji.example", form);
        });
        Assert.DoesNotMatch("(?m)^>", body.Text("text") ?? "");
        Assert.DoesNotContain("acorn", message.Text("snippet"));
    }

    /// <summary>All letters come into one company, as they would over the years.</summary>
    public sealed class Room : IAsyncLifetime
    {
        public CompanionApp App { get; private set; } = null!;

        public async Task InitializeAsync() => App = await MailRoom.StartAsync();

        public Task DisposeAsync() => ((IAsyncDisposable)App).DisposeAsync().AsTask();
    }
}
