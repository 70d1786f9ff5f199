using System.Globalization;
using System.Security.Cryptography;
using CompanionApi.Data;
using CompanionApi.Model;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Identity.Client;

namespace CompanionApi.Sync.Graph;

/// <summary>
/// What MSAL remembers of sign-ins that last: kept in the database, sealed, under a key of ours. Refresh tokens change with each
/// use, so every change is kept. What is no lasting sign-in's is not: <see cref="GraphTokens"/> holds it while it is good.
/// </summary>
internal sealed class TokenCache(DatabaseOptions database, Writer writer, IDataProtectionProvider protection)
{
    private const string Lasting = "mailbox";

    private readonly IDataProtector seal = protection.CreateProtector("CompanionApi.Sync.Graph.TokenCache");

    /// <summary>The key of a sign-in that lasts.</summary>
    public static string KeyOf(int company, Guid tenant, Guid user) => $"{Lasting}.{company}.{tenant}.{user}";

    public void Serve(ITokenCache cache)
    {
        cache.SetBeforeAccessAsync(async access =>
            access.TokenCache.DeserializeMsalV3(await LoadAsync(access.SuggestedCacheKey), shouldClearExistingCache: true));
        cache.SetAfterAccessAsync(async access =>
        {
            if (access.HasStateChanged)
            {
                await SaveAsync(access.SuggestedCacheKey, access.HasTokens ? access.TokenCache.SerializeMsalV3() : null);
            }
        });
    }

    public Task ForgetAsync(string key) => SaveAsync(key, null);

    private async Task<byte[]?> LoadAsync(string? key)
    {
        if (CompanyOf(key) is not { } company)
        {
            return null;
        }

        await using var db = database.Open().Of(company);
        var entry = await db.TokenCacheEntries.AsNoTracking().FirstOrDefaultAsync(e => e.Key == key);
        try
        {
            return entry is null ? null : seal.Unprotect(entry.Sealed);
        }
        catch (CryptographicException)
        {
            // The keys are gone or others: nobody can use it any more, and the rep signs in again.
            return null;
        }
    }

    private async Task SaveAsync(string? key, byte[]? bytes)
    {
        if (key is not null && CompanyOf(key) is { } company)
        {
            var closed = bytes is null ? null : seal.Protect(bytes);
            await writer.WriteAsync(company, write => KeepAsync(write.Db, key, closed));
        }
    }

    private static async Task KeepAsync(CompanionDb db, string key, byte[]? closed)
    {
        var entry = await db.TokenCacheEntries.FirstOrDefaultAsync(e => e.Key == key);
        if (closed is null)
        {
            db.TokenCacheEntries.RemoveRange(entry is null ? [] : [entry]);
        }
        else if (entry is null)
        {
            db.TokenCacheEntries.Add(new TokenCacheEntry { Key = key, Sealed = closed });
        }
        else
        {
            entry.Sealed = closed;
        }
    }

    private static int? CompanyOf(string? key) =>
        key?.Split('.') is [Lasting, var company, _, _] &&
        int.TryParse(company, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? id
            : null;
}
