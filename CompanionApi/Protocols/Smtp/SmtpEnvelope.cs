using System.Net;

namespace CompanionApi.Protocols.Smtp;

/// <summary>What the client said about a message before the message itself.</summary>
public sealed class SmtpEnvelope
{
    /// <summary>IPv4 where the connection is IPv4, also on a dual-mode listener.</summary>
    public required IPAddress ClientAddress { get; init; }

    /// <summary>The argument of EHLO or HELO: a claim, nothing more.</summary>
    public required string Helo { get; init; }

    /// <summary>Empty for the null sender of bounces. Needless quotes and source routes are gone; case stays.</summary>
    public required string MailFrom { get; init; }

    /// <summary>In the order of RCPT, each once.</summary>
    public IReadOnlyList<string> Recipients { get; init; } = [];

    public bool Tls { get; init; }

    /// <summary>SMTPUTF8 was asked for: addresses and headers may be UTF-8.</summary>
    public bool Utf8 { get; init; }

    /// <summary>The client's SIZE parameter.</summary>
    public long? DeclaredSize { get; init; }
}
