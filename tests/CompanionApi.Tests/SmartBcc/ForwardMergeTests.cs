using System.Net.Http.Json;
using CompanionApi.Messages;
using CompanionApi.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CompanionApi.Tests.SmartBcc;

/// <summary>A forward and the mail itself are one message, whichever comes first (R30, S37, S50).</summary>
public sealed class ForwardMergeTests : IAsyncLifetime
{
    private readonly TestMailbox mailbox = new();
    private CompanionApp app = null!;

    public async Task InitializeAsync() => app = await MailRoom.StartAsync(mailbox: mailbox);

    public Task DisposeAsync() => ((IAsyncDisposable)app).DisposeAsync().AsTask();

    [Theory]
    [InlineData("Thursday, November 20, 2025 10:15 AM", "Thu, 20 Nov 2025 18:00:00 +0900")]
    // Exchange: the forward is dated in UTC, Anna's clock shows New York's time.
    [InlineData("Wednesday, November 19, 2025 8:15 PM", "Thu, 20 Nov 2025 09:00:00 +0000")]
    public async Task S37_the_mail_itself_merges_into_the_forward_that_came_before(string sent, string forwarded)
    {
        await app.TakeAsync(Forwards.Of("fw", $"Acorn.\r\n\r\n{Forwards.Block("Price", sent: sent)}", date: forwarded));
        var before = await app.TakenAsync("fw");

        var message = await CaptureAsync("item-1", Forwards.Mail("real@yamada.example", "Price"));

        Assert.Equal(before.Id, message.Text("id"));
        Assert.Null(message.Text("forwardedBy"));
        Assert.Null(message.Text("forward", "senderReadFrom"));
        Assert.Equal("Acorn.", message.Text("forward", "note"));
        Assert.Equal("2025-11-20T01:15:30.000Z", message.Text("date"));
        Assert.Equal("hanako@yamada.example", message.GetProperty("cc")[0].Text("address"));
        Assert.Equal(["smart_bcc", "pane"], message.GetProperty("sources").EnumerateArray().Select(s => s.Text("door")));
        Assert.Equal(2, Directory.EnumerateFiles(app.ContentFolder, "*", SearchOption.AllDirectories).Count());
        app.Clock.Advance(TimeSpan.FromHours(25));
        // What it took the place of goes a day later: a backup may know it.
        Assert.Equal(1, await app.Services.GetRequiredService<ContentSweep>().SweepAsync(CancellationToken.None));
        using var anna = app.ClientFor(World.Anna);
        var open = await anna.GetAsync("/api/open-message?internetMessageId=real@yamada.example").JsonAsync();
        Assert.Equal(before.Id, open.Text("message", "id"));
    }

    [Theory]
    [InlineData("Thursday, November 20, 2025 10:15 AM", "Thu, 20 Nov 2025 18:00:00 +0900")]
    [InlineData("Wednesday, November 19, 2025 8:15 PM", "Thu, 20 Nov 2025 09:00:00 +0000")]
    public async Task S37_the_forward_merges_into_the_mail_that_was_here_and_leaves_its_note(string sent, string forwarded)
    {
        var before = await CaptureAsync("item-1", Forwards.Mail("real@yamada.example", "Price"));

        await app.TakeAsync(Forwards.Of("fw", $"Acorn.\r\n\r\n{Forwards.Block("Price", sent: sent)}", date: forwarded));

        var taken = await app.TakenAsync("fw");
        Assert.Equal(before.Text("id"), taken.Id);
        Assert.Null(taken.Message.Text("forwardedBy"));
        Assert.Equal("Acorn.", taken.Message.Text("forward", "note"));
        Assert.Equal("2025-11-20T01:15:30.000Z", taken.Message.Text("date"));
        // Smart BCC makes the person that the pane did not (S36, S50).
        Assert.Equal(["Taro Yamada"], taken.Persons);
    }

    [Theory]
    [InlineData("Another subject", "Thu, 20 Nov 2025 10:15:30 +0900", "Dear Anna, the pinecone price is fine.")]
    [InlineData("Price", "Thu, 20 Nov 2025 11:22:30 +0900", "Dear Anna, the pinecone price is fine.")]
    [InlineData("Price", "Thu, 20 Nov 2025 11:15:30 +0900", "A different letter an hour later altogether.")]
    public async Task S37_another_mail_of_the_same_sender_stays_another(string subject, string date, string text)
    {
        await app.TakeAsync(Forwards.Of("fw", Forwards.Block("Price")));

        var message = await CaptureAsync("item-1", Forwards.Mail("real@yamada.example", subject, date, text));

        Assert.NotEqual((await app.TakenAsync("fw")).Id, message.Text("id"));
    }

    [Fact]
    public async Task S37_the_id_that_the_forward_answers_is_the_mails_where_sender_and_date_agree()
    {
        await app.TakeAsync(Forwards.Of("fw", Forwards.Block("Price"), "Price", "In-Reply-To: <real@yamada.example>\r\n"));

        using var anna = app.ClientFor(World.Anna);
        var open = await anna.GetAsync(
            "/api/open-message?internetMessageId=real@yamada.example&from=taro@yamada.example").JsonAsync();
        Assert.Equal((await app.TakenAsync("fw")).Id, open.Text("message", "id"));
        var message = await CaptureAsync("item-1", Forwards.Mail("real@yamada.example", "Price"));
        Assert.Equal(open.Text("message", "id"), message.Text("id"));
    }

    [Fact]
    public async Task S37_the_mail_that_has_the_id_by_right_takes_it_from_a_forward_that_told_of_another()
    {
        await app.TakeAsync(Forwards.Of("fw", Forwards.Block("Price"), "Price", "In-Reply-To: <first@yamada.example>\r\n"));

        var first = await CaptureAsync(
            "item-1", Forwards.Mail("first@yamada.example", "Price", "Wed, 19 Nov 2025 10:02:00 +0900", "The first letter."));
        var real = await CaptureAsync("item-2", Forwards.Mail("real@yamada.example", "Price"));

        var forwarded = await app.TakenAsync("fw");
        Assert.NotEqual(forwarded.Id, first.Text("id"));
        Assert.Equal(forwarded.Id, real.Text("id"));
    }

    [Fact]
    public async Task S37_an_id_of_somebody_elses_mail_is_not_taken()
    {
        await CaptureAsync("item-1", Forwards.Mail("other@x.example", "Price", from: "Jiro <jiro@other.example>"));

        await app.TakeAsync(Forwards.Of("fw", Forwards.Block("Price"), "Price", "In-Reply-To: <other@x.example>\r\n"));

        var taken = await app.TakenAsync("fw");
        Assert.Equal("taro@yamada.example", taken.Message.Text("from", "address"));
        using var anna = app.ClientFor(World.Anna);
        var open = await anna.GetAsync("/api/open-message?internetMessageId=other@x.example").JsonAsync();
        Assert.Equal("jiro@other.example", open.Text("message", "from", "address"));
    }

    [Fact]
    public async Task R30_the_forward_out_of_the_sent_folder_is_the_message_it_brought()
    {
        var letter = Forwards.Of("fw", $"Acorn.\r\n\r\n{Forwards.Block("Price")}");
        await app.TakeAsync(letter);

        var message = await CaptureAsync("item-1", letter, Letters.Id("fw"));

        Assert.Equal((await app.TakenAsync("fw")).Id, message.Text("id"));
        Assert.Equal("taro@yamada.example", message.Text("from", "address"));
        Assert.Equal("inline", message.Text("forward", "senderReadFrom"));
    }

    [Fact]
    public async Task S37_a_shared_forward_keeps_what_was_forwarded_when_the_mail_itself_comes()
    {
        await app.TakeAsync(Forwards.Of("fw", Forwards.Block("Price", text: "Dear Anna, the pinecone price.")));
        var taken = await app.TakenAsync("fw");
        await app.ShareAsync(taken);

        var message = await CaptureAsync("item-1",
            Forwards.Mail("real@yamada.example", "Price", text: "Dear Anna, the pinecone price. And a secret chestnut."));

        Assert.Equal(taken.Id, message.Text("id"));
        Assert.Equal("Anna Keller", message.Text("forwardedBy", "displayName"));
        Assert.DoesNotContain("chestnut", (await app.BodyAsync(World.Anna, taken.Id)).ToString());
    }

    [Fact]
    public async Task S54_a_deleted_forward_stays_away_as_forward_and_as_mail()
    {
        var letter = Forwards.Of("fw", Forwards.Block("Price"));
        await app.TakeAsync(letter);
        using var anna = app.ClientFor(World.Anna);
        await anna.DeleteAsync($"/api/messages/{(await app.TakenAsync("fw")).Id}").JsonAsync();
        app.Clock.Advance(TimeSpan.FromMinutes(11));
        await app.Services.GetServices<Microsoft.Extensions.Hosting.IHostedService>().OfType<Burial>().Single()
            .BuryDueAsync(CancellationToken.None);

        await app.TakeAsync(letter);
        mailbox.Put("item-1", Forwards.Mail("real@yamada.example", "Price"));
        var answer = await anna.PostAsJsonAsync("/api/messages", new { internetMessageId = "real@yamada.example", itemId = "item-1" });

        Assert.Equal("deleted_here", await answer.CodeAsync());
        Assert.Empty((await anna.GetAsync("/api/conversations").JsonAsync()).GetProperty("items").EnumerateArray());
    }

    private async Task<System.Text.Json.JsonElement> CaptureAsync(string itemId, string letter, string? id = null)
    {
        mailbox.Put(itemId, letter);
        using var anna = app.ClientFor(World.Anna);
        var captured = await anna.PostAsJsonAsync("/api/messages", new { itemId, internetMessageId = id }).JsonAsync();
        return captured.GetProperty("message");
    }
}
