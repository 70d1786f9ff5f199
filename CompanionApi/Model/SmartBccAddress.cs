namespace CompanionApi.Model;

/// <summary>The address of one deal or lead (R27). The token holds 80 random bits in lower-case base32 (S33).</summary>
public sealed class SmartBccAddress : Row
{
    public long RecordId { get; set; }

    public required string Token { get; set; }
}
