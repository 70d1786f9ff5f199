using System.Security.Cryptography;
using CompanionApi.Data;
using CompanionApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Sync;

/// <summary>
/// Where Microsoft Graph tells us that something happened (graph/change-notifications-delivery-webhooks). Whoever calls may be
/// anybody: an address is never fetched, nothing is believed but that an account may be due, and that only with the secret of
/// its subscription.
/// </summary>
public static class NotificationsEndpoints
{
    private const int MaxToken = 10_000;
    private const int MaxBytes = 4 * 1024 * 1024;
    private const int MaxNotices = 5_000;

    public static void MapNotifications(this IEndpointRouteBuilder routes)
    {
        routes.MapPost($"/{Subscriptions.NotificationsPath}", NotifyAsync).WithTags("Notifications")
            .WithMetadata(new RequestSizeLimit(MaxBytes));
        routes.MapPost($"/{Subscriptions.LifecyclePath}", LifecycleAsync).WithTags("Notifications")
            .WithMetadata(new RequestSizeLimit(MaxBytes));
    }

    /// <summary>Changes of mailboxes, as Microsoft Graph posts them; or the handshake of a new subscription.</summary>
    private static Task<Results<ContentHttpResult, Accepted, ProblemHttpResult>> NotifyAsync(
        string? validationToken, HttpRequest request, NoticeTargets targets, SyncHints hints, CancellationToken ct) =>
        HearAsync(validationToken, request, targets, hints, ct);

    /// <summary>What becomes of a subscription itself: permission to renew, ended, notifications missed.</summary>
    private static Task<Results<ContentHttpResult, Accepted, ProblemHttpResult>> LifecycleAsync(
        string? validationToken, HttpRequest request, NoticeTargets targets, SyncHints hints, CancellationToken ct) =>
        HearAsync(validationToken, request, targets, hints, ct);

    /// <summary>Of both kinds, since lifecycle events come to either address (graph/change-notifications-lifecycle-events).</summary>
    private static async Task<Results<ContentHttpResult, Accepted, ProblemHttpResult>> HearAsync(
        string? validationToken, HttpRequest request, NoticeTargets targets, SyncHints hints, CancellationToken ct)
    {
        if (validationToken is not null)
        {
            return Echo(validationToken);
        }

        if (await ReadAsync(request, ct) is not { } notices)
        {
            return Unreadable();
        }

        foreach (var (notice, company, account) in await targets.FindAsync(notices, ct))
        {
            if (notice.LifecycleEvent is "reauthorizationRequired" or "subscriptionRemoved")
            {
                hints.TellSubscription(company, account);
            }

            hints.Tell(company, account, notice.LifecycleEvent is null ? notice.ResourceData?.Id : null);
        }

        return TypedResults.Accepted((string?)null);
    }

    private static async Task<IReadOnlyList<Notice>?> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        try
        {
            var sent = await request.ReadFromJsonAsync<Notices>(ct);
            return sent?.Value is { Count: <= MaxNotices } notices ? [.. notices.OfType<Notice>()] : null;
        }
        catch (Exception bad) when (bad is System.Text.Json.JsonException or InvalidOperationException or NotSupportedException)
        {
            return null;
        }
    }

    // Plain text and nothing else: whatever the token is, no browser runs it.
    private static Results<ContentHttpResult, Accepted, ProblemHttpResult> Echo(string token) =>
        token.Length <= MaxToken
            ? TypedResults.Text(token, "text/plain", statusCode: 200)
            : Problems.Invalid("validationToken", "too_long", $"at most {MaxToken} characters.");

    private static ProblemHttpResult Unreadable() =>
        Problems.Invalid("value", "malformed", $"expected a collection of at most {MaxNotices} notifications.");

    private sealed class RequestSizeLimit(long most) : Microsoft.AspNetCore.Http.Metadata.IRequestSizeLimitMetadata
    {
        public long? MaxRequestBodySize { get; } = most;
    }
}

public sealed record Notices(IReadOnlyList<Notice?>? Value);

/// <summary>One notification; what else stands in it is not looked at.</summary>
public sealed record Notice(
    string? SubscriptionId, string? ClientState, Guid? TenantId, string? LifecycleEvent, NoticeResource? ResourceData);

public sealed record NoticeResource(string? Id);

/// <summary>Whose account a notification is of, if it brings that subscription's secret.</summary>
public sealed class NoticeTargets(DatabaseOptions database)
{
    private const int MaxId = 100;
    private const int MaxSecret = 128;

    public async Task<IReadOnlyList<(Notice Notice, int Company, long Account)>> FindAsync(
        IReadOnlyList<Notice> notices, CancellationToken ct)
    {
        var found = new List<(Notice, int, long)>();
        await using var directory = database.Open();
        foreach (var tenant in notices.GroupBy(n => n.TenantId).Where(tenant => tenant.Key is not null))
        {
            var company = await directory.CompanyTenants.Where(t => t.TenantId == tenant.Key)
                .Select(t => (int?)t.CompanyId).FirstOrDefaultAsync(ct);
            if (company is not { } known)
            {
                continue;
            }

            await using var db = database.Open().Of(known);
            foreach (var same in tenant.Where(n => n.SubscriptionId is { Length: > 0 and <= MaxId }).GroupBy(n => n.SubscriptionId!))
            {
                var account = await db.MailAccounts.Where(a => a.SubscriptionId == same.Key)
                    .Select(a => new { a.Id, a.SubscriptionSecretHash }).FirstOrDefaultAsync(ct);
                found.AddRange(same.Where(n => IsProven(n, account?.SubscriptionSecretHash)).Select(n => (n, known, account!.Id)));
            }
        }

        return found;
    }

    // Hashes of one length, compared in one time.
    private static bool IsProven(Notice notice, byte[]? hash) =>
        hash is not null && notice.ClientState is { Length: > 0 and <= MaxSecret } secret &&
        CryptographicOperations.FixedTimeEquals(Subscriptions.HashOf(secret), hash);
}
