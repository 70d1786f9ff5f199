namespace CompanionApi.Protocols.Mime;

/// <summary>What the header of a mail says, while nobody knows yet whether the rest is worth reading. See
/// <see cref="MailParser.ReadHeader"/>.</summary>
public sealed class MailHeader
{
    private readonly ReadOnlyMemory<byte> source;
    private readonly MailLimits limits;
    private readonly DefectLog log = new();
    private readonly MimeTreeReader tree;
    private readonly MimeEntity root;

    internal MailHeader(ReadOnlyMemory<byte> source, MailLimits limits)
    {
        (this.source, this.limits) = (source, limits);
        tree = new MimeTreeReader(source, limits, log);
        root = tree.ReadRoot();
        root.Headers.Reading.CharsetHint = root.ContentType["charset"];
        // The whole mail's reading names what is wrong with these fields.
        var fields = new MessageFields(root.Headers, limits, new DefectLog());
        (MessageId, From, Date) = (fields.MessageId(), fields.From(), fields.Date());
    }

    public HeaderList Headers => root.Headers;

    /// <summary>As <see cref="ParsedMail.MessageId"/>.</summary>
    public string? MessageId { get; }

    /// <summary>As <see cref="ParsedMail.From"/>; a raw 8-bit name may read otherwise once the body's charset is known.</summary>
    public IReadOnlyList<MailAddress> From { get; }

    /// <summary>As <see cref="ParsedMail.FromHeaderCount"/>.</summary>
    public int FromHeaderCount => root.Headers.FromCount;

    public DateTimeOffset? Date { get; }

    /// <summary>The mail, as <see cref="MailParser.Parse"/> gives it; to be asked for once. The header's fields are not
    /// found again.</summary>
    public ParsedMail ReadWhole() => MailParser.ReadWhole(tree, root, source, limits, log);
}
