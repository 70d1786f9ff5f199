using System.Security.Cryptography;
using CompanionApi.Data;
using CompanionApi.Model;
using CompanionApi.Protocols.Mime;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.MailAccounts;

public enum AskOutcome
{
    Asked,

    /// <summary>It counts as mine already.</summary>
    AlreadyMine,

    /// <summary>Somebody in the company signs in with it, or it is a shared mailbox's.</summary>
    NotAvailable,
    TooMany,
    TooOften,

    /// <summary>It stands on a never-capture list: mail from it would be refused all the same (R70).</summary>
    NeverCaptured,
}

/// <summary>What came of asking; <see cref="TryAgainIn"/> with <see cref="AskOutcome.TooOften"/>.</summary>
public sealed record Asking(AskOutcome Outcome, SenderAddress? Address = null, TimeSpan TryAgainIn = default)
{
    public bool IsNew { get; init; }

    /// <summary>The link mailed before, which is good again when this one does not go out.</summary>
    public (DateTimeOffset At, byte[]? Hash) Before { get; init; }

    internal SenderAddressRequest? Counted { get; init; }
}

/// <summary>
/// S21: up to five addresses beside the sign-in address, each confirmed through a mailed link that counts for the user
/// who asked. Whether an address is active for a colleague is told only to whom has proved to read its mail.
/// </summary>
public static class SenderAddressRules
{
    public const int MaxBesideSignIn = 5;
    public const int MaxRequestsPerDay = 5;
    public static readonly TimeSpan LinkLives = TimeSpan.FromHours(24);

    private const int MaxAddress = 254;
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    /// <summary>The address as it is compared, or null when it is none that mail can come from and be written to.</summary>
    public static string? Read(string? given) =>
        given?.Trim() is { Length: > 0 and <= MaxAddress } trimmed &&
        System.Net.Mail.MailAddress.TryCreate(trimmed, out var address) && address.Address == trimmed &&
        address.Host.Contains('.') && Addresses.Normalize(trimmed) is var compared && compared.All(MayStand)
            ? compared
            : null;

    // Asked of the compared form, which makes ASCII of other letters; to a relay it stands between angle brackets.
    private static bool MayStand(char c) => !char.IsWhiteSpace(c) && !char.IsControl(c) && c is not ('<' or '>');

    public static byte[] HashOf(string token) => SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(token));

    /// <summary>Puts the address on the list, unconfirmed, and counts the mail that is about to be sent.</summary>
    public static async Task<Asking> AskAsync(Write write, CurrentUser me, string address, string token)
    {
        var mine = await write.Db.SenderAddresses.Where(a => a.UserId == me.Id).ToListAsync();
        var row = mine.FirstOrDefault(a => a.Address == address);
        if (row is { ConfirmedAt: not null })
        {
            return new Asking(AskOutcome.AlreadyMine, row);
        }

        if (await IsSignInOfAnotherAsync(write.Db, me, address) || await IsSharedMailboxAsync(write.Db, address))
        {
            return new Asking(AskOutcome.NotAvailable);
        }

        if (await NeverCapture.FindAsync(write.Db, me.Id, [address]) is not null)
        {
            return new Asking(AskOutcome.NeverCaptured);
        }

        if (row is null && mine.Count(a => !a.IsSignIn) >= MaxBesideSignIn)
        {
            return new Asking(AskOutcome.TooMany);
        }

        var since = write.Now - Day;
        var requests = await write.Db.SenderAddressRequests.Where(r => r.UserId == me.Id && r.At > since)
            .OrderBy(r => r.At).Select(r => r.At).ToListAsync();
        if (requests.Count >= MaxRequestsPerDay)
        {
            return new Asking(AskOutcome.TooOften, TryAgainIn: requests[^MaxRequestsPerDay] - since);
        }

        var isNew = row is null;
        if (row is null)
        {
            row = new SenderAddress { UserId = me.Id, Address = address };
            write.Db.SenderAddresses.Add(row);
        }

        var before = (row.RequestedAt, row.TokenHash);
        row.RequestedAt = write.Now;
        row.TokenHash = HashOf(token);
        var counted = new SenderAddressRequest { UserId = me.Id, At = write.Now };
        write.Db.SenderAddressRequests.Add(counted);
        return new Asking(AskOutcome.Asked, row) { IsNew = isNew, Before = before, Counted = counted };
    }

    /// <summary>The mail did not go out: as if it had not been asked for.</summary>
    public static async Task TakeBackAsync(Write write, CurrentUser me, Asking asking)
    {
        var address = await write.Db.SenderAddresses.FirstOrDefaultAsync(
            a => a.Id == asking.Address!.Id && a.TokenHash == asking.Address.TokenHash);
        if (address is { ConfirmedAt: null } && asking.IsNew)
        {
            write.Db.SenderAddresses.Remove(address);
        }
        else if (address is { ConfirmedAt: null })
        {
            (address.RequestedAt, address.TokenHash) = asking.Before;
        }

        await write.Db.SenderAddressRequests.Where(r => r.UserId == me.Id && r.Id == asking.Counted!.Id).ExecuteDeleteAsync();
    }

    /// <summary>Signing in with it or sending from it, active for somebody else of the company, or for all: a shared mailbox's.</summary>
    public static async Task<bool> IsActiveForAnotherAsync(CompanionDb db, CurrentUser me, string address) =>
        await IsSignInOfAnotherAsync(db, me, address) || await IsSharedMailboxAsync(db, address) ||
        await db.SenderAddresses.AnyAsync(a => a.UserId != me.Id && a.Address == address && a.ConfirmedAt != null);

    /// <summary>As a sender's it would be a person's, and the sync of the mailbox would end (S15).</summary>
    private static Task<bool> IsSharedMailboxAsync(CompanionDb db, string address) =>
        db.MailAccounts.AnyAsync(a => a.IsShared && a.Address == address);

    private static async Task<bool> IsSignInOfAnotherAsync(CompanionDb db, CurrentUser me, string address) =>
        await db.Users.AnyAsync(u => u.Id != me.Id && u.Email == address && u.LeftAt == null) ||
        await db.SenderAddresses.AnyAsync(a => a.UserId != me.Id && a.Address == address && a.IsSignIn);
}
