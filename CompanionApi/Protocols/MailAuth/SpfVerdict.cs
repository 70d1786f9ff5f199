namespace CompanionApi.Protocols.MailAuth;

/// <summary>The results of RFC 7208 section 2.6.</summary>
public enum SpfResult
{
    /// <summary>The domain publishes no policy, or there is no domain to ask.</summary>
    None,

    /// <summary>The domain says that it does not say.</summary>
    Neutral,

    /// <summary>The client may send for the domain.</summary>
    Pass,

    /// <summary>The client may not send for the domain.</summary>
    Fail,

    /// <summary>The client probably may not, but the domain is not sure enough to say so.</summary>
    SoftFail,

    /// <summary>DNS did not answer: ask again later.</summary>
    TempError,

    /// <summary>The published policy cannot be understood: only its owner can help.</summary>
    PermError,
}

/// <summary>What SPF says of a client, and how it came to say so.</summary>
/// <param name="Result">The result.</param>
/// <param name="Domain">The domain checked: that of MAIL FROM, or of HELO where MAIL FROM is empty.</param>
/// <param name="Mechanism">The directive that decided, as published; null where none matched.</param>
/// <param name="Explanation">What the domain wants those told whom it refuses: a stranger's words.</param>
/// <param name="Problem">For TempError and PermError, and None where it is not plain: what is wrong, for a log.</param>
public sealed record SpfVerdict(
    SpfResult Result, string Domain, string? Mechanism = null, string? Explanation = null, string? Problem = null);

/// <summary>What a check may cost, and what it tells of us in macros.</summary>
public sealed record SpfOptions
{
    /// <summary>Our host name, for the macro %{r} in explanations.</summary>
    public string Receiver { get; init; } = "unknown";

    /// <summary>The whole check ends as TempError after this time; RFC 7208 section 4.6.4: 20 s at least.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromSeconds(20);

    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
