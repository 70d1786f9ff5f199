using System.Net;
using System.Net.Sockets;

namespace CompanionApi.Protocols.Smtp;

/// <summary>Counts who is in: so many in all, so many from one address.</summary>
public sealed class SmtpDoor(SmtpOptions options)
{
    private const int NetworkOctets = 8; // an IPv6 host has its whole /64

    private readonly Lock gate = new();
    private readonly Dictionary<IPAddress, int> inside = [];
    private int all;

    /// <summary>Null lets the client in, and counts it until Leave.</summary>
    public SmtpReply? Refusal(IPAddress client)
    {
        var key = Key(client);
        lock (gate)
        {
            if (all >= options.MaxConnections) return SmtpReplies.TooManyConnections;
            var same = inside.GetValueOrDefault(key);
            if (same >= options.MaxConnectionsPerAddress) return SmtpReplies.TooManyFromAddress;
            inside[key] = same + 1;
            all++;
            return null;
        }
    }

    public void Leave(IPAddress client)
    {
        var key = Key(client);
        lock (gate)
        {
            all--;
            if (--inside[key] == 0) inside.Remove(key);
        }
    }

    private static IPAddress Key(IPAddress client)
    {
        if (client.AddressFamily != AddressFamily.InterNetworkV6) return client;
        var network = client.GetAddressBytes();
        network.AsSpan(NetworkOctets).Clear();
        return new IPAddress(network);
    }
}
