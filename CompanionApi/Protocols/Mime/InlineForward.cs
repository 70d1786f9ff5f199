namespace CompanionApi.Protocols.Mime;

/// <summary>A forward in the body of a mail, cut in two: the words above the block and the mail below it, in the forms
/// that hold the block. A form without it (a text part that says "this mail is HTML") tells nothing of the inner mail.
/// </summary>
internal sealed record InlineForward(ForwardBlock Block, MailAddress From, string Note, string? Text, string? Html)
{
    public static InlineForward? Read(ParsedMail outer)
    {
        var text = outer.Text is { } plain ? Lines(plain) : null;
        var html = outer.Html is { } markup ? HtmlText.Lines(markup) : null;
        var inText = text is null ? null : ForwardBlock.Find(text, mayBeWrapped: true);
        var inHtml = html is null
            ? null
            : ForwardBlock.Find(html, mayBeWrapped: outer.Html!.Contains("<pre", StringComparison.OrdinalIgnoreCase));
        // The HTML does not wrap the lines of the block; the text writes the addresses out.
        if ((inHtml ?? inText) is not { } block) return null;
        return new InlineForward(
            block, Sender(outer.Html, html, inHtml, inText), Above(inHtml is null ? text! : html!, block),
            inText is null ? null : TextBelow(outer.Text!, text!, inText),
            inHtml is null ? null : HtmlBelow(outer.Html!, html!, inHtml));
    }

    private static MailAddress Sender(string? html, List<SourceLine>? lines, ForwardBlock? inHtml, ForwardBlock? inText)
    {
        var fromHtml = SenderOf(inHtml);
        var fromText = SenderOf(inText);
        var links = inHtml is null ? [] : LinksOn(html!, lines![inHtml.FromLine]);
        if (fromHtml is { Address.Length: > 0 }) fromText ??= fromHtml;
        if (fromHtml is null || fromText is null) return Unread(inHtml, inText);
        var name = fromHtml.Name.Length > 0 ? fromHtml : fromText;
        // A name alone that links to its address: <a href="mailto:taro@x.example">Taro</a>.
        if (fromHtml.Address.Length == 0 && fromText.Address.Length == 0)
            return links.Count == 1 ? name with { Address = links[0] } : name;

        // The two forms and the link say the same, or one of them shows a name that looks like an address.
        var read = fromHtml.Address.Length > 0 ? fromHtml : fromText;
        var isOne = fromText.Address.Length == 0 || Is(fromText.Address);
        return isOne && (links.Count == 0 || links.Any(Is)) ? read : Unread(inHtml, inText);

        bool Is(string address) => Addresses.Normalize(address) == Addresses.Normalize(read.Address);
    }

    private static MailAddress? SenderOf(ForwardBlock? block) =>
        block is { IsSenderDoubtful: true } ? null : ForwardPeople.Sender(block?[ForwardField.From]);

    // As it stands there, for whoever is asked.
    private static MailAddress Unread(ForwardBlock? inHtml, ForwardBlock? inText)
    {
        const int most = 200;
        var written = (inHtml ?? inText)?[ForwardField.From] ?? "";
        return new MailAddress(written.Length <= most ? written : written[..most], "");
    }

    private static IReadOnlyList<string> LinksOn(string html, SourceLine line)
    {
        const int reach = 2_000;
        if (line.Start < 0) return [];
        // The tag of the link stands before its first word.
        var start = Math.Max(html.LastIndexOf('<', line.Start), 0);
        return ForwardPeople.Linked(html[start..Math.Min(Math.Max(line.End, start), start + reach)]);
    }

    private static string Above(List<SourceLine> lines, ForwardBlock block)
    {
        var above = lines.Take(block.First).Select(line => line.Text.TrimEnd()).ToList();
        while (above.Count > 0 && ForwardLabels.Bare(above[^1]).Trim('-', '─', '—').Length == 0)
            above.RemoveAt(above.Count - 1);
        return string.Join('\n', above);
    }

    private static string TextBelow(string text, List<SourceLine> lines, ForwardBlock block)
    {
        if (block.End >= lines.Count) return "";
        var below = text[lines[block.End].Start..];
        // Apple Mail quotes what it forwards, header and all.
        if (!lines[block.FromLine].Text.TrimStart().StartsWith('>')) return below.Trim('\n');
        return string.Join('\n', below.Split('\n').Select(Unquoted)).Trim('\n');
    }

    private static string Unquoted(string line) =>
        line.StartsWith("> ", StringComparison.Ordinal) ? line[2..] : line.StartsWith('>') ? line[1..] : line;

    // What stands before the body's first word, styles above all, is the outer mail's and the inner one needs it. End
    // tags whose beginning was cut off are passed over by whoever reads the HTML.
    private static string HtmlBelow(string html, List<SourceLine> lines, ForwardBlock block)
    {
        var cut = lines[block.End - 1].End;
        return cut < 0 ? "" : html[..EndOfHead(html, cut)] + html[cut..];
    }

    private static int EndOfHead(string html, int limit)
    {
        var body = html.IndexOf("<body", 0, limit, StringComparison.OrdinalIgnoreCase);
        var end = body < 0 ? -1 : html.IndexOf('>', body, limit - body);
        return end < 0 ? 0 : end + 1;
    }

    private static List<SourceLine> Lines(string text) =>
        [.. TextLines.Split(text).Select(line => new SourceLine(line.Text, line.Start, line.Start + line.Text.Length))];
}
