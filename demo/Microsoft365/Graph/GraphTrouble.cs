namespace Demo.Microsoft365.Graph;

/// <summary>
/// The ways in which Graph is difficult, all in one place: PUT /sim/faults sets them, and what is left out is as usual.
/// Rates are shares of the requests (0 to 1), drawn from <c>Seed</c> in the order of the requests, so that the same run
/// meets the same trouble.
/// </summary>
public sealed record GraphTroubles
{
    public long Seed { get; init; } = 1;

    /// <summary>Answered 429.</summary>
    public double ThrottledRate { get; init; }

    /// <summary>Answered 503.</summary>
    public double UnavailableRate { get; init; }

    /// <summary>Seconds in Retry-After of the two above, fractions too; null: no such field.</summary>
    public double? RetryAfter { get; init; } = 2.128;

    /// <summary>How long each answer waits.</summary>
    public int LatencyMs { get; init; }

    /// <summary>Notifications that never go out.</summary>
    public double DroppedNotificationsRate { get; init; }

    /// <summary>Delta requests whose token has been evicted.</summary>
    public double EvictedTokensRate { get; init; }

    /// <summary>How an evicted token is answered; ResyncRequired and SyncStateInvalid come with 410 and 400 in the field.</summary>
    public string EvictionCode { get; init; } = "SyncStateNotFound";
    public int EvictionStatus { get; init; } = 410;

    /// <summary>Delta pages that come twice, the second time behind their own nextLink.</summary>
    public double DuplicatedPagesRate { get; init; }

    /// <summary>Delta pages with an item twice.</summary>
    public double DuplicatedItemsRate { get; init; }

    /// <summary>Later delta rounds whose changes are told in the next round once more.</summary>
    public double ReplayedRoundsRate { get; init; }

    /// <summary>Delta pages with nothing but a nextLink.</summary>
    public double EmptyPagesRate { get; init; }

    /// <summary>Delta pages whose items stand in another order than that of the changes.</summary>
    public double OutOfOrderRate { get; init; }

    /// <summary>People whose sign-in is revoked: Graph answers 401 with a claims challenge, Entra renews nothing.</summary>
    public string[] RevokedSignIns { get; init; } = [];

    /// <summary>Every token that was used before is refused, without a word of what would be better; new ones are taken.</summary>
    public bool RefusesKnownTokens { get; init; }

    /// <summary>Requests of one app at once to one mailbox, and within ten minutes.</summary>
    public int MostAtOnce { get; init; } = 4;
    public int MostInTenMinutes { get; init; } = 10_000;

    /// <summary>As many messages as a filtered delta returns at most (Graph: message-delta, $filter).</summary>
    public int MostWhenFiltered { get; init; } = 5_000;

    internal string? Complaint()
    {
        var rates = new[]
        {
            ThrottledRate, UnavailableRate, DroppedNotificationsRate, EvictedTokensRate, DuplicatedPagesRate, DuplicatedItemsRate,
            ReplayedRoundsRate, EmptyPagesRate, OutOfOrderRate,
        };
        return rates.Any(rate => rate is < 0 or > 1) ? "a rate: expected 0 to 1"
            : LatencyMs is < 0 or > 120_000 ? "latencyMs: expected 0 to 120000"
            : RetryAfter < 0 ? "retryAfter: expected 0 or more"
            : EvictionStatus is < 400 or > 499 ? "evictionStatus: expected 400 to 499"
            : MostAtOnce < 1 || MostInTenMinutes < 1 ? "mostAtOnce, mostInTenMinutes: expected 1 or more"
            : null;
    }
}

/// <summary>The troubles now in force, and the draws they are met by.</summary>
public sealed class GraphTrouble
{
    private readonly Lock gate = new();
    private Random draws = new(1);

    public GraphTroubles Now { get; private set; } = new();

    public void Set(GraphTroubles troubles)
    {
        lock (gate)
        {
            Now = troubles;
            draws = new Random(unchecked((int)troubles.Seed));
        }
    }

    public bool IsRevoked(SimUser person) => Now.RevokedSignIns.Contains(person.Address, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the trouble happens this time. One that never happens uses no draw up.</summary>
    internal bool Meets(Func<GraphTroubles, double> rate)
    {
        lock (gate)
        {
            var share = rate(Now);
            return share > 0 && draws.NextDouble() < share;
        }
    }
}
