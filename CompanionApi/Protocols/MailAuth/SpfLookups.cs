using System.Net;
using System.Net.Sockets;
using CompanionApi.Protocols.Dns;

namespace CompanionApi.Protocols.MailAuth;

/// <summary>Ends a check: an answer from deep inside nested policies, not an accident.</summary>
internal sealed class SpfStop(SpfResult result, string problem) : Exception(problem)
{
    public SpfResult Result { get; } = result;
}

/// <summary>One check's questions to DNS, and what they may cost (RFC 7208 section 4.6.4).</summary>
internal sealed class SpfLookups(IDns dns, IPAddress client, CancellationToken ct)
{
    private const int MaxTerms = 10;
    private const int MaxVoid = 2;
    private const int MaxMxHosts = 10;
    private const int MaxPtrNames = 10;

    private readonly Dictionary<string, string> validatedNames = [];
    private int terms;
    private int voids;

    private DnsType AddressType => client.AddressFamily == AddressFamily.InterNetwork ? DnsType.A : DnsType.Aaaa;

    /// <summary>Counts a term that makes the receiver ask DNS.</summary>
    public void CountTerm()
    {
        if (++terms > MaxTerms) throw new SpfStop(SpfResult.PermError, $"more than {MaxTerms} terms that ask DNS");
    }

    /// <summary>A question whose trouble ends the check; an answer without records counts as void.</summary>
    public async Task<DnsAnswer> AskAsync(string name, DnsType type, bool countsVoid = true)
    {
        var answer = await dns.QueryAsync(name, type, ct);
        if (answer.Status == DnsStatus.Temporary)
            throw new SpfStop(SpfResult.TempError, $"{type} of {name}: {answer.Reason}");
        if (answer.IsVoid && countsVoid) CountVoid();
        return answer;
    }

    private void CountVoid()
    {
        if (++voids > MaxVoid)
            throw new SpfStop(SpfResult.PermError, $"more than {MaxVoid} questions to DNS led nowhere");
    }

    /// <summary>A question that may fail without harm.</summary>
    public Task<DnsAnswer> TryAskAsync(string name, DnsType type) => dns.QueryAsync(name, type, ct);

    /// <summary>Whether an address of the name is the client's, or in the same network.</summary>
    public async Task<bool> HasClientAsync(string name, SpfMechanism mechanism, bool countsVoid = true)
    {
        var answer = await AskAsync(name, AddressType, countsVoid);
        return answer.Addresses.Any(address => IsClientIn(address, mechanism));
    }

    public async Task<bool> HasClientAmongMailHostsAsync(string name, SpfMechanism mechanism)
    {
        var answer = await AskAsync(name, DnsType.Mx);
        var hosts = answer.Records.OfType<MxRecord>().ToList();
        if (hosts.Count > MaxMxHosts)
            throw new SpfStop(SpfResult.PermError, $"more than {MaxMxHosts} mail hosts at {name}");
        foreach (var host in hosts)
        {
            if (host.Host.Length > 0 && await HasClientAsync(host.Host, mechanism, countsVoid: false)) return true;
        }
        return false;
    }

    public bool IsClientIn(IPAddress network, SpfMechanism mechanism)
    {
        if (network.AddressFamily != client.AddressFamily) return false;
        var bits = network.AddressFamily == AddressFamily.InterNetwork ? mechanism.Prefix4 : mechanism.Prefix6;
        var (a, b) = (network.GetAddressBytes(), client.GetAddressBytes());
        var whole = bits / 8;
        if (!a.AsSpan(0, whole).SequenceEqual(b.AsSpan(0, whole))) return false;
        return bits % 8 == 0 || (a[whole] ^ b[whole]) >> (8 - bits % 8) == 0;
    }

    /// <summary>Whether the client's own name, checked both ways, is the domain or below it (section 5.5).</summary>
    public async Task<bool> IsNamedUnderAsync(string domain)
    {
        var answer = await ClientNamesAsync();
        if (answer.IsVoid) CountVoid();
        foreach (var name in answer.Names.Take(MaxPtrNames))
        {
            if (IsSameOrBelow(name, domain) && await IsNameOfClientAsync(name)) return true;
        }
        return false;
    }

    /// <summary>The value of %{p}: the domain itself before a name below it before any other (section 7.3).</summary>
    public async Task<string> ValidatedNameAsync(string domain)
    {
        // A hostile record may hold the macro a thousand times.
        if (validatedNames.TryGetValue(domain, out var known)) return known;
        var names = (await ClientNamesAsync()).Names.Take(MaxPtrNames);
        foreach (var name in names.OrderBy(name => IsSame(name, domain) ? 0 : IsSameOrBelow(name, domain) ? 1 : 2))
        {
            if (await IsNameOfClientAsync(name)) return validatedNames[domain] = name;
        }
        return validatedNames[domain] = "unknown";
    }

    // Trouble here is the client's, not the domain's: the client has no name then, and the check goes on.
    private Task<DnsAnswer> ClientNamesAsync()
    {
        var labels = SpfMacros.Dotted(client).Split('.').Reverse();
        var zone = client.AddressFamily == AddressFamily.InterNetwork ? "in-addr.arpa" : "ip6.arpa";
        return TryAskAsync($"{string.Join('.', labels)}.{zone}", DnsType.Ptr);
    }

    private async Task<bool> IsNameOfClientAsync(string name) =>
        (await TryAskAsync(name, AddressType)).Addresses.Any(address => address.Equals(client));

    private static bool IsSame(string name, string domain) => name.Equals(domain, StringComparison.OrdinalIgnoreCase);

    private static bool IsSameOrBelow(string name, string domain) =>
        IsSame(name, domain) || name.EndsWith('.' + domain, StringComparison.OrdinalIgnoreCase);
}
