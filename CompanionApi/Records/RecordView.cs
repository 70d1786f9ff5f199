using CompanionApi.Data;
using CompanionApi.Model;

namespace CompanionApi.Records;

/// <summary>
/// What every record shows. <c>Mine</c>: the viewer owns it, and may delete it and say who sees it (S5).
/// </summary>
public abstract record RecordView
{
    private protected RecordView(Record row, RecordCard card, LastMail mail, bool isMine)
    {
        Kind = card.Kind;
        Id = card.Id;
        Name = card.Name;
        Version = row.Version;
        Owner = card.Owner;
        VisibleTo = card.VisibleTo;
        Mine = isMine;
        CreatedAt = row.CreatedAt;
        LastMailSentAt = mail.SentAt;
        LastMailReceivedAt = mail.ReceivedAt;
    }

    public RecordKind Kind { get; }

    public Guid Id { get; }

    public string Name { get; }

    public int Version { get; }

    public UserRef Owner { get; }

    public VisibleTo VisibleTo { get; }

    public bool Mine { get; }

    public DateTimeOffset CreatedAt { get; }

    /// <summary>Of the mail that the viewer may see.</summary>
    public DateTimeOffset? LastMailSentAt { get; }

    /// <summary>Of the mail that the viewer may see.</summary>
    public DateTimeOffset? LastMailReceivedAt { get; }
}
