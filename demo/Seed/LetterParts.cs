using System.Globalization;
using System.Text;
using Demo.Outlook;

namespace Demo.Seed;

/// <summary>
/// The parts of a letter: its text in one or two forms, pictures, files, an invitation, a delivery report.
/// </summary>
internal static class LetterParts
{
    public static MimePart Of(Letter letter, SeedLetters letters)
    {
        if (letter["report"] is { } failed)
        {
            return Report(letter, failed, letters);
        }

        var body = Body(letter, letters);
        if (letter["calendar"] is { } calendar)
        {
            body = MimePart.Multipart("alternative", body, Invitation(letter, calendar, letters));
        }

        var pictures = letter.Files.Where(IsPicture).Select(Picture).ToList();
        if (pictures.Count > 0)
        {
            body = MimePart.Multipart("related", [body, .. pictures]);
        }

        var files = letter.Files.Where(file => !IsPicture(file)).Select(File).ToList();
        return files.Count > 0 ? MimePart.Multipart("mixed", [body, .. files]) : body;
    }

    private static MimePart Body(Letter letter, SeedLetters letters)
    {
        var charset = letter["charset"] ?? "utf-8";
        if (letter["format"] == "text")
        {
            return MimePart.Text(LetterBody.Text(letter), charset: charset);
        }

        var html = LetterBody.Html(letter);
        var text = letter["format"] == "html" ? LetterBody.TextOfHtml(html) : LetterBody.Text(letter);
        if (letter["forwards"] is { } id)
        {
            var forwarded = letters[id];
            var block = ForwardBlock(forwarded, letters);
            text = $"{text}\n\n{block}\n\n{LetterBody.Text(forwarded)}";
            var lines = string.Join("<br>\n", block.Split('\n').Select(System.Net.WebUtility.HtmlEncode));
            html = $"{html}<hr><p>{lines}</p>{LetterBody.Html(forwarded)}";
        }

        return MimePart.Multipart("alternative", MimePart.Text(text),
            MimePart.Text($"<html><body>{html}</body></html>", "html"));
    }

    // As Outlook writes it above what it forwards.
    private static string ForwardBlock(Letter forwarded, SeedLetters letters)
    {
        var sent = letters.TimeOf(forwarded).ToString("dddd, d MMMM yyyy HH:mm", CultureInfo.InvariantCulture);
        var to = string.Join("; ", forwarded.To.Select(person => $"{person.Name} <{person.Address}>"));
        return $"""
            From: {forwarded.From.Name} <{forwarded.From.Address}>
            Sent: {sent}
            To: {to}
            Subject: {forwarded.Subject}
            """.ReplaceLineEndings("\n");
    }

    private static bool IsPicture(LetterFile file) => file.Name.EndsWith(".png", StringComparison.Ordinal);

    private static MimePart Picture(LetterFile file) =>
        MimePart.File(file.Name, "image/png", RoastCurve.Png(), contentId: file.Name);

    private static MimePart File(LetterFile file) => Path.GetExtension(file.Name) switch
    {
        ".pdf" => MimePart.File(file.Name, "application/pdf", SimplePdf.Of(file.Content.Split('\n'))),
        ".csv" => MimePart.File(
            file.Name, "text/csv", [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(file.Content)]),
        var other => throw new InvalidOperationException($"No way to make a file of kind '{other}'."),
    };

    /// <summary>"6 2 Room": in six days at ten, for two hours, in that place.</summary>
    private static MimePart Invitation(Letter letter, string calendar, SeedLetters letters)
    {
        var words = calendar.Split(' ', 3);
        var start = letters.TimeOf(letter).UtcDateTime.Date
            .AddDays(int.Parse(words[0], CultureInfo.InvariantCulture)).AddHours(10);
        var end = start.AddHours(int.Parse(words[1], CultureInfo.InvariantCulture));
        static string Utc(DateTime time) => time.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var attendees = letter.To.Concat(letter.Cc)
            .Select(person => $"ATTENDEE;ROLE=REQ-PARTICIPANT;RSVP=TRUE;CN={person.Name}:mailto:{person.Address}");
        var text = $"""
            BEGIN:VCALENDAR
            METHOD:REQUEST
            PRODID:-//Contoso//Calendar//EN
            VERSION:2.0
            BEGIN:VEVENT
            UID:{letter.Id}@{letter.From.Domain}
            DTSTAMP:{Utc(letters.TimeOf(letter).UtcDateTime)}
            DTSTART:{Utc(start)}
            DTEND:{Utc(end)}
            SUMMARY:{letter.Subject}
            LOCATION:{words[2].Replace(",", "\\,")}
            ORGANIZER;CN={letter.From.Name}:mailto:{letter.From.Address}
            {string.Join('\n', attendees)}
            END:VEVENT
            END:VCALENDAR
            """;
        return MimePart.Plain("text/calendar; charset=utf-8; method=REQUEST", text);
    }

    /// <summary>RFC 3464, as a server sends it back.</summary>
    private static MimePart Report(Letter letter, string failed, SeedLetters letters)
    {
        var status = $"""
            Reporting-MTA: dns;{letter.From.Domain}

            Final-Recipient: rfc822;{failed}
            Action: failed
            Status: 5.1.1
            Diagnostic-Code: smtp;550 5.1.1 The email account that you tried to reach does not exist
            """;
        var original = Encoding.Latin1.GetString(letters.Mime(letters[letter.Before!]));
        return MimePart.Multipart("report; report-type=delivery-status",
            MimePart.Text(LetterBody.Text(letter)),
            MimePart.Plain("message/delivery-status", status),
            MimePart.Plain("message/rfc822", original));
    }
}
