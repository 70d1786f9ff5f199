using System.Security.Cryptography.X509Certificates;

namespace CompanionApi.Protocols.Smtp;

public enum SmtpTls
{
    /// <summary>In the clear: for a relay on this machine or its own network.</summary>
    None,

    /// <summary>The upgrade must succeed (RFC 3207); a relay that does not offer it gets nothing.</summary>
    StartTls,

    /// <summary>TLS from the first octet (RFC 8314).</summary>
    Implicit,
}

/// <summary>The server that takes our mail, and how to talk to it.</summary>
public sealed record SmtpRelay(string Host, int Port, SmtpTls Tls, string HelloName)
{
    /// <summary>Null: it asks for no sign-in.</summary>
    public string? User { get; init; }

    public string Password { get; init; } = "";

    /// <summary>Roots beside the system's, for a relay with a certificate of one's own; its name must fit all the same.</summary>
    public X509Certificate2Collection? Trusted { get; init; }
}

/// <summary>The relay that the operator has set for mail that goes out from here; null where none is.</summary>
public sealed record OutgoingRelay(SmtpRelay? Relay);

/// <summary>The relay said no, or is no relay. <see cref="IsPermanent"/>: the same mail will never be taken.</summary>
public sealed class SmtpRelayException(string message, bool isPermanent, Exception? inner = null) : Exception(message, inner)
{
    public bool IsPermanent { get; } = isPermanent;
}
