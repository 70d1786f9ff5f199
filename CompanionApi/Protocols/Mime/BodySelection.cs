namespace CompanionApi.Protocols.Mime;

/// <summary>Which parts are the body as text, which as HTML, and which are attachments: the algorithm that RFC 8621
/// section 4.1.4 suggests, with the start parameter of RFC 2387. A part may serve as both bodies.</summary>
internal sealed class BodySelection
{
    private readonly Dictionary<MimeEntity, MailPart> partOf;
    private readonly List<MailPart> attachments = [];

    private BodySelection(List<MailPart> parts) => partOf = parts.ToDictionary(part => part.Entity);

    public static (List<MailPart> Text, List<MailPart> Html, List<MailPart> Attachments) Of(
        MimeEntity root, List<MailPart> parts)
    {
        var selection = new BodySelection(parts);
        var text = new List<MailPart>();
        var html = new List<MailPart>();
        if (root.IsMultipart) selection.Walk(root, IsAlternative(root), text, html);
        else selection.Leaf(root, 0, "", false, ref text!, ref html!);
        var used = text.Concat(html).ToHashSet();
        return (text, html, parts.FindAll(part => !used.Contains(part)));
    }

    private void Walk(MimeEntity multipart, bool inAlternative, List<MailPart>? text, List<MailPart>? html)
    {
        var kind = multipart.Type["multipart/".Length..];
        var textBefore = text?.Count ?? -1;
        var htmlBefore = html?.Count ?? -1;
        var (allText, allHtml) = (text, html);
        var rootIndex = kind == "related" ? RootOf(multipart) : 0;
        for (var i = 0; i < multipart.Children.Count; i++)
        {
            var child = multipart.Children[i];
            if (child.IsMultipart) Walk(child, inAlternative || IsAlternative(child), text, html);
            else Leaf(child, i - rootIndex, kind, inAlternative, ref text, ref html);
        }
        if (kind != "alternative" || allText is null || allHtml is null) return;
        // One form alone serves as both.
        if (allText.Count == textBefore && allHtml.Count != htmlBefore) allText.AddRange(allHtml.Skip(htmlBefore));
        else if (allHtml.Count == htmlBefore && allText.Count != textBefore) allHtml.AddRange(allText.Skip(textBefore));
    }

    private void Leaf(
        MimeEntity leaf, int index, string kind, bool inAlternative, ref List<MailPart>? text, ref List<MailPart>? html)
    {
        var part = partOf[leaf];
        var isText = part.ContentType is "text/plain" or "text/html";
        // In a related only its root is body; elsewhere a later text with a file name is a file.
        var isBody = isText && part.Disposition != "attachment"
            && (index == 0 || (kind != "related" && part.FileName is null));
        if (!isBody)
        {
            attachments.Add(part);
            return;
        }
        var isHtml = part.ContentType == "text/html";
        if (kind == "alternative")
        {
            (isHtml ? html : text)?.Add(part);
            return;
        }
        // Below an alternative a branch that shows its form stands for that form alone.
        if (inAlternative && isHtml) text = null;
        if (inAlternative && !isHtml) html = null;
        text?.Add(part);
        html?.Add(part);
    }

    private static bool IsAlternative(MimeEntity entity) => entity.Type == "multipart/alternative";

    private static int RootOf(MimeEntity related)
    {
        var start = MessageIds.Normalize(related.ContentType["start"]);
        var named = start is null ? -1 : related.Children.FindIndex(child =>
            MessageIds.Normalize(child.Headers.First("Content-ID")?.Text) == start);
        if (named >= 0) return named;
        // Without a start the first part is the root, unless the type of the root says it cannot be.
        var type = related.ContentType["type"]?.Trim();
        return Math.Max(0,
            related.Children.FindIndex(child => child.Type.Equals(type, StringComparison.OrdinalIgnoreCase)));
    }
}
