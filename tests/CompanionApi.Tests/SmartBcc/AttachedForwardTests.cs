using System.Text;
using CompanionApi.Tests.Support;

namespace CompanionApi.Tests.SmartBcc;

/// <summary>Mails that hang on a mail to our address (R21, S37).</summary>
public class AttachedForwardTests
{
    private const string Inner = """
        From: =?utf-8?B?5bGx55SwIOWkqumDjg==?= <taro@yamada.example>
        To: Anna Keller <anna@contoso.example>
        Subject: The roast curve
        Message-ID: <curve@yamada.example>
        Date: Thu, 20 Nov 2025 10:15:30 +0900
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary="in"

        --in
        Content-Type: text/plain

        The pinecone curve.
        --in
        Content-Type: text/csv; name="curve.csv"
        Content-Disposition: attachment; filename="curve.csv"
        Content-Transfer-Encoding: base64

        dGltZSx0ZW1wCjEsMjAwCg==
        --in--
        """;

    [Theory]
    [InlineData("message/rfc822", "7bit")]
    [InlineData("message/rfc822", "base64")]
    [InlineData("message/rfc822", "quoted-printable")]
    [InlineData("application/octet-stream; name=\"curve.eml\"", "base64")]
    public async Task S37_an_attached_mail_is_stored_as_itself_with_its_attachments(string type, string encoding)
    {
        await using var app = await MailRoom.StartAsync();
        using var anna = app.ClientFor(World.Anna);

        await app.TakeAsync(Outer("attached", Part(type, encoding, Inner)));

        var taken = await app.TakenAsync("attached");
        Assert.Equal("山田 太郎", taken.Message.Text("from", "name"));
        Assert.Equal("The roast curve", taken.Message.Text("subject"));
        Assert.Equal("2025-11-20T01:15:30.000Z", taken.Message.Text("date"));
        Assert.Equal("attachment", taken.Message.Text("forward", "senderReadFrom"));
        Assert.Equal("Acorn, see attached.", taken.Message.Text("forward", "note"));
        var file = taken.Message.GetProperty("attachments")[0];
        Assert.Equal("curve.csv", file.Text("name"));
        Assert.Equal("time,temp\n1,200\n",
            await anna.GetStringAsync($"/api/messages/{taken.Id}/attachments/{file.Text("n")}"));
        Assert.Contains("Acorn", await anna.GetStringAsync($"/api/messages/{taken.Id}/source"));
        var byItsOwnId = await anna.GetAsync("/api/open-message?internetMessageId=curve@yamada.example").JsonAsync();
        Assert.Equal(taken.Id, byItsOwnId.Text("message", "id"));
    }

    [Fact]
    public async Task S37_several_attached_mails_are_several_messages()
    {
        await using var app = await MailRoom.StartAsync();
        using var anna = app.ClientFor(World.Anna);
        var parts = Enumerable.Range(1, 3).Select(i => Part("message/rfc822", "8bit",
            Forwards.Mail($"mail-{i}@yamada.example", $"Offer {i}", $"Thu, 20 Nov 2025 10:1{i}:00 +0900")));

        await app.TakeAsync(Outer("several", string.Concat(parts)));
        await app.TakeAsync(Outer("several", string.Concat(parts)));

        var inbox = await anna.GetAsync("/api/conversations").JsonAsync();
        Assert.Equal(["Offer 1", "Offer 2", "Offer 3"],
            inbox.GetProperty("items").EnumerateArray().Select(c => c.Text("subject")).Order());
        Assert.All(inbox.GetProperty("items").EnumerateArray(), c => Assert.Equal(1, c.GetProperty("messages").GetInt32()));
        var log = await anna.GetAsync("/api/me/intake-log").JsonAsync();
        Assert.Equal(["merged", "stored"], log.GetProperty("items").EnumerateArray().Select(a => a.Text("outcome")));
    }

    [Fact]
    public async Task S37_more_mails_than_the_limit_are_refused_and_say_so()
    {
        await using var app = await MailRoom.StartAsync();
        var parts = Enumerable.Range(1, 21).Select(i => Part("message/rfc822", "8bit",
            Forwards.Mail($"mail-{i}@yamada.example", $"Offer {i}")));

        var reply = await app.SendAsync(World.Anna.Address, MailRoom.ContosoAddress, Outer("many", string.Concat(parts)));

        Assert.StartsWith("554 5.6.0 Refused: more than 20 mails are attached", reply);
        using var anna = app.ClientFor(World.Anna);
        var log = await anna.GetAsync("/api/me/intake-log").JsonAsync();
        Assert.Equal("too_many_forwarded", log.GetProperty("items")[0].Text("reason"));
        Assert.Empty((await anna.GetAsync("/api/conversations").JsonAsync()).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task S37_what_is_attached_and_no_mail_makes_no_forward()
    {
        await using var app = await MailRoom.StartAsync();

        await app.TakeAsync(Outer("nomail", Part("message/rfc822", "7bit", "This is no mail.")));

        var message = (await app.TakenAsync("nomail")).Message;
        Assert.Equal("anna@contoso.example", message.Text("from", "address"));
        Assert.Single(message.GetProperty("attachments").EnumerateArray());
    }

    [Fact]
    public async Task S37_a_mail_that_hangs_on_the_forwarded_one_stays_its_attachment()
    {
        await using var app = await MailRoom.StartAsync();

        await app.TakeAsync(Outer("both", Part("message/rfc822", "7bit", Inner), Forwards.Block("The one forwarded")));

        var message = (await app.TakenAsync("both")).Message;
        Assert.Equal("The one forwarded", message.Text("subject"));
        Assert.Equal("message/rfc822", message.GetProperty("attachments")[0].Text("contentType"));
    }

    private static string Outer(string name, string parts, string text = "Acorn, see attached.") => Forwards.Of(
        name, $"--out\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n{parts}--out--\r\n", "The curve",
        "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"out\"\r\n");

    private static string Part(string type, string encoding, string mail)
    {
        mail = mail.ReplaceLineEndings("\r\n");
        var written = encoding switch
        {
            "base64" => Convert.ToBase64String(Encoding.UTF8.GetBytes(mail), Base64FormattingOptions.InsertLineBreaks),
            "quoted-printable" => mail.Replace("=", "=3D"),
            _ => mail,
        };
        return $"--out\r\nContent-Type: {type}\r\nContent-Disposition: attachment\r\n" +
            $"Content-Transfer-Encoding: {encoding}\r\n\r\n{written}\r\n";
    }
}
