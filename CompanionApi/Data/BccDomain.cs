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

    /// <summary>The token in a record's address; null in any other.</summary>
    public string? TokenOf(string address)
    {
        var (plus, at) = (address.IndexOf('+'), address.LastIndexOf('@'));
        var dash = plus < 0 ? -1 : address.IndexOf('-', plus);
        return dash > 0 && dash < at && address[(at + 1)..].Equals(Name, StringComparison.OrdinalIgnoreCase)
            ? address[(dash + 1)..at].ToLowerInvariant()
            : null;
    }
}
