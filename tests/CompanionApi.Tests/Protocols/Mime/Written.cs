using System.Text;
using CompanionApi.Protocols.Mime;

namespace CompanionApi.Tests.Protocols.Mime;

/// <summary>Mails written in the test: lines end in CRLF, characters are Latin-1 bytes, or UTF-8 where asked.
/// </summary>
internal static class Written
{
    public static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text.ReplaceLineEndings("\r\n"));

    public static ParsedMail Mail(string text) => MailParser.Parse(Bytes(text));

    public static ParsedMail Utf8(string text) =>
        MailParser.Parse(Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\r\n")));

    /// <summary>A mail of one field and no body.</summary>
    public static ParsedMail Field(string field) => Mail(field + "\n\n");

    public static bool Has(this ParsedMail mail, MailDefectKind kind) =>
        mail.Defects.Any(defect => defect.Kind == kind);

    public static string Show(this IEnumerable<MailAddress> addresses) =>
        string.Join("; ", addresses.Select(address => $"{address.Name} <{address.Address}>".Trim()));
}
