using System.Text.Json;
using CompanionApi.Data;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Changes;

/// <summary>What changed, as it is committed (S77): read by fetch streaming, since an EventSource sends no token.</summary>
public static class EventsEndpoints
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(20);

    // A stream outlives its token; the page comes back with a fresh one.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    public static void MapEvents(this RouteGroupBuilder api) =>
        api.MapGet("/events", StreamAsync).WithTags("Changes")
            .WithSummary("Live changes as text/event-stream: {kind, id} and nothing else; a heartbeat every 20 seconds.");

    private static async Task StreamAsync(
        HttpResponse response, CurrentUser me, DatabaseOptions database, LiveEvents live, TimeProvider clock,
        IHostApplicationLifetime host, CancellationToken gone)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(gone, host.ApplicationStopping);
        using var listening = live.Listen(me.CompanyId);
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        response.Headers["X-Accel-Buffering"] = "no";
        await response.WriteAsync(": ready\n\n", stop.Token);
        await response.Body.FlushAsync(stop.Token);
        var begun = clock.GetTimestamp();
        try
        {
            while (clock.GetElapsedTime(begun) < Longest && await IsActiveAsync(database, me, stop.Token))
            {
                await SendAsync(response, listening, database, me, stop.Token);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The page went, or we go: either way the page asks again.
        }
    }

    /// <summary>Waits for events up to one heartbeat and sends those that are the viewer's.</summary>
    private static async Task SendAsync(
        HttpResponse response, LiveEvents.Listening listening, DatabaseOptions database, CurrentUser me, CancellationToken ct)
    {
        using var beat = CancellationTokenSource.CreateLinkedTokenSource(ct);
        beat.CancelAfter(Heartbeat);
        try
        {
            await listening.Events.WaitToReadAsync(beat.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            await response.WriteAsync(": heartbeat\n\n", ct);
        }

        await using var db = database.Open().Of(me.CompanyId);
        var visible = new Visible(db, me);
        var sent = new HashSet<(string, Guid)>();
        while (listening.Events.TryRead(out var happened))
        {
            if (sent.Contains((happened.Kind, happened.Id)) || !await ConcernsAsync(visible, happened, me, ct))
            {
                continue;
            }

            sent.Add((happened.Kind, happened.Id));
            var data = JsonSerializer.Serialize(new { kind = happened.Kind, id = happened.Id });
            await response.WriteAsync($"data: {data}\n\n", ct);
        }

        await response.Body.FlushAsync(ct);
    }

    private static async Task<bool> ConcernsAsync(Visible visible, LiveEvent happened, CurrentUser me, CancellationToken ct) =>
        happened.To?.Contains(me.Id) ?? await visible.Records.AnyAsync(r => r.PublicId == happened.Id, ct);

    private static async Task<bool> IsActiveAsync(DatabaseOptions database, CurrentUser me, CancellationToken ct)
    {
        await using var db = database.Open().Of(me.CompanyId);
        return await db.Users.AnyAsync(u => u.Id == me.Id && u.LeftAt == null, ct);
    }
}
