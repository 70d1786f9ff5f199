using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace CompanionApi.Protocols.Dns;

/// <summary>Whom the client asks, and how patiently.</summary>
public sealed record DnsOptions
{
    private const int DnsPort = 53;

    /// <summary>
    /// Recursive resolvers as "host:port" or "host", asked in this order; "[::1]:53" for IPv6. Empty: those of the
    /// operating system.
    /// </summary>
    public IReadOnlyList<string> Servers { get; init; } = [];

    /// <summary>How long one try at one server may take, TCP included.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How often the whole list of servers is gone through before the answer is "temporary".</summary>
    public int Attempts { get; init; } = 2;

    /// <summary>How many answers are remembered; 0 remembers none.</summary>
    public int CacheSize { get; init; } = 10_000;

    /// <summary>The servers' addresses; names among them are looked up now, through the operating system.</summary>
    /// <exception cref="FormatException">Says which entry is wrong and what is expected.</exception>
    public IReadOnlyList<IPEndPoint> ReadServers()
    {
        if (Timeout <= TimeSpan.Zero) throw new FormatException($"The DNS timeout must be above zero, not {Timeout}.");
        if (Attempts < 1) throw new FormatException($"The DNS attempts must be 1 or more, not {Attempts}.");
        var endPoints = Servers.Count > 0
            ? Servers.SelectMany(ReadServer).Distinct().ToList()
            : SystemResolvers().Select(address => new IPEndPoint(address, DnsPort)).Distinct().ToList();
        return endPoints.Count > 0
            ? endPoints
            : throw new FormatException("No DNS server is configured, and the operating system names none.");
    }

    private static IEnumerable<IPEndPoint> ReadServer(string text)
    {
        var (host, port) = (text.Trim(), DnsPort);
        if (IPAddress.TryParse(host, out var bare) && !host.StartsWith('[')) return [new IPEndPoint(bare, port)];
        var colon = host.LastIndexOf(':');
        if (colon > host.LastIndexOf(']'))
        {
            if (!int.TryParse(host[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out port)
                || port is < 1 or > ushort.MaxValue)
                throw Wrong(text);
            host = host[..colon];
        }
        if (IPAddress.TryParse(host, out var address)) return [new IPEndPoint(address, port)];
        if (host.Length == 0) throw Wrong(text);
        try
        {
            return System.Net.Dns.GetHostAddresses(host).Select(found => new IPEndPoint(found, port)).ToList();
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            throw Wrong(text);
        }
    }

    private static FormatException Wrong(string text) =>
        new($"'{text}' is no DNS server: expected \"host:port\", such as \"192.0.2.53:53\" or \"[2001:db8::53]:53\".");

    private static IEnumerable<IPAddress> SystemResolvers() =>
        NetworkInterface.GetAllNetworkInterfaces()
            .Where(network => network.OperationalStatus == OperationalStatus.Up)
            .SelectMany(network => network.GetIPProperties().DnsAddresses);
}
