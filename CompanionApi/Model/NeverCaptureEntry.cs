namespace CompanionApi.Model;

/// <summary>
/// Mail with this address, or with anyone of this domain and what is below it, is captured by no door (R70). A rep's own,
/// or the company's.
/// </summary>
public sealed class NeverCaptureEntry : Row
{
    /// <summary>Null: the company's.</summary>
    public long? UserId { get; set; }

    /// <summary>An address where it holds an @, else a domain; as addresses are compared.</summary>
    public required string Entry { get; set; }
}
