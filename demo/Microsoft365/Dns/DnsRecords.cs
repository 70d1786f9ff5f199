using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Demo.Microsoft365.Dns;

public enum DnsRecordType : ushort
{
    A = 1,
    CNAME = 5,
    SOA = 6,
    PTR = 12,
    MX = 15,
    TXT = 16,
    AAAA = 28,
    ANY = 255,
}

/// <summary>
/// All names of the simulated internet. What is put here replaces a name and type, and is kept over restarts; nothing may
/// be remembered by who asks (TTL 0), so a change holds at once.
/// </summary>
public sealed class DnsRecords
{
    public const int MaxValues = 100;
    public const int MaxTextLength = 4_000;

    private readonly Lock gate = new();
    private readonly string file;
    private readonly Dictionary<string, Dictionary<DnsRecordType, string[]>> names = [];
    private readonly Dictionary<string, string[]> changed;

    public DnsRecords(string folder)
    {
        file = Path.Combine(folder, "records.json");
        changed = File.Exists(file) ? JsonSerializer.Deserialize<Dictionary<string, string[]>>(File.ReadAllBytes(file))! : [];
    }

    /// <summary>What stands in DNS from the start; a later <see cref="Put"/> of the same name and type wins, also one of an earlier run.</summary>
    public void Plant(string name, DnsRecordType type, params string[] values)
    {
        lock (gate)
        {
            Set(Normalise(name), type, changed.GetValueOrDefault(KeyOf(Normalise(name), type)) ?? values);
        }
    }

    /// <summary>Replaces the records of that name and type; no values: there are none.</summary>
    public void Put(string name, DnsRecordType type, IReadOnlyList<string> values)
    {
        lock (gate)
        {
            Set(Normalise(name), type, [.. values]);
            changed[KeyOf(Normalise(name), type)] = [.. values];
            AtomicFile.Write(file, JsonSerializer.SerializeToUtf8Bytes(changed));
        }
    }

    /// <summary>Puts back what earlier runs changed beside the planted names.</summary>
    public void Restore()
    {
        lock (gate)
        {
            foreach (var (key, values) in changed)
            {
                var parts = key.Split(' ');
                Set(parts[0], Enum.Parse<DnsRecordType>(parts[1]), values);
            }
        }
    }

    /// <summary>Null: there is no such name (NXDOMAIN). Empty: there is, with no such record (NODATA).</summary>
    public IReadOnlyList<(DnsRecordType Type, string Value)>? Find(string name, DnsRecordType type)
    {
        name = Normalise(name);
        lock (gate)
        {
            if (!names.TryGetValue(name, out var types))
            {
                return names.Keys.Any(longer => longer.EndsWith("." + name, StringComparison.Ordinal)) ? [] : null;
            }

            var found = type == DnsRecordType.ANY || !types.ContainsKey(type) && types.ContainsKey(DnsRecordType.CNAME)
                ? types.Where(pair => type == DnsRecordType.ANY || pair.Key == DnsRecordType.CNAME)
                : types.Where(pair => pair.Key == type);
            return [.. found.SelectMany(pair => pair.Value.Select(value => (pair.Key, value)))];
        }
    }

    /// <summary>What is wrong with a record that somebody wants to put; null when nothing is.</summary>
    public static string? Complaint(string? name, string? typeName, IReadOnlyList<string>? values)
    {
        if (name is null || DnsWire.EncodeName(Normalise(name)) is null)
        {
            return "name: expected a domain name, each label of 1 to 63 characters";
        }

        if (!Enum.TryParse<DnsRecordType>(typeName, ignoreCase: true, out var type) || !Enum.IsDefined(type)
            || type is DnsRecordType.SOA or DnsRecordType.ANY)
        {
            return $"type: '{typeName}' is none of A, AAAA, CNAME, MX, PTR, TXT";
        }

        return values is null || values.Count > MaxValues ? $"values: expected a list of at most {MaxValues}"
            : values.FirstOrDefault(value => !IsGood(type, value)) is { } wrong
                ? $"values: '{wrong}' is no {type} record; expected {Expected(type)}"
                : null;
    }

    private static bool IsGood(DnsRecordType type, string value) => type switch
    {
        DnsRecordType.A => IPAddress.TryParse(value, out var a) && a.AddressFamily == AddressFamily.InterNetwork,
        DnsRecordType.AAAA => IPAddress.TryParse(value, out var a) && a.AddressFamily == AddressFamily.InterNetworkV6,
        DnsRecordType.MX => value.Split(' ') is [var preference, var host]
            && ushort.TryParse(preference, NumberStyles.None, CultureInfo.InvariantCulture, out _)
            && (host == "." || DnsWire.EncodeName(host) is not null),
        DnsRecordType.TXT => value.Length <= MaxTextLength && value.All(c => c <= 0xff),
        _ => DnsWire.EncodeName(value) is not null,
    };

    private static string Expected(DnsRecordType type) => type switch
    {
        DnsRecordType.A => "an IPv4 address",
        DnsRecordType.AAAA => "an IPv6 address",
        DnsRecordType.MX => "\"10 mail.example\"",
        DnsRecordType.TXT => $"at most {MaxTextLength} characters of Latin-1",
        _ => "a domain name",
    };

    private void Set(string name, DnsRecordType type, string[] values)
    {
        var types = names.TryGetValue(name, out var there) ? there : names[name] = [];
        if (values.Length > 0)
        {
            types[type] = values;
        }
        else
        {
            types.Remove(type);
        }

        if (types.Count == 0)
        {
            names.Remove(name);
        }
    }

    private static string Normalise(string name) => name.Trim().TrimEnd('.').ToLowerInvariant();

    private static string KeyOf(string name, DnsRecordType type) => $"{name} {type}";
}
