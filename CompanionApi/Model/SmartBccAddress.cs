using System.Security.Cryptography;

namespace CompanionApi.Model;

/// <summary>The address of one deal or lead (R27). The token holds 80 random bits in lower-case base32 (S33).</summary>
public sealed class SmartBccAddress : Row
{
    private const string Base32 = "abcdefghijklmnopqrstuvwxyz234567";
    private const int TokenLength = 80 / 5;

    public long RecordId { get; set; }

    public required string Token { get; set; }

    public static SmartBccAddress Of(Record record) =>
        new() { RecordId = record.Id, Token = RandomNumberGenerator.GetString(Base32, TokenLength) };
}
