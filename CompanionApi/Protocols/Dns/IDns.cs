namespace CompanionApi.Protocols.Dns;

/// <summary>Answers questions about domain names (RFC 1035).</summary>
public interface IDns
{
    /// <summary>
    /// Asks for the records of one type at a name, following CNAMEs. Never throws because of the name or of what a
    /// server sends: a name that DNS cannot carry is <see cref="DnsStatus.NameError"/>, and every trouble on the way
    /// is <see cref="DnsStatus.Temporary"/>. Only <paramref name="ct"/> ends it with an exception.
    /// </summary>
    Task<DnsAnswer> QueryAsync(string name, DnsType type, CancellationToken ct = default);
}

public enum DnsType : ushort
{
    A = 1,
    CName = 5,
    Ptr = 12,
    Mx = 15,
    Txt = 16,
    Aaaa = 28,
}
