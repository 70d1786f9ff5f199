namespace CompanionApi.Model;

/// <summary>
/// An address whose mail counts as its user's (R22, R42, S21). Active once confirmed, for one user per company.
/// </summary>
public sealed class SenderAddress : PublicRow
{
    public long UserId { get; set; }

    public required string Address { get; set; }

    public bool IsSignIn { get; set; }

    public DateTimeOffset RequestedAt { get; set; }

    public DateTimeOffset? ConfirmedAt { get; set; }

    /// <summary>SHA-256 of the token in the mailed link; the token itself is kept nowhere.</summary>
    public byte[]? TokenHash { get; set; }
}

/// <summary>A confirmation mail that was asked for: what the five-a-day limit counts, kept when the address goes.</summary>
public sealed class SenderAddressRequest : Row
{
    public long UserId { get; set; }

    public DateTimeOffset At { get; set; }
}
