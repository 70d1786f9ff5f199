using System.Text;

namespace CompanionApi.Tests.Protocols.Mime;

/// <summary>Mails made to hang or crash a parser, each of any size wanted.</summary>
internal static class HostileMails
{
    public static readonly Dictionary<string, Func<int, string>> Kinds = new()
    {
        ["open comments in From"] = n => "From: " + Repeat("(", n),
        ["nested comments in From"] = n => "From: " + Repeat("(", n / 2) + Repeat(")", n / 2) + " a@b.example",
        ["unbalanced comments in From"] = n => "From: " + Repeat("(()", n / 3) + " a@b.example",
        ["open brackets in From"] = n => "From: " + Repeat("<", n),
        ["open addresses in To"] = n => "To: " + Repeat("<a@b", n / 4),
        ["quotes in To"] = n => "To: " + Repeat("\"", n + 1),
        ["quotes in angles in To"] = n => "To: " + Repeat("<\"a", n / 3),
        ["backslashes in To"] = n => "To: \"" + Repeat("\\", n),
        ["groups in To"] = n => "To: " + Repeat("a:", n / 2),
        ["colons after an address in To"] = n => "To: " + new string('a', n / 2) + "@b" + Repeat(":", n / 2),
        ["commas in To"] = n => "To: " + Repeat(",", n),
        ["addresses in To"] = n => "To: " + Repeat("a@b.example,", n / 12),
        ["words in To"] = n => "To: " + Repeat("a ", n / 2) + "@b",
        ["domain literals in To"] = n => "To: " + Repeat("a@[", n / 3),
        ["names without an address in To"] = n => "To: " + Repeat("a,", n / 2) + "b <c@d.example>",
        ["open encoded words in Subject"] = n => "Subject: " + Repeat("=?a?q?", n / 6),
        ["open encoded words in To"] = n => "To: " + Repeat("=?a?q?", n / 6),
        ["encoded word starts in Subject"] = n => "Subject: " + Repeat("=?", n / 2),
        ["encoded words in Subject"] = n => "Subject: " + Repeat("=?utf-8?B?4w==?= ", n / 17),
        ["torn base64 words in Subject"] = n => "Subject: =?utf-8?B?A?=" + Repeat(" =?utf-8?B?AAAA?=", n / 17),
        ["one long encoded word"] = n => "Subject: =?utf-8?Q?" + Repeat("=E3=81=82", n / 9) + "?=",
        ["long charset label"] = n => "Subject: =?" + new string('x', n) + "?Q?a?=",
        ["changing charsets in Subject"] = n => "Subject: " + Repeat("=?utf-8?Q?a?= =?iso-8859-1?Q?b?= ", n / 33),
        ["pads in Subject"] = n => "Subject: =?utf-8?B?" + Repeat("=?=", n / 3),
        ["escapes in Subject"] = n => "Subject: " + Repeat("\u001B", n),
        ["Japanese escapes in Subject"] = n => "Subject: " + Repeat("\u001B$B\u001B(B", n / 6),
        ["raw bytes in Subject"] = n => "Subject: " + Repeat("\u0083\u0041\u00E9", n / 3),
        ["many fields"] = n => Repeat("X: y\r\n", n / 6),
        ["many From fields"] = n => Repeat("From: a@b.example\r\n", n / 19),
        ["many Content-Type fields"] = n => Repeat("Content-Type: x\r\n", n / 17),
        ["folds"] = n => "Subject: a" + Repeat("\r\n ", n / 3),
        ["blank folds"] = n => "Subject: a" + Repeat("\r\n \r\n\tb", n / 7),
        ["lines that are no fields"] = n => "Subject: a\r\n" + Repeat("junk\r\n", n / 6),
        ["carriage returns"] = n => "Subject: a" + Repeat("\r", n),
        ["carriage returns alone"] = n => Repeat("X: a\r", n / 5),
        ["spaces before a colon"] = n => "Subject" + Repeat(" ", n) + ": a",
        ["semicolons in Content-Type"] = n => "Content-Type: text/plain" + Repeat(";", n),
        ["parameters in Content-Type"] = n => "Content-Type: text/plain" + Repeat("; a=b", n / 5),
        ["comments in Content-Type"] = n => "Content-Type: text/plain" + Repeat("(", n),
        ["words in Content-Type"] = n => "Content-Type: text/plain; a=" + Repeat("b ", n / 2),
        ["stars in Content-Disposition"] = n => "Content-Disposition: attachment"
            + string.Concat(Enumerable.Range(0, n / 20).Select(i => $"; filename*{i}*=%41")),
        ["one long star value"] = n =>
            "Content-Disposition: attachment; filename*=utf-8''" + Repeat("%E3%81%82", n / 9),
        ["quotes in a parameter"] = n => "Content-Type: text/plain; name=" + Repeat("\"\\", n / 2),
        ["ids in References"] = n => "References: " + Repeat("<a@b> ", n / 6),
        ["open ids in References"] = n => "References: " + Repeat("<", n),
        ["comments in References"] = n => "References: " + Repeat("(", n) + "<a@b>",
        ["comments in an id"] = n => "Message-ID: <" + Repeat("(", n) + ">",
        ["date of words"] = n => "Date: " + Repeat("1 ", n / 2),
        ["delimiters"] = n => "Content-Type: multipart/mixed; boundary=b\r\n\r\n" + Repeat("--b\r\n", n / 5),
        ["parts"] = n => "Content-Type: multipart/mixed; boundary=b\r\n\r\n" + Repeat("--b\r\n\r\na\r\n", n / 10),
        ["closing delimiters"] = n => "Content-Type: multipart/mixed; boundary=b\r\n\r\n" + Repeat("--b--\r\n", n / 7),
        ["opened and closed"] = n =>
            "Content-Type: multipart/mixed; boundary=b\r\n\r\n" + Repeat("--b\r\n\r\na\r\n--b--\r\n", n / 17),
        ["dashes"] = n => "Content-Type: multipart/mixed; boundary=b\r\n\r\n" + Repeat("--\r\n", n / 4),
        ["long near-delimiters"] = n => "Content-Type: multipart/mixed; boundary=" + new string('b', 1000) + "\r\n\r\n"
            + Repeat("--" + new string('b', 999) + "\r\n", n / 1003),
        ["nested multiparts"] = n => Nested(n, "multipart/mixed"),
        ["nested alternatives"] = n => Nested(n, "multipart/alternative"),
        ["nested in one boundary"] = n => "Content-Type: multipart/mixed; boundary=b\r\n\r\n"
            + Repeat("--b\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n", n / 50),
        ["nested mails"] = n => Repeat("Content-Type: message/rfc822\r\n\r\n", n / 32),
        ["base64 of nothing"] = n => "Content-Transfer-Encoding: base64\r\n\r\n" + Repeat("=", n),
        ["pads line by line"] = n => "Content-Transfer-Encoding: base64\r\n\r\n" + Repeat("QQ==\r\n", n / 6),
        ["long line after a pad"] = n => "Content-Transfer-Encoding: base64\r\n\r\nQQ==\r\n" + Repeat("A", n),
        ["quoted-printable signs"] = n => "Content-Transfer-Encoding: quoted-printable\r\n\r\n" + Repeat("=", n),
        ["quoted-printable spaces"] = n => "Content-Transfer-Encoding: quoted-printable\r\n\r\n" + Repeat("= ", n / 2),
        ["spaces before line ends"] = n => "Content-Transfer-Encoding: quoted-printable\r\n\r\n" + Repeat(" ", n),
        ["uuencode without end"] = n =>
            "Content-Transfer-Encoding: x-uuencode\r\n\r\nbegin 644 a\r\n" + Repeat("`\r\n", n / 3),
        ["flowed quotes"] = n => "Content-Type: text/plain; format=flowed\r\n\r\n" + Repeat("> a \r\n", n / 6),
        ["flowed depth"] = n => "Content-Type: text/plain; format=flowed\r\n\r\n" + Repeat(">", n),
        ["open tags"] = n => Html(Repeat("<a ", n / 3)),
        ["open brackets in HTML"] = n => Html(Repeat("<", n)),
        ["open quotes in tags"] = n => Html(Repeat("<a b='", n / 6)),
        ["open quotes in closed tags"] = n => Html(Repeat("<a b=\">", n / 7)),
        ["closed quotes in closed tags"] = n => Html(Repeat("<a =\">\"", n / 8)),
        ["closed quotes across tags"] = n => Html(Repeat("<a =\">", n / 7) + "\""),
        ["marks of two classes in Subject"] = n => "Subject: =?utf-8?Q?a" + Repeat("=CC=81", n / 12) + Repeat("=CC=A3", n / 12) + "?=",
        ["marks of two classes in From"] = n => "From: a" + Repeat("\u00CC\u0081", n / 4) + Repeat("\u00CC\u00A3", n / 4) + "@b.example",
        ["open comments in HTML"] = n => Html(Repeat("<!--", n / 4)),
        ["open styles in HTML"] = n => Html(Repeat("<style>", n / 7)),
        ["closed styles in HTML"] = n => Html(Repeat("<style></style", n / 14)),
        ["blockquotes in HTML"] = n => Html(Repeat("<blockquote>a", n / 13)),
        ["entities in HTML"] = n => Html(Repeat("&amp", n / 4)),
        ["ampersands in HTML"] = n => Html(Repeat("&", n)),
        ["breaks in HTML"] = n => Html(Repeat("<br>", n / 4) + "a"),
        ["attributions"] = n => "\r\n" + Repeat("On 1 a@b\r\n", n / 10),
        ["header labels"] = n => "\r\n" + Repeat("From: a\r\n", n / 9),
        ["openings of forwards"] = n => "\r\n" + Repeat("-----Original Message-----\r\n\r\n", n / 30),
        ["forwards in forwards"] = n => "\r\n" + Repeat("From: a\r\nSubject: b\r\nTo: c,\r\n", n / 29),
        ["blocks that are none"] = n => "\r\n" + Repeat("From: a\r\nTo: c,\r\nd,\r\ne,\r\n", n / 25),
        ["a forward to everyone"] = n => "\r\nFrom: a\r\nSubject: b\r\nTo: " + Repeat("a@b.example,\r\n", n / 14),
        ["links in a forward"] = n => "\r\nFrom: a\r\nSubject: b\r\nTo: " + Repeat("<mailto:a", n / 9),
        ["brackets in a forward"] = n => "\r\nFrom: " + Repeat("[mailto:", n / 8) + "\r\nSubject: b\r\nTo: c",
        ["a forward's block in HTML"] = n => Html("From: <a href=" + Repeat("mailto:", n / 7) + ">a</a><br>To: b<br>Subject: c"),
        ["attached mails"] = n => "Content-Type: multipart/mixed; boundary=b\r\n\r\n" +
            Repeat("--b\r\nContent-Type: message/rfc822\r\n\r\nFrom: a@b\r\nMessage-ID: <a>\r\n\r\n", n / 77),
        ["underscores"] = n => "\r\n" + Repeat("____________________\r\n", n / 22),
        ["UTF-7"] = n => "Content-Type: text/plain; charset=utf-7\r\n\r\n" + Repeat("+2AA", n / 4),
        ["ISO-2022 shifts"] = n =>
            "Content-Type: text/plain; charset=iso-2022-jp\r\n\r\n" + Repeat("\u001B$)C\u000E", n / 5),
        ["nothing but NUL"] = n => Repeat("\0", n),
        ["nothing but FF"] = n => Repeat("\u00FF", n),
        ["nothing but line ends"] = n => Repeat("\r\n", n / 2),
    };

    public static byte[] Of(string kind, int size) => Encoding.Latin1.GetBytes(Kinds[kind](size) + "\r\n\r\nbody\r\n");

    private static string Html(string html) => "Content-Type: text/html\r\n\r\n" + html;

    private static string Nested(int size, string type)
    {
        var mail = new StringBuilder();
        for (var i = 0; mail.Length < size; i++) mail.Append($"Content-Type: {type}; boundary=b{i}\r\n\r\n--b{i}\r\n");
        return mail.ToString();
    }

    private static string Repeat(string text, int count) =>
        new StringBuilder().Insert(0, text, Math.Max(count, 0)).ToString();
}
