namespace CompanionApi.Sync;

/// <summary>The ways a mailbox fails, decided once at its edge.</summary>
public enum MailSourceFailure
{
    /// <summary>Ask again later; <see cref="MailSourceException.RetryAfter"/> tells when, if the mailbox said so.</summary>
    Temporary,

    /// <summary>The sign-in is lost: the rep must reconnect.</summary>
    NeedsReconnect,

    /// <summary>No such message or folder, or none that this reader may open.</summary>
    NotFound,

    /// <summary>The cursor is no longer good: begin the folder anew.</summary>
    CursorLost,

    /// <summary>Asked again, it answers the same, until somebody changes something there.</summary>
    Permanent,
}

/// <summary>A mailbox's failure, with a code for the rep and the log.</summary>
public sealed class MailSourceException(
    MailSourceFailure failure, string message, TimeSpan? retryAfter = null, Exception? inner = null)
    : Exception(message, inner)
{
    /// <summary>The code where the provider failed inside: it may be one item alone that it cannot bring.</summary>
    public const string ProviderTrouble = "provider_trouble";

    /// <summary>The code where a mailbox is somebody's own, which application permissions must not open (S15).</summary>
    public const string NotShared = "not_shared";

    public const string NoMailbox = "no_mailbox";

    /// <summary>The code where the provider did not answer, or not in time.</summary>
    public const string Unreachable = "unreachable";

    /// <summary>The code where one item's answer is not of the shape that the provider documents.</summary>
    public const string NotReadable = "not_readable";

    public const string Throttled = "throttled";

    public const string AccessDenied = "access_denied";

    public MailSourceFailure Failure { get; } = failure;

    public TimeSpan? RetryAfter { get; } = retryAfter;

    /// <summary>A code of ours, such as <c>throttled</c> or <c>consent_required</c>.</summary>
    public string Code { get; init; } = "unknown";

    /// <summary>Tried often enough, it is taken to be this item's own: the rest goes on (R69).</summary>
    public bool IsOfOneItem => Failure == MailSourceFailure.Permanent && Code != AccessDenied || Code == ProviderTrouble;

    /// <summary>It may be one folder alone: the others go on. What is wrong with the mailbox itself is not.</summary>
    public bool MayBeOfOneFolder =>
        Failure == MailSourceFailure.Permanent && !CannotMend || Code == ProviderTrouble;

    /// <summary>No time and no permission mends it: asked again by hand alone.</summary>
    public bool CannotMend => Failure == MailSourceFailure.Permanent && (Code is NotShared or NoMailbox);

    /// <summary>The mailbox asks for fewer at a time.</summary>
    public bool IsThrottling { get; init; }

    /// <summary>What the next sign-in must satisfy, as JSON; with a lost sign-in.</summary>
    public string? Claims { get; init; }
}
