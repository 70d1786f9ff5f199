using System.Globalization;
using System.Text;
using Microsoft.Graph.Models.ODataErrors;
using Microsoft.Kiota.Abstractions;

namespace CompanionApi.Sync.Graph;

/// <summary>
/// What Graph says when it says no, as the five ways a mailbox fails. It is the code that counts, never the text, and not the
/// status alone (graph/errors; casing differs between services).
/// </summary>
internal static class GraphErrors
{
    /// <summary>The code where Graph does not take the token.</summary>
    public const string TokenRefused = "sign_in_refused";

    private static readonly HashSet<string> LostCursor = new(StringComparer.OrdinalIgnoreCase)
    {
        "syncStateNotFound", "resyncRequired", "syncStateInvalid",
    };

    private static readonly HashSet<string> NoMailbox = new(StringComparer.OrdinalIgnoreCase)
    {
        "MailboxNotEnabledForRESTAPI", "MailboxNotSupportedForRESTAPI",
    };

    private static readonly HashSet<string> Gone = new(StringComparer.OrdinalIgnoreCase)
    {
        "ErrorItemNotFound", "itemNotFound", "ErrorSyncFolderNotFound", "ErrorInvalidIdMalformed",
    };

    /// <summary>Runs a call and turns whatever it fails with.</summary>
    /// <exception cref="MailSourceException">Always this one, but for the caller's own cancellation.</exception>
    public static async Task<T> GuardAsync<T>(Func<Task<T>> call, TimeProvider clock, CancellationToken ct)
    {
        try
        {
            return await call();
        }
        catch (ODataError refused)
        {
            throw Of(refused, refused.Error?.Code ?? "", clock);
        }
        catch (ApiException refused)
        {
            throw Of(refused, "", clock);
        }
        catch (Exception failed) when (failed is HttpRequestException or IOException or System.Text.Json.JsonException ||
            (failed is OperationCanceledException && !ct.IsCancellationRequested))
        {
            throw new MailSourceException(MailSourceFailure.Temporary, "Graph does not answer.", inner: failed)
            {
                Code = MailSourceException.Unreachable,
            };
        }
    }

    private static MailSourceException Of(ApiException refused, string code, TimeProvider clock)
    {
        var status = refused.ResponseStatusCode;
        return status switch
        {
            _ when LostCursor.Contains(code) || status == 410 => Made(MailSourceFailure.CursorLost, "cursor_lost"),
            _ when NoMailbox.Contains(code) => Made(MailSourceFailure.Permanent, MailSourceException.NoMailbox),
            401 => Made(MailSourceFailure.NeedsReconnect, TokenRefused),
            403 => Made(MailSourceFailure.Permanent, MailSourceException.AccessDenied),
            404 or 400 when status == 404 || Gone.Contains(code) => Made(MailSourceFailure.NotFound, "not_found"),
            429 => Made(MailSourceFailure.Temporary, MailSourceException.Throttled, isThrottling: true),
            408 or 423 or (>= 500 and not 501) => Made(MailSourceFailure.Temporary, MailSourceException.ProviderTrouble),
            _ => Made(MailSourceFailure.Permanent, "refused"),
        };

        MailSourceException Made(MailSourceFailure failure, string ours, bool isThrottling = false) => new(
            failure, $"Graph answered {status} {code}.",
            failure == MailSourceFailure.Temporary ? RetryAfter(refused, clock) : null, refused)
        {
            Code = ours, IsThrottling = isThrottling, Claims = failure == MailSourceFailure.NeedsReconnect ? Claims(refused) : null,
        };
    }

    /// <summary>Seconds, fractions of them too, or a date (graph/throttling).</summary>
    private static TimeSpan? RetryAfter(ApiException refused, TimeProvider clock)
    {
        if (Header(refused, "Retry-After") is not { } value)
        {
            return null;
        }

        if (double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds))
        {
            return TimeSpan.FromSeconds(Math.Min(seconds, TimeSpan.FromHours(1).TotalSeconds));
        }

        return DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, out var at) && at > clock.GetUtcNow()
            ? at - clock.GetUtcNow()
            : null;
    }

    /// <summary>Base64 of JSON in WWW-Authenticate (entra: claims challenge).</summary>
    private static string? Claims(ApiException refused)
    {
        const string label = "claims=\"";
        var header = Header(refused, "WWW-Authenticate") ?? "";
        var start = header.IndexOf(label, StringComparison.OrdinalIgnoreCase);
        var end = start < 0 ? -1 : header.IndexOf('"', start + label.Length);
        return end < 0 ? null : Decoded(header[(start + label.Length)..end]);
    }

    /// <summary>Claims as JSON; null for what is none.</summary>
    public static string? Decoded(string? claims)
    {
        try
        {
            return claims is null ? null : Encoding.UTF8.GetString(Convert.FromBase64String(claims));
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static string? Header(ApiException refused, string name) => refused.ResponseHeaders?
        .FirstOrDefault(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value?.FirstOrDefault();
}
