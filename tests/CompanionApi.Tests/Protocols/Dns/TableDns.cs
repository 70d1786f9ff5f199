using System.Collections.Concurrent;
using System.Net;
using CompanionApi.Protocols.Dns;

namespace CompanionApi.Tests.Protocols.Dns;

/// <summary>DNS from a table written in the test. What is not in it does not exist.</summary>
public sealed class TableDns : IDns
{
    private const int MaxAliases = 8;

    private readonly ConcurrentDictionary<string, List<(DnsType? Type, DnsRecord? Record)>> names =
        new(StringComparer.OrdinalIgnoreCase);

    private int questions;

    /// <summary>How often somebody asked.</summary>
    public int Questions => questions;

    public TableDns Txt(string name, string text) => Add(name, DnsType.Txt, new TxtRecord(text));

    public TableDns Address(string name, string address) => Add(
        name,
        address.Contains(':') ? DnsType.Aaaa : DnsType.A,
        new AddressRecord(IPAddress.Parse(address)));

    public TableDns Mx(string name, int preference, string host) =>
        Add(name, DnsType.Mx, new MxRecord(preference, host));

    public TableDns Ptr(string name, string target) => Add(name, DnsType.Ptr, new NameRecord(target));

    public TableDns Alias(string name, string target) => Add(name, DnsType.CName, new NameRecord(target));

    /// <summary>Every type at the name that has no record before this call answers "temporary".</summary>
    public TableDns Fails(string name) => Add(name, null, null);

    public Task<DnsAnswer> QueryAsync(string name, DnsType type, CancellationToken ct = default)
    {
        ct.ThrowIfCancellationRequested();
        Interlocked.Increment(ref questions);
        return Task.FromResult(Find(name, type));
    }

    public DnsAnswer Find(string name, DnsType type)
    {
        for (var aliases = 0; aliases < MaxAliases; aliases++)
        {
            var answer = FindHere(name, type);
            if (answer.Status != DnsStatus.NoData || AliasOf(name) is not { } target) return answer;
            name = target;
        }
        return DnsAnswer.Temporary("aliases without end");
    }

    /// <summary>What the table has at the name itself, without a look at aliases.</summary>
    public DnsAnswer FindHere(string name, DnsType type)
    {
        if (!names.TryGetValue(name.TrimEnd('.'), out var entries)) return DnsAnswer.NameError();
        var records = entries.Where(entry => entry.Type == type).Select(entry => entry.Record!).ToList();
        if (records.Count > 0) return DnsAnswer.Found(records);
        return entries.Any(entry => entry.Type is null) ? DnsAnswer.Temporary("the table says so") : DnsAnswer.NoData();
    }

    public string? AliasOf(string name) => FindHere(name, DnsType.CName).Names.FirstOrDefault();

    private TableDns Add(string name, DnsType? type, DnsRecord? record)
    {
        names.GetOrAdd(name.TrimEnd('.'), _ => []).Add((type, record));
        return this;
    }
}
