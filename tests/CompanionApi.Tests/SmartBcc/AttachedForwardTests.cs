using System.Net.Http.Json;
using System.Text;
using CompanionApi.Model;
using CompanionApi.Protocols.Mime;
using CompanionApi.Tests.Support;
using Microsoft.EntityFrameworkCore;

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

    [Theory]
    [InlineData("7bit", 1)]
    [InlineData("base64", 2)]
    [InlineData("7bit", 3)]
    public async Task S56_one_attached_mail_on_a_list_is_kept_out_and_said_and_the_others_are_taken(string encoding, int listed)
    {
        var mailbox = new TestMailbox();
        await using var app = await MailRoom.StartAsync(mailbox: mailbox);
        using var anna = app.ClientFor(World.Anna);
        await ListAsync(anna, "secret@law.example");
        var letter = Outer("mixed", string.Concat(Enumerable.Range(1, 3).Select(i => i == listed
            ? Part("message/rfc822; name=\"Hemlock.eml\"", encoding, Forwards.Mail("hemlock@law.example", "Hemlock",
                from: "Law <x@law.example>", more: "Reply-To: secret@law.example\r\n", text: "The hemlock clause."))
            : Part("message/rfc822", encoding, Forwards.Mail($"mail-{i}@yamada.example", $"Offer {i}", text: $"Pine {i}")))));

        var replies = new[] { await SendAsync(app, letter), await SendAsync(app, letter) };

        Assert.All(replies, reply => Assert.StartsWith("250 2.0.0 Message taken, but 1 of 3 attached mails", reply));
        var inbox = (await anna.GetAsync("/api/conversations").JsonAsync()).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(Enumerable.Range(1, 3).Where(i => i != listed).Select(i => $"Offer {i}"),
            inbox.Select(c => c.Text("subject")!).Order());
        Assert.All(inbox, c => Assert.Equal(1, c.GetProperty("messages").GetInt32()));
        var lines = (await anna.GetAsync("/api/me/intake-log").JsonAsync()).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(["merged known_already  1", "refused never_capture secret@law.example 2", "stored stored  1"],
            lines.Select(a => $"{a.Text("outcome")} {a.Text("reason")} {a.Text("detail")} {a.Text("times")}").Order());
        Assert.Null(lines.Single(a => a.Text("outcome") == "refused").Text("subject"));
        Assert.DoesNotContain("hemlock", await EverythingAsync(app), StringComparison.OrdinalIgnoreCase);
        var last = listed == 3 ? 2 : 3;
        var open = await anna.GetAsync($"/api/open-message?internetMessageId=mail-{last}@yamada.example").JsonAsync();
        Assert.Contains($"Pine {last}", await anna.GetStringAsync($"/api/messages/{open.Text("message", "id")}/body"));

        // The copy in Sent is no message of its own, whichever was kept out.
        mailbox.Put("sent", letter);
        await anna.PostAsJsonAsync("/api/messages", new { internetMessageId = Letters.Id("mixed"), itemId = "sent" }).JsonAsync();
        Assert.Equal(2, (await anna.GetAsync("/api/conversations").JsonAsync()).GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task S56_where_a_list_keeps_all_attached_mails_out_it_is_550_and_each_has_its_line()
    {
        await using var app = await MailRoom.StartAsync();
        using var anna = app.ClientFor(World.Anna);
        await ListAsync(anna, "one@law.example", "two@law.example");
        var letter = Outer("all", string.Concat(new[] { "one", "two" }.Select(name => Part("message/rfc822", "7bit",
            Forwards.Mail($"{name}@law.example", "Hemlock", from: $"Law <{name}@law.example>")))));

        Assert.StartsWith("550 5.7.1 Refused: one@law.example stands on your", await SendAsync(app, letter));

        var lines = (await anna.GetAsync("/api/me/intake-log").JsonAsync()).GetProperty("items").EnumerateArray();
        Assert.Equal(["refused one@law.example", "refused two@law.example"],
            lines.Select(a => $"{a.Text("outcome")} {a.Text("detail")}{a.Text("subject")}").Order());
        Assert.Empty(Directory.EnumerateFiles(app.ContentFolder, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task R29_a_fault_among_several_attached_mails_is_451_and_the_same_forward_makes_no_second_copies()
    {
        await using var app = await MailRoom.StartAsync();
        using var anna = app.ClientFor(World.Anna);
        await ListAsync(anna, "one@law.example");
        var letter = Outer("fault", string.Concat(new[] { "one@law.example", "a@yamada.example", "b@yamada.example" }.Select(from =>
            Part("message/rfc822", "7bit", Forwards.Mail($"of-{from}", $"Offer {from}", from: $"X <{from}>")))));
        var away = app.ContentFolder + "-away";
        Directory.Move(app.ContentFolder, away);
        Assert.StartsWith("451", await SendAsync(app, letter));
        Directory.Move(away, app.ContentFolder);

        Assert.StartsWith("250", await SendAsync(app, letter));

        await using var db = await app.OpenAsync(World.Anna);
        Assert.Equal(2, await db.Messages.CountAsync());
        Assert.Equal(2, Directory.EnumerateFiles(app.ContentFolder, "*", SearchOption.AllDirectories).Count());
        Assert.Equal(2, (await db.IntakeAttempts.SingleAsync(a => a.Outcome == IntakeOutcome.Refused)).Times);
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

    private static Task<string> SendAsync(CompanionApp app, string letter) =>
        app.SendAsync(World.Anna.Address, MailRoom.ContosoAddress, letter);

    private static async Task ListAsync(HttpClient client, params string[] addresses)
    {
        var seen = await client.GetAsync("/api/me/never-capture").JsonAsync();
        await client.PutAsJsonAsync("/api/me/never-capture",
            new { version = seen.Text("version"), addresses, domains = Array.Empty<string>() }).JsonAsync();
    }

    /// <summary>All that is kept, in whatever encoding.</summary>
    private static async Task<string> EverythingAsync(CompanionApp app)
    {
        var all = new StringBuilder();
        foreach (var file in Directory.EnumerateFiles(app.ContentFolder, "*", SearchOption.AllDirectories))
        {
            var source = await File.ReadAllTextAsync(file);
            all.Append(source);
            foreach (var part in MailParser.Parse(Encoding.UTF8.GetBytes(source)).Parts)
            {
                all.Append(Encoding.UTF8.GetString(part.Decode(Encoding.UTF8.GetBytes(source))));
            }
        }

        return all.ToString();
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
