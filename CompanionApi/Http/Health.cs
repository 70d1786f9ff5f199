using System.Data;
using System.Data.Common;
using CompanionApi.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Http;

/// <summary>
/// For the host that runs us (R122): live, and ready, that is able to store mail. Asked by anybody, so the answer is
/// kept for a moment and says no more than which part fails.
/// </summary>
public sealed class Health(DatabaseOptions database, ContentStore content, TimeProvider clock, ILogger<Health> log)
{
    private static readonly TimeSpan KeepFor = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim asking = new(1);
    private (long At, Readiness Answer)? last;

    public static void Map(WebApplication app)
    {
        app.MapGet("/health/live", () => TypedResults.Text("live")).ExcludeFromDescription();
        app.MapGet("/health/ready", ReadyAsync).ExcludeFromDescription();
        app.MapGet("/metrics", MetricsAsync).ExcludeFromDescription();
    }

    private static async Task<JsonHttpResult<Readiness>> ReadyAsync(Health health, CancellationToken ct)
    {
        var answer = await health.AskAsync(ct);
        return TypedResults.Json(answer, statusCode: answer is { Database: true, Content: true } ? 200 : 503);
    }

    private static async Task<ContentHttpResult> MetricsAsync(Metrics metrics, Health health, CancellationToken ct) =>
        TypedResults.Text(metrics.Write(await health.AskAsync(ct)), "text/plain; version=0.0.4");

    private async Task<Readiness> AskAsync(CancellationToken ct)
    {
        await asking.WaitAsync(ct);
        try
        {
            if (last is not var (at, answer) || last is null || clock.GetElapsedTime(at) > KeepFor)
            {
                answer = new Readiness(await IsDatabaseWritableAsync(ct), await IsContentWritableAsync(ct));
                last = (clock.GetTimestamp(), answer);
            }

            return answer;
        }
        finally
        {
            asking.Release();
        }
    }

    private async Task<bool> IsDatabaseWritableAsync(CancellationToken ct)
    {
        try
        {
            database.EnsureThere();
            await using var db = database.Open();
            // Takes the write lock as a write would, and leaves nothing behind.
            await using var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.Serializable, ct);
            await db.Companies.AnyAsync(ct);
            await transaction.RollbackAsync(ct);
            return true;
        }
        catch (Exception trouble) when (trouble is DbException or IOException)
        {
            database.DropIdle();
            log.LogError(trouble, "The database cannot be written");
            return false;
        }
    }

    private async Task<bool> IsContentWritableAsync(CancellationToken ct)
    {
        try
        {
            content.Delete((await content.PutAsync("ready"u8.ToArray())).Key);
            return true;
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            log.LogError(trouble, "The content folder cannot be written");
            return false;
        }
    }

    public sealed record Readiness(bool Database, bool Content);
}
