using System.Net;
using System.Net.Sockets;

namespace CompanionApi.Protocols.Smtp;

/// <summary>Counts who is in: so many in all, so many from one address, which share what one address may have of the memory.</summary>
public sealed class SmtpDoor(SmtpOptions options)
{
    private sealed class Guest(BufferBudget budget)
    {
        public int Connections { get; set; }

        public BufferBudget Budget => budget;
    }

    private const int NetworkOctets = 8; // an IPv6 host has its whole /64

    private readonly Lock gate = new();
    private readonly Dictionary<IPAddress, Guest> inside = [];
    private readonly BufferBudget whole = new(options.MaxBufferedBytes);
    private int all;

    /// <summary>Null lets the client in, with its budget, and counts it until Leave.</summary>
    public SmtpReply? Refusal(IPAddress client, out BufferBudget budget)
    {
        budget = whole;
        var key = NetworkOf(client);
        lock (gate)
        {
            if (all >= options.MaxConnections) return SmtpReplies.TooManyConnections;
            if (!inside.TryGetValue(key, out var guest)) guest = new Guest(new BufferBudget(Share, whole));
            if (guest.Connections >= options.MaxConnectionsPerAddress) return SmtpReplies.TooManyFromAddress;
            inside[key] = guest;
            guest.Connections++;
            all++;
            budget = guest.Budget;
            return null;
        }
    }

    public void Leave(IPAddress client)
    {
        var key = NetworkOf(client);
        lock (gate)
        {
            all--;
            if (--inside[key].Connections == 0) inside.Remove(key);
        }
    }

    /// <summary>What counts as one client: an IPv4 address, or an IPv6 /64.</summary>
    public static IPAddress NetworkOf(IPAddress client)
    {
        if (client.AddressFamily != AddressFamily.InterNetworkV6) return client;
        var network = client.GetAddressBytes();
        network.AsSpan(NetworkOctets).Clear();
        return new IPAddress(network);
    }

    // Memory comes in powers of two: a message takes up to twice its size.
    private long Share => Math.Max(options.MaxBufferedBytesPerAddress ?? options.MaxBufferedBytes / 4, 2L * options.MaxMessageBytes);
}
