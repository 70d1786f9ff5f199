using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;

namespace Demo.Microsoft365.Graph;

/// <summary>
/// The opaque tokens in nextLink and deltaLink. All state of a round is in the token; the seal tells one that was made up
/// from one that a restart or the mailbox has dropped, as Exchange drops its cache.
/// </summary>
internal sealed class DeltaTokens(GraphTrouble trouble)
{
    private const int SealLength = 32;
    private static readonly byte[] Key = "the seal of the simulated Graph"u8.ToArray();

    public (string Name, string Url) Link(string path, DeltaState state, bool isEndOfRound)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(state with { Salt = RandomNumberGenerator.GetHexString(16) });
        var token = Base64Url.EncodeToString([.. HMACSHA256.HashData(Key, json), .. json]);
        return isEndOfRound ? ("deltaLink", $"{path}?$deltatoken={token}") : ("nextLink", $"{path}?$skiptoken={token}");
    }

    /// <summary>The state that a request goes on from; null where it begins.</summary>
    /// <exception cref="GraphException">400: no token of ours, or of another folder; 410: it was evicted.</exception>
    public DeltaState? Read(GraphRequest request, string folder, string path)
    {
        var token = request.Query["$skiptoken"] ?? request.Query["$deltatoken"];
        if (string.IsNullOrEmpty(token))
        {
            return null;
        }

        request.Query.Allow("$skiptoken", "$deltatoken");
        var state = Unsealed(token);
        if (state is null || state.Mailbox != request.Mailbox.Guid || state.Folder != folder)
        {
            throw new GraphException(400, "SyncStateInvalid", "The sync state is invalid. Please resync.");
        }

        var isKept = state.Generation == request.Mailbox.SyncGenerations.Of(folder) && !trouble.Meets(now => now.EvictedTokensRate);
        return isKept ? state : throw Evicted(path);
    }

    // Says where to begin anew (Graph: delta-query-overview, synchronization reset).
    private GraphException Evicted(string path) => new(
        trouble.Now.EvictionStatus, trouble.Now.EvictionCode, "The sync state generation is not found; continuation token is expired. Please resync.")
    {
        Headers = { ["Location"] = $"{path}?$deltaToken=" },
    };

    private DeltaState? Unsealed(string token)
    {
        try
        {
            var bytes = Base64Url.DecodeFromChars(token);
            var json = bytes.AsSpan(Math.Min(SealLength, bytes.Length));
            var isOurs = CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(Key, json), bytes.AsSpan(0, Math.Min(SealLength, bytes.Length)));
            return isOurs ? JsonSerializer.Deserialize<DeltaState>(json) : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}

/// <summary>
/// Where a delta stands. Versions are the mailbox's counts of changes: a round tells what happened after <c>From</c> up to
/// <c>Until</c>; the first round (<c>From</c> null) walks through what is there.
/// </summary>
internal sealed record DeltaState
{
    public required Guid Mailbox { get; init; }
    public required string Folder { get; init; }
    public required string Generation { get; init; }
    public IReadOnlyList<string>? Select { get; init; }
    public string? ChangeType { get; init; }
    public bool NewestFirst { get; init; }
    public DateTimeOffset? Since { get; init; }
    public bool IsSinceExclusive { get; init; }

    /// <summary>How many messages may still come, where $filter or $top sets an end.</summary>
    public int? Remaining { get; init; }
    public long? From { get; init; }
    public required long Until { get; init; }

    /// <summary>Within the first round.</summary>
    public WalkPoint? Point { get; init; }

    /// <summary>Within a later round, or among folders: the last entry that was given.</summary>
    public string? Given { get; init; }
    public string? Salt { get; init; }
}
