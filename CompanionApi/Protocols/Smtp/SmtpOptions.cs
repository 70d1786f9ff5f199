using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace CompanionApi.Protocols.Smtp;

/// <summary>Where the server listens, and how far a client may go. Each limit has its reply in SmtpReplies.</summary>
public sealed record SmtpOptions
{
    /// <summary>Port 0 takes a free one; <see cref="SmtpServer.Endpoint"/> tells which.</summary>
    public IPEndPoint Listen { get; init; } = new(IPAddress.Loopback, 2525);

    /// <summary>The name in the greeting and in a self-made certificate.</summary>
    public string HostName { get; init; } = "localhost";

    /// <summary>For STARTTLS, with its private key; without one the server makes its own.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>As transferred, dots unstuffed (RFC 1870 section 3). A message of exactly this size passes.</summary>
    public int MaxMessageBytes { get; init; } = 20_971_520;

    /// <summary>Of one transaction; RFC 5321 4.5.3.1.8 asks for at least 100.</summary>
    public int MaxRecipients { get; init; } = 100;

    /// <summary>Commands since the last message that was taken.</summary>
    public int MaxCommands { get; init; } = 1_000;

    /// <summary>5xx replies since the last message that was taken.</summary>
    public int MaxBadCommands { get; init; } = 20;

    public int MaxConnections { get; init; } = 500;

    /// <summary>From one IPv4 address, or one IPv6 /64.</summary>
    public int MaxConnectionsPerAddress { get; init; } = 50;

    /// <summary>Of all messages being received at the same time.</summary>
    public long MaxBufferedBytes { get; init; } = 536_870_912;

    /// <summary>
    /// Of all messages being received from one IPv4 address or IPv6 /64, so that none keeps the others out; a quarter of all
    /// unless set, and never less than one message takes.
    /// </summary>
    public long? MaxBufferedBytesPerAddress { get; init; }

    /// <summary>For a command line to be complete, for the next piece of a message, for a reply to be read.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(5);

    public TimeSpan MaxSessionTime { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Of a message in transfer, over each minute or longer, from its first octet to its last.</summary>
    public int MinDataBytesPerSecond { get; init; } = 100;

    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
