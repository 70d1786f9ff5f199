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

    public string Issue(SimUser user, bool isSinglePage) => Keep(new RefreshGrant(
        user.TenantId, user.ObjectId, isSinglePage, clock.GetUtcNow() + (isSinglePage ? SinglePageLifetime : Inactivity)));

    public RefreshGrant Redeem(string token)
    {
        lock (gate)
        {
            if (!grants.Remove(token, out var grant))
            {
                throw new EntraException(EntraError.RefreshTokenUnknown);
            }

            Save();
            return grant.ExpiresAt > clock.GetUtcNow() ? grant
                : throw new EntraException(grant.IsSinglePage ? EntraError.RefreshTokenTooOld : EntraError.CodeExpired);
        }
    }

    public string Renew(RefreshGrant grant) =>
        Keep(grant.IsSinglePage ? grant : grant with { ExpiresAt = clock.GetUtcNow() + Inactivity });

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

public sealed record RefreshGrant(string TenantId, string ObjectId, bool IsSinglePage, DateTimeOffset ExpiresAt);
