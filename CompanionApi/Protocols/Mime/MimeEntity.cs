namespace CompanionApi.Protocols.Mime;

/// <summary>A node of the tree: a multipart with children, or a leaf whose body is [BodyStart, BodyEnd).</summary>
internal sealed class MimeEntity
{
    public required HeaderList Headers { get; init; }
    public required HeaderValue ContentType { get; init; }
    public required int Depth { get; init; }
    public required MimeEntity? Parent { get; init; }
    public required string TransferEncoding { get; init; }

    /// <summary>type/subtype in lower case, the default filled in.</summary>
    public required string Type { get; set; }
    /// <summary>Where its own fields begin.</summary>
    public required int Start { get; init; }
    public required int BodyStart { get; init; }
    public int BodyEnd { get; set; }
    public List<MimeEntity> Children { get; } = [];
    public bool IsMultipart => Children.Count > 0;
}
