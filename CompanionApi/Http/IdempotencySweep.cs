using CompanionApi.Data;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Http;

/// <summary>Old answers hold words of mail and records: they go, whether their user comes back or not.</summary>
public sealed class IdempotencySweep(
    DatabaseOptions database, Writer writer, Ages ages, TimeProvider clock, ILogger<IdempotencySweep> log)
    : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    public async Task SweepAsync(CancellationToken ct)
    {
        if (!ages.AreCertain(Idempotency.KeepFor))
        {
            return;
        }

        await using var db = database.Open();
        foreach (var company in await db.Companies.Select(c => c.Id).ToListAsync(ct))
        {
            await writer.WriteAsync(
                company,
                write =>
                {
                    var since = write.Now - Idempotency.KeepFor;
                    return write.Db.IdempotentAnswers.Where(a => a.At <= since).ExecuteDeleteAsync(ct);
                },
                ct);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Every, clock);
        while (await timer.WaitForNextTickAsync(stopping))
        {
            try
            {
                await SweepAsync(stopping);
            }
            catch (Exception trouble) when (trouble is not OperationCanceledException)
            {
                log.LogWarning(trouble, "Old answers could not be removed now");
            }
        }
    }
}
