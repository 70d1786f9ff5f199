using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using CompanionApi.Data;
using CompanionApi.Model;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Identity.Client;

namespace CompanionApi.Sync.Graph;

/// <summary>
/// What MSAL remembers: sign-ins that last are kept in the database, sealed, under a key of ours; all else (the pane's and the
/// application's own tokens) in memory while it is good. Refresh tokens change with each use, so every change is kept.
/// </summary>
internal sealed class TokenCache(DatabaseOptions database, Writer writer, IDataProtectionProvider protection, TimeProvider clock)
{
    private const string Lasting = "mailbox";
    private const int MostInMemory = 10_000;

    private readonly IDataProtector seal = protection.CreateProtector("CompanionApi.Sync.Graph.TokenCache");
    private readonly ConcurrentDictionary<string, (byte[] Bytes, DateTimeOffset Until)> inMemory = new();

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
                await SaveAsync(
                    access.SuggestedCacheKey, access.HasTokens ? access.TokenCache.SerializeMsalV3() : null,
                    access.SuggestedCacheExpiry);
            }
        });
    }

    public Task ForgetAsync(string key) => SaveAsync(key, null, null);

    private async Task<byte[]?> LoadAsync(string? key)
    {
        if (CompanyOf(key) is not { } company)
        {
            return key is not null && inMemory.TryGetValue(key, out var held) && held.Until > clock.GetUtcNow()
                ? held.Bytes
                : null;
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

    private async Task SaveAsync(string? key, byte[]? bytes, DateTimeOffset? until)
    {
        if (key is null)
        {
            return;
        }

        if (CompanyOf(key) is { } company)
        {
            var closed = bytes is null ? null : seal.Protect(bytes);
            await writer.WriteAsync(company, write => KeepAsync(write.Db, key, closed));
        }
        else if (bytes is null)
        {
            inMemory.TryRemove(key, out _);
        }
        else
        {
            Shorten();
            inMemory[key] = (bytes, until ?? clock.GetUtcNow().AddHours(1));
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

    private void Shorten()
    {
        if (inMemory.Count < MostInMemory)
        {
            return;
        }

        var now = clock.GetUtcNow();
        foreach (var (key, held) in inMemory)
        {
            if (held.Until <= now || inMemory.Count >= MostInMemory)
            {
                inMemory.TryRemove(key, out _);
            }
        }
    }

    private static int? CompanyOf(string? key) =>
        key?.Split('.') is [Lasting, var company, _, _] &&
        int.TryParse(company, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? id
            : null;
}
