using System.Globalization;

namespace Demo.Microsoft365;

/// <summary>What Exchange does to a message when it is handed in: checks the sender, adds what is missing.</summary>
internal static class Submission
{
    public const string HostName = "exchange.simulated.example";

    public static HeaderBlock Complete(
        SimUser from, HeaderBlock header, IReadOnlyList<string> recipients, DateTimeOffset now)
    {
        if (recipients.Count == 0)
        {
            throw new MailRefusedException("The message has no recipient.");
        }

        if (header.Get("From") is null)
        {
            header = header.WithFirst("From", $"\"{from.DisplayName}\" <{from.Address}>");
        }

        if (!MailAddresses.Of(header.Get("From")).SequenceEqual([MailAddresses.Normalise(from.Address)]))
        {
            throw new MailRefusedException($"{from.Address} may not send as '{header.Get("From")}'.");
        }

        var named = new[] { "To", "Cc", "Bcc" }.SelectMany(header.All).SelectMany(MailAddresses.Of).ToHashSet();
        var hidden = recipients.Select(MailAddresses.Normalise).Where(address => !named.Contains(address)).ToList();
        if (hidden.Count > 0)
        {
            header = header.WithFirst("Bcc", string.Join(", ", hidden));
        }

        if (header.Get("Message-ID") is null)
        {
            header = header.WithFirst("Message-ID", $"<{Guid.NewGuid():N}@{MailAddresses.DomainOf(from.Address)}>");
        }

        return header.Get("Date") is null ? header.WithFirst("Date", Date(now)) : header;
    }

    /// <summary>The field that this server puts on a message it has taken in.</summary>
    public static string Received(string from, string protocol, DateTimeOffset now) =>
        $"from {from} by {HostName} with {protocol} id {Guid.NewGuid():N};\r\n {Date(now)}";

    /// <summary>Mail travels with CRLF; what a program wrote with bare line feeds is put right at the door.</summary>
    public static byte[] WithNetworkLineEnds(ReadOnlySpan<byte> mime)
    {
        var bytes = new List<byte>(mime.Length + 256);
        for (var i = 0; i < mime.Length; i++)
        {
            if (mime[i] == (byte)'\n' && (i == 0 || mime[i - 1] != (byte)'\r'))
            {
                bytes.Add((byte)'\r');
            }

            bytes.Add(mime[i]);
            if (mime[i] == (byte)'\r' && (i + 1 == mime.Length || mime[i + 1] != (byte)'\n'))
            {
                bytes.Add((byte)'\n');
            }
        }

        return [.. bytes];
    }

    public static string Date(DateTimeOffset time) =>
        time.UtcDateTime.ToString("ddd, dd MMM yyyy HH:mm:ss +0000", CultureInfo.InvariantCulture);
}
