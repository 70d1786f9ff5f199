using System.Text;
using System.Text.Json;
using CompanionApi.Protocols.Mime;
using Demo.Outlook;

namespace Demo.Microsoft365.Graph;

/// <summary>A file of a message being written; with a content id it may stand within the body.</summary>
internal sealed record DraftFile(string Name, string ContentType, byte[] Content, string? ContentId, bool IsInline)
{
    /// <summary>Larger ones need an upload session (Graph: outlook-large-attachments).</summary>
    private const int LargestBytes = 3 * 1024 * 1024;

    public static DraftFile Of(MailPart part, byte[] source) =>
        new(part.FileName ?? $"ATT{part.Number:00000}", part.ContentType, part.Decode(source), part.ContentId, part.IsInline);

    /// <exception cref="GraphException">400: no fileAttachment; 413: too large.</exception>
    public static DraftFile Read(JsonElement file)
    {
        if (file.ValueKind != JsonValueKind.Object
            || GraphJson.Text(file, "@odata.type")?.TrimStart('#').Equals("microsoft.graph.fileAttachment", StringComparison.OrdinalIgnoreCase) != true)
        {
            throw GraphException.NotSimulated("attachments other than #microsoft.graph.fileAttachment");
        }

        if (GraphJson.Property(file, "contentBytes") is not { ValueKind: JsonValueKind.String } text || !text.TryGetBytesFromBase64(out var bytes))
        {
            throw GraphException.BadRequest("Cannot convert the literal of property 'contentBytes' to the expected type 'Edm.Binary'.");
        }

        var name = GraphJson.Text(file, "name") ?? throw GraphException.BadRequest("Required property 'name' is missing.");
        return bytes.Length < LargestBytes
            ? new DraftFile(
                name, GraphJson.Text(file, "contentType") ?? "application/octet-stream", bytes, GraphJson.Text(file, "contentId"),
                GraphJson.Property(file, "isInline")?.ValueKind == JsonValueKind.True)
            : throw new GraphException(413, "RequestEntityTooLarge", "The request body is too large: use an upload session.");
    }

    public MimePart ToPart() => ContentType == "message/rfc822"
        ? MimePart.Plain(ContentType, Encoding.Latin1.GetString(Content))
        : MimePart.File(Name, ContentType, Content, IsInline ? ContentId ?? $"{Name}@{Submission.HostName}" : null);
}
