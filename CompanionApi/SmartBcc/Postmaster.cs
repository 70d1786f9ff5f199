using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using CompanionApi.Data;
using CompanionApi.Protocols.Mime;
using CompanionApi.Protocols.Smtp;

namespace CompanionApi.SmartBcc;

/// <summary>Who reads the mail for postmaster; null: nobody, and it is no address here.</summary>
public sealed record PostmasterOptions(string? Address);

/// <summary>
/// The one mailbox that every host of mail owes the others (RFC 5321 4.5.1). Its mail is the operator's: handed on by the
/// relay before the 250, kept nowhere here, and of no company. It comes alone in its transaction, so that one reply speaks for
/// one fate. Anybody may write, so size and number are bounded.
/// </summary>
public sealed class Postmaster(
    PostmasterOptions options, OutgoingRelay relay, OwnMail ownMail, BccDomain domain, SmtpOptions smtp, TimeProvider clock,
    ILogger<Postmaster> log)
{
    public const int MaxBytes = 1_048_576;
    public const int MaxPerHour = 60;
    public const int MaxPerHourOfOneClient = 10;

    private const string LocalPart = "postmaster";
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly SmtpReply TooLarge = new(552, "5.3.4", $"Mail for postmaster may have {MaxBytes} octets");

    private static readonly SmtpReply TooMany = new(452, "4.7.28", "Too much mail for postmaster; try again later");

    private static readonly SmtpReply NotNow = new(451, "4.4.1", "The postmaster cannot be reached just now; try again later");

    private readonly Queue<(DateTimeOffset At, IPAddress From)> handedOn = [];

    public bool IsAddressedBy(string recipient) => options.Address is not null &&
        (recipient.Equals(LocalPart, StringComparison.OrdinalIgnoreCase) ||
            recipient.Equals($"{LocalPart}@{domain.Name}", StringComparison.OrdinalIgnoreCase));

    public async Task<SmtpReply> HandOnAsync(SmtpEnvelope envelope, ReadOnlyMemory<byte> message, CancellationToken ct)
    {
        if (message.Length > MaxBytes)
        {
            return TooLarge;
        }

        if (Hops.AreTooMany(MailParser.ReadHeader(message).Headers))
        {
            return Hops.Loop;
        }

        if (!MayHandOn(SmtpDoor.NetworkOf(envelope.ClientAddress)))
        {
            return TooMany;
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Patience);
        try
        {
            // A bounce answers to nobody (4.5.5). What else cannot be delivered comes back to us, not to a stranger's victim.
            var from = envelope.MailFrom.Length == 0 ? "" : ownMail.From!;
            byte[] whole = [.. Encoding.ASCII.GetBytes(Trace(envelope)), .. message.Span];
            await SmtpSubmission.SendAsync(relay.Relay!, from, options.Address!, whole, patience.Token);
            log.LogInformation("Mail for postmaster was handed on, {Size} bytes", message.Length);
            return SmtpReplies.MessageTaken;
        }
        catch (Exception trouble) when (trouble is SmtpRelayException or OperationCanceledException)
        {
            log.LogWarning("Mail for postmaster could not be handed on: {Why}", trouble.Message);
            return NotNow;
        }
    }

    private bool MayHandOn(IPAddress client)
    {
        var now = clock.GetUtcNow();
        lock (handedOn)
        {
            while (handedOn.TryPeek(out var oldest) && oldest.At <= now - Hour)
            {
                handedOn.Dequeue();
            }

            if (handedOn.Count >= MaxPerHour || handedOn.Count(one => one.From.Equals(client)) >= MaxPerHourOfOneClient)
            {
                return false;
            }

            handedOn.Enqueue((now, client));
            return true;
        }
    }

    /// <summary>RFC 5321 4.4; the name that a client calls itself may be anything.</summary>
    private string Trace(SmtpEnvelope envelope)
    {
        var helo = envelope.Helo.Length > 0 && envelope.Helo.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or ':' or '[' or ']')
            ? envelope.Helo
            : "unknown";
        var at = clock.GetUtcNow().ToString("ddd, dd MMM yyyy HH:mm:ss '+0000'", CultureInfo.InvariantCulture);
        var literal = envelope.ClientAddress.AddressFamily == AddressFamily.InterNetworkV6 ? "IPv6:" : "";
        return $"Received: from {helo} ([{literal}{envelope.ClientAddress}])\r\n by {smtp.HostName} with {(envelope.Tls ? "ESMTPS" : "ESMTP")};\r\n {at}\r\n";
    }
}
