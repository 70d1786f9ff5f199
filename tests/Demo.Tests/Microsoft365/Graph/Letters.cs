using Demo.Microsoft365;

namespace Demo.Tests.Microsoft365.Graph;

/// <summary>Mail for the tests of Graph.</summary>
internal static class Letters
{
    public static byte[] Plain(string subject = "Offer", string? messageId = null, string? inReplyTo = null) => new Letter
    {
        From = "Yuki Yamada <yuki@acme.example>",
        To = ["Anna Keller <anna@contoso.example>"],
        Cc = ["ben@contoso.example"],
        Subject = subject,
        Text = "Hello,\n\nhere is 1 < 2 & more.",
        MessageId = messageId,
        InReplyTo = inReplyTo,
    }.ToMime();

    public static byte[] WithFiles() => new Letter
    {
        From = "yuki@acme.example",
        To = ["anna@contoso.example"],
        Subject = "見積書",
        Text = "text",
        Html = "<p>html</p>",
        Attachments = [new LetterAttachment("見積書.pdf", "application/pdf", "%PDF-1.4"u8.ToArray())],
    }.ToMime();
}
