using CompanionApi.Data;
using CompanionApi.Model;
using CompanionApi.Protocols.Mime;

namespace CompanionApi.Messages;

/// <summary>
/// A mail at the door, parsed, with who owns it and where it came from. Every source makes one; nothing else enters.
/// </summary>
public sealed record IncomingMessage
{
    public required int CompanyId { get; init; }

    public required long OwnerId { get; init; }

    public required Door Door { get; init; }

    public required ParsedMail Mail { get; init; }

    /// <summary>The bytes as received: they go to the content store as they are.</summary>
    public required ReadOnlyMemory<byte> Source { get; init; }

    /// <summary>Set where <see cref="Mail"/> was read out of a forward (S37).</summary>
    public ForwardedIn? Forward { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Who does it by hand (the pane); null: the door's rule.</summary>
    public long? ActorId { get; init; }

    public Envelope? Envelope { get; init; }

    /// <summary>The deals and leads whose own addresses it was sent to, in the order of RCPT (R27).</summary>
    public IReadOnlyList<Addressed> Addressed { get; init; } = [];

    /// <summary>Bcc as the sender's own copy knows it; mail that travelled shows none.</summary>
    public IReadOnlyList<string> Bcc { get; init; } = [];

    public (string Mailbox, string ItemId)? Item { get; init; }

    /// <summary>The mailbox's item has attachments that are larger than the limit: they stay there.</summary>
    public bool IsWithoutAttachments { get; init; }

    public string? ProviderConversationId { get; init; }

    public bool IsRead { get; init; }

    /// <summary>The address of the shared mailbox that the mail lies in; null: in none. What is from it was sent.</summary>
    public string? SharedMailbox { get; init; }

    /// <summary>So many persons may be made of it (S10). Only Smart BCC and dropbox make any (S36).</summary>
    public int NewPersons { get; init; }

    /// <summary>The default visibility does not apply: the mail is older than the setting (S8) or not surely the rep's.</summary>
    public bool StaysPrivate { get; init; }

    /// <summary>DKIM alone, days old: kept private and unlinked until the rep says that it is hers (S30).</summary>
    public bool IsDoubtful { get; init; }

    /// <summary>The rep asks for a mail that she had deleted here (S54).</summary>
    public bool Again { get; init; }

    /// <summary>The line of the intake log, written in the same transaction (R28).</summary>
    public IntakeAttempt? Attempt { get; init; }

    /// <summary>The mail that this one forwards, read already by whoever forwards it.</summary>
    public IncomingMessage Inner(ForwardedIn forward) =>
        this with { Mail = forward.Reading.Mail, Forward = forward, IsRead = true };
}

/// <summary>The forward that a mail was read out of.</summary>
/// <param name="Reading">The inner mail and how it was found.</param>
/// <param name="OuterMessageId">The forward's own Message-ID.</param>
/// <param name="Number">Which of the mails that hang on it.</param>
/// <param name="At">When it was forwarded, as it says.</param>
/// <param name="ClaimedId">The id that the forward says it forwards, to be taken where the sender agrees.</param>
public sealed record ForwardedIn(
    ForwardedMail Reading, string OuterMessageId, int Number, DateTimeOffset At, string? ClaimedId)
{
    /// <summary>The inner mail shows its own Message-ID.</summary>
    public bool IsIdCertain => Reading.Mail.MessageId is not null;
}

/// <summary>What the SMTP dialogue said, and what proved the sender.</summary>
public sealed record Envelope(
    string MailFrom, IReadOnlyList<string> Recipients, string ClientAddress, string Helo, bool Tls, string Proof);

/// <summary>A record that the mail was addressed to, by that address.</summary>
public sealed record Addressed(long RecordId, string Address);

/// <summary>The message that stands now. <see cref="Message"/> is null where the owner had deleted it here.</summary>
public sealed record Intake(IntakeOutcome Outcome, Message? Message, Change? Change)
{
    /// <summary>What kept the mail out (R70): then nothing was stored.</summary>
    public NeverCaptured? NeverCaptured { get; init; }

    /// <summary>The hash of a mail that the owner had deleted here (S54); null: nothing kept it out, or a list.</summary>
    public byte[]? DeletedAs { get; init; }
}
