using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace Demo.Microsoft365.SignIn;

/// <summary>
/// Refresh tokens, kept over restarts. Each is good once: its use brings the next, so who does not store the newest one
/// is found out. A single-page app's chain ends after 24 hours, any other after 90 days without use.
/// </summary>
public sealed class RefreshTokens
{
    private static readonly TimeSpan SinglePageLifetime = TimeSpan.FromHours(24);
    private static readonly TimeSpan Inactivity = TimeSpan.FromDays(90);
    private readonly Lock gate = new();
    private readonly TimeProvider clock;
    private readonly string file;
    private readonly Dictionary<string, RefreshGrant> grants;

    public RefreshTokens(string folder, TimeProvider clock)
    {
        this.clock = clock;
        file = Path.Combine(folder, "refresh-tokens.json");
        grants = File.Exists(file)
            ? JsonSerializer.Deserialize<Dictionary<string, RefreshGrant>>(File.ReadAllBytes(file))!
            : [];
    }

    /// <param name="user">Whose.</param>
    /// <param name="isSinglePage">A page's own, which the browser's origin must come with.</param>
    /// <param name="isConfidential">Given to a program that proved who it is: it must again.</param>
    public string Issue(SimUser user, bool isSinglePage, bool isConfidential = false) => Keep(new RefreshGrant(
        user.TenantId, user.ObjectId, isSinglePage, clock.GetUtcNow() + (isSinglePage ? SinglePageLifetime : Inactivity))
    {
        IsConfidential = isConfidential,
    });

    /// <summary>What the token stands for; it is good until <see cref="Renew"/>, so that a request that is refused costs nothing.</summary>
    public RefreshGrant Find(string token)
    {
        lock (gate)
        {
            var grant = grants.GetValueOrDefault(token) ?? throw new EntraException(EntraError.RefreshTokenUnknown);
            return grant.ExpiresAt > clock.GetUtcNow() ? grant
                : throw new EntraException(grant.IsSinglePage ? EntraError.RefreshTokenTooOld : EntraError.CodeExpired);
        }
    }

    /// <summary>The next token in its place; of two that come with one token at once the second is refused.</summary>
    public string Renew(string token)
    {
        lock (gate)
        {
            var grant = Find(token);
            grants.Remove(token);
            return Keep(grant.IsSinglePage ? grant : grant with { ExpiresAt = clock.GetUtcNow() + Inactivity });
        }
    }

    private string Keep(RefreshGrant grant)
    {
        var token = $"1.{Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(96))}";
        lock (gate)
        {
            grants[token] = grant;
            Save();
        }

        return token;
    }

    private void Save() => AtomicFile.Write(file, JsonSerializer.SerializeToUtf8Bytes(grants));
}

public sealed record RefreshGrant(string TenantId, string ObjectId, bool IsSinglePage, DateTimeOffset ExpiresAt)
{
    public bool IsConfidential { get; init; }
}
