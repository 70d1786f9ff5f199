using CompanionApi.Model;

namespace CompanionApi.Data;

/// <summary>The domain that all our addresses stand in, and how they are written (R20, R27).</summary>
public sealed record BccDomain(string Name)
{
    /// <summary>The company's universal address.</summary>
    public string CompanyAddress(string mailName) => $"{mailName}@{Name}";

    /// <summary>The address of one deal or lead.</summary>
    public string RecordAddress(string mailName, RecordKind kind, string token) =>
        $"{mailName}+{(kind == RecordKind.Lead ? "lead" : "deal")}-{token}@{Name}";

    /// <summary>Kind and token in the address of a record; null in any other.</summary>
    public (RecordKind Kind, string Token)? RecordIn(string address)
    {
        var (plus, at) = (address.IndexOf('+'), address.LastIndexOf('@'));
        if (plus < 0 || at < plus || !address[(at + 1)..].Equals(Name, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        return address[(plus + 1)..at].ToLowerInvariant().Split('-', 2) switch
        {
            ["deal", var token] => (RecordKind.Deal, token),
            ["lead", var token] => (RecordKind.Lead, token),
            _ => null,
        };
    }
}
