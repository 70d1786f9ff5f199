namespace Demo.Microsoft365;

/// <summary>
/// One fault on request. <c>Target</c> says which part fails, <c>Error</c> how (<see cref="Faults.Catalogue"/>), or
/// <c>Status</c> alone answers that HTTP status. <c>Count</c> null: until cleared. <c>User</c> and <c>Name</c> narrow it
/// to one person's address or one DNS name; <c>Asked</c> to requests whose method and address, with its query, have all of its
/// words ("PATCH messages/").
/// </summary>
public sealed record Fault
{
    public required string Target { get; init; }
    public string? Error { get; init; }
    public int? Status { get; init; }
    public int? Count { get; init; }
    public int DelayMs { get; init; }
    public int? RetryAfter { get; init; }
    public string? User { get; init; }
    public string? Name { get; init; }
    public string? Asked { get; init; }

    public bool Concerns(string? user, string? name, string? asked) =>
        (User is null || User.Equals(user, StringComparison.OrdinalIgnoreCase))
        && (Asked is null || Asked.Split(' ').All(word => asked?.Contains(word, StringComparison.OrdinalIgnoreCase) == true))
        && (Name is null || Name.TrimEnd('.').Equals(name?.TrimEnd('.'), StringComparison.OrdinalIgnoreCase));
}

/// <summary>The faults now in force. Each part of the simulator asks for its own before it answers.</summary>
public sealed class Faults
{
    private const int LongestDelayMs = 120_000;
    private readonly Lock gate = new();
    private readonly List<Fault> active = [];

    /// <summary>Every target with the errors it knows. All targets take delayMs; HTTP ones take status and retryAfter.</summary>
    public static IReadOnlyDictionary<string, string[]> Catalogue { get; } = new Dictionary<string, string[]>
    {
        ["discovery"] = [],
        ["instanceDiscovery"] = [],
        ["keys"] = [],
        ["authorize"] = [],
        ["token"] =
        [
            "temporarily_unavailable", "consent_required", "mfa_required", "revoked", "user_disabled", "user_not_assigned",
            "conditional_access", "server_error",
        ],
        ["accessToken"] =
        [
            "wrong_audience", "wrong_issuer", "other_tenant", "personal_account", "expired", "not_yet_valid", "unknown_key",
            "bad_signature", "unsigned", "v1", "no_scope", "other_scope", "other_client", "app_only", "guest", "no_object_id",
        ],
        ["graph"] = [],
        ["dns"] = ["servfail", "refused", "timeout", "truncate"],
        ["smtp"] = ["connection_refused"],
        ["dkim"] = ["unsigned"],
    };

    /// <summary>Whether the fault can be injected; if not, what is wrong with it.</summary>
    public static string? Complaint(Fault fault)
    {
        if (!Catalogue.TryGetValue(fault.Target, out var errors))
        {
            return $"target: '{fault.Target}' is none; there are {string.Join(", ", Catalogue.Keys)}";
        }

        if (fault.Error is { } error && !errors.Contains(error))
        {
            return $"error: '{error}' is none of target {fault.Target}; there are {string.Join(", ", errors)}";
        }

        return fault switch
        {
            { Error: null, Status: null, DelayMs: 0 } => "error: give error, status or delayMs",
            { Status: < 400 or > 599 } => "status: expected 400 to 599",
            { User: not null, Target: not "accessToken" } => "user: only accessToken is narrowed to a person",
            { Asked: not null, Target: not "graph" } => "asked: only graph is narrowed to some requests",
            { Count: < 1 } => "count: expected 1 or more, or none to last until cleared",
            { DelayMs: < 0 or > LongestDelayMs } => $"delayMs: expected 0 to {LongestDelayMs}",
            _ => null,
        };
    }

    public IReadOnlyList<Fault> Active
    {
        get
        {
            lock (gate)
            {
                return [.. active];
            }
        }
    }

    public void Add(Fault fault)
    {
        lock (gate)
        {
            active.Add(fault);
        }
    }

    public void Clear(string? target = null)
    {
        lock (gate)
        {
            active.RemoveAll(fault => target is null || fault.Target == target);
        }
    }

    /// <summary>The oldest fault in force for this target, used up once; null when there is none.</summary>
    public Fault? Take(string target, string? user = null, string? name = null, string? asked = null)
    {
        lock (gate)
        {
            var index = active.FindIndex(fault => fault.Target == target && fault.Concerns(user, name, asked));
            if (index < 0)
            {
                return null;
            }

            var fault = active[index];
            if (fault.Count == 1)
            {
                active.RemoveAt(index);
            }
            else if (fault.Count is { } count)
            {
                active[index] = fault with { Count = count - 1 };
            }

            return fault;
        }
    }

    /// <summary>As <see cref="Take"/>, having waited as long as the fault asks.</summary>
    public async Task<Fault?> TakeAsync(
        string target, string? user = null, string? name = null, string? asked = null, CancellationToken ct = default)
    {
        var fault = Take(target, user, name, asked);
        if (fault is { DelayMs: > 0 })
        {
            await Task.Delay(fault.DelayMs, ct);
        }

        return fault;
    }
}
