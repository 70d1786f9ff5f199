using System.Net;

namespace CompanionApi.Protocols.Dns;

public enum DnsStatus
{
    /// <summary>There are records of the asked type.</summary>
    Found,

    /// <summary>The name exists, without records of the asked type.</summary>
    NoData,

    /// <summary>There is no such name (NXDOMAIN), or nothing could ever bear it.</summary>
    NameError,

    /// <summary>Nobody could say (SERVFAIL, time-out, nonsense): ask again later.</summary>
    Temporary,
}

/// <summary>What DNS said. <paramref name="Reason"/> is for a log, and set when no records came.</summary>
public sealed record DnsAnswer(DnsStatus Status, IReadOnlyList<DnsRecord> Records, string? Reason = null)
{
    /// <summary>Whether the name exists or not, nothing is there: a void lookup (RFC 7208 section 4.6.4).</summary>
    public bool IsVoid => Status is DnsStatus.NoData or DnsStatus.NameError;

    /// <summary>The TXT records, each with its strings joined, one char per byte.</summary>
    public IEnumerable<string> Texts => Records.OfType<TxtRecord>().Select(record => record.Text);

    /// <summary>The addresses of A or AAAA records.</summary>
    public IEnumerable<IPAddress> Addresses => Records.OfType<AddressRecord>().Select(record => record.Address);

    /// <summary>The names that PTR or CNAME records point to.</summary>
    public IEnumerable<string> Names => Records.OfType<NameRecord>().Select(record => record.Name);

    public static DnsAnswer Found(params IReadOnlyList<DnsRecord> records) => new(DnsStatus.Found, records);

    public static DnsAnswer NoData(string reason = "no records of this type") => new(DnsStatus.NoData, [], reason);

    public static DnsAnswer NameError(string reason = "no such name") => new(DnsStatus.NameError, [], reason);

    public static DnsAnswer Temporary(string reason) => new(DnsStatus.Temporary, [], reason);
}

public abstract record DnsRecord;

/// <summary>A or AAAA.</summary>
public sealed record AddressRecord(IPAddress Address) : DnsRecord;

/// <summary>TXT, its strings joined with nothing between (RFC 7208 section 3.3, RFC 6376 section 3.6.2.2).</summary>
public sealed record TxtRecord(string Text) : DnsRecord;

/// <summary>MX. The root, "", as host says that the domain takes no mail (RFC 7505).</summary>
public sealed record MxRecord(int Preference, string Host) : DnsRecord;

/// <summary>PTR or CNAME.</summary>
public sealed record NameRecord(string Name) : DnsRecord;
