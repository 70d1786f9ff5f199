using CompanionApi.Data;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.SmartBcc;

/// <summary>How long lines of the intake log are kept.</summary>
public sealed record IntakeLogOptions
{
    public TimeSpan KeepFor { get; init; } = TimeSpan.FromDays(90);
}

/// <summary>Takes old lines out of the intake log, of every company, each hour.</summary>
public sealed class IntakeSweep(
    IntakeLogOptions options, DatabaseOptions database, Writer writer, TimeProvider clock, ILogger<IntakeSweep> log)
    : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    public async Task SweepAsync(CancellationToken ct)
    {
        await using var db = database.Open();
        foreach (var company in await db.Companies.Select(c => c.Id).ToListAsync(ct))
        {
            await writer.WriteAsync(
                company,
                write =>
                {
                    var since = write.Now - options.KeepFor;
                    return write.Db.IntakeAttempts.Where(a => a.LastAt <= since).ExecuteDeleteAsync(ct);
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
                log.LogWarning(trouble, "Old lines of the intake log could not be removed now; the next run tries again");
            }
        }
    }
}
