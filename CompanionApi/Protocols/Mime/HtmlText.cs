namespace CompanionApi.Protocols.Mime;

/// <summary>The words of an HTML mail as plain text, for searching, snippets and mails with no text of their own. Not a
/// sanitiser: what comes out is text and must be encoded again wherever it is shown.</summary>
public static class HtmlText
{
    /// <summary>Never throws; linear in the length. Blocks become lines, blockquotes "> ", list items "- ".</summary>
    public static string From(string? html) => string.IsNullOrEmpty(html) ? "" : new HtmlReader(html).Read();
}
