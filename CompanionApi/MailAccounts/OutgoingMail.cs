using System.Globalization;
using System.Net.Mail;
using System.Text;

namespace CompanionApi.MailAccounts;

/// <summary>
/// One mail of our own as it travels: text and HTML, all of it ASCII, every line short. No header's value reaches it but
/// encoded, so nobody's name can begin a header of its own.
/// </summary>
public sealed record OutgoingMail(MailAddress From, string To, string Subject, string Text, string Html)
{
    private const int BytesInWord = 42;

    public string Write(DateTimeOffset at)
    {
        var id = Guid.NewGuid().ToString("N");
        var mail = new StringBuilder();
        mail.Append(From.DisplayName.Length > 0
            ? $"From: {Encoded(From.DisplayName)}\r\n <{From.Address}>\r\n"
            : $"From: {From.Address}\r\n");
        mail.Append($"To: {OneLine(To)}\r\n");
        mail.Append($"Subject: {Encoded(Subject)}\r\n");
        mail.Append(CultureInfo.InvariantCulture, $"Date: {at.UtcDateTime:ddd, dd MMM yyyy HH:mm:ss} +0000\r\n");
        mail.Append($"Message-ID: <{id}@{From.Host}>\r\n");
        // RFC 3834, and what Exchange reads: nobody's machine answers this.
        mail.Append("Auto-Submitted: auto-generated\r\nX-Auto-Response-Suppress: All\r\n");
        mail.Append($"MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=\"{id}\"\r\n\r\n");
        Part(mail, id, "plain", Text);
        Part(mail, id, "html", Html);
        return mail.Append($"--{id}--\r\n").ToString();
    }

    private static void Part(StringBuilder mail, string boundary, string kind, string content)
    {
        mail.Append($"--{boundary}\r\nContent-Type: text/{kind}; charset=utf-8\r\n");
        mail.Append("Content-Transfer-Encoding: base64\r\n\r\n");
        var bytes = Encoding.UTF8.GetBytes(content.ReplaceLineEndings("\r\n"));
        mail.Append(Convert.ToBase64String(bytes, Base64FormattingOptions.InsertLineBreaks)).Append("\r\n");
    }

    /// <summary>Encoded words of RFC 2047, never cut inside a character.</summary>
    private static string Encoded(string text)
    {
        var words = new List<string>();
        var word = new List<byte>();
        foreach (var character in text.EnumerateRunes())
        {
            var bytes = Encoding.UTF8.GetBytes(character.ToString());
            if (word.Count + bytes.Length > BytesInWord)
            {
                Close();
            }

            word.AddRange(bytes);
        }

        Close();
        return string.Join("\r\n ", words);

        void Close()
        {
            words.Add($"=?utf-8?B?{Convert.ToBase64String([.. word])}?=");
            word.Clear();
        }
    }

    private static string OneLine(string address) => address.Any(char.IsControl)
        ? throw new ArgumentException("An address of one line is expected.", nameof(address))
        : address;
}
