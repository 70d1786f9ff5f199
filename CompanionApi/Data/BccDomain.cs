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
}
