using CompanionApi.Data;
using CompanionApi.Model;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Messages;

/// <summary>
/// Removes sources that no message has named for a day (S74): of buried mail, and those that a crash between writing the
/// source and committing its row left behind. The day lets a backup of "database first, then content" be whole, and an
/// operator who started on the wrong database notice.
/// </summary>
public sealed class ContentSweep(
    DatabaseOptions database, Writer writer, ContentStore content, Ages ages, TimeProvider clock,
    ILogger<ContentSweep> log) : BackgroundService
{
    private const int AtOnce = 500;

    // A crash leaves a few. More, and most of what is there: this folder is another database's.
    private const int ManyLost = 1000;

    private static readonly TimeSpan Interval = TimeSpan.FromHours(6);
    private static readonly TimeSpan Grace = TimeSpan.FromDays(1);

    /// <summary>Notes what is unnamed and removes what has been so for a day; answers how many were removed.</summary>
    public async Task<int> SweepAsync(CancellationToken ct)
    {
        if (!ages.AreCertain(Grace))
        {
            return 0;
        }

        await using var db = database.Open();
        var companies = await db.Companies.Select(c => c.Id).ToListAsync(ct);
        if (companies.Count == 0)
        {
            return 0;
        }

        await NoteLostAsync(companies, ct);
        var since = clock.GetUtcNow() - Grace;
        var removed = 0;
        var due = await db.UnnamedContents.Where(c => c.Since <= since).Select(c => c.Key).ToListAsync(ct);
        foreach (var keys in due.Chunk(AtOnce))
        {
            var named = await NamedAsync(companies, keys, ct);
            foreach (var key in keys.Where(key => !named.Contains(key)))
            {
                content.Delete(key);
                removed++;
            }

            await writer.WriteAsync(
                companies[0],
                write => write.Db.UnnamedContents.Where(c => keys.Contains(c.Key)).ExecuteDeleteAsync(ct),
                ct);
        }

        return removed;
    }

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stopping))
        {
            try
            {
                await SweepAsync(stopping);
            }
            catch (Exception trouble) when (trouble is not OperationCanceledException)
            {
                log.LogWarning(trouble, "Unnamed sources could not be removed now; the next run tries again");
            }
        }
    }

    /// <summary>Files that stand in no row, found by looking; their day begins now.</summary>
    private async Task NoteLostAsync(IReadOnlyList<int> companies, CancellationToken ct)
    {
        var looked = 0;
        var lost = new List<string>();
        foreach (var keys in content.KeysBefore(clock.GetUtcNow() - Grace).Chunk(AtOnce))
        {
            var named = await NamedAsync(companies, keys, ct);
            looked += keys.Length;
            lost.AddRange(keys.Where(key => !named.Contains(key)));
        }

        await using var db = database.Open();
        var known = await db.UnnamedContents.Select(c => c.Key).ToHashSetAsync(ct);
        lost.RemoveAll(known.Contains);
        if (lost.Count > ManyLost && lost.Count > looked / 2)
        {
            log.LogError(
                "{Lost} of {Looked} sources stand in no row: is this the content folder of another database? Nothing is removed",
                lost.Count, looked);
            return;
        }

        foreach (var keys in lost.Chunk(AtOnce))
        {
            await writer.WriteAsync(companies[0], write => NoteAsync(write, keys), ct);
        }
    }

    private static Task NoteAsync(Write write, IReadOnlyList<string> keys)
    {
        write.Db.UnnamedContents.AddRange(keys.Select(key => new UnnamedContent { Key = key, Since = write.Now }));
        return Task.CompletedTask;
    }

    private async Task<HashSet<string>> NamedAsync(
        IReadOnlyList<int> companies, IReadOnlyCollection<string> keys, CancellationToken ct)
    {
        var named = new HashSet<string>();
        foreach (var company in companies)
        {
            await using var db = database.Open().Of(company);
            named.UnionWith(await db.Messages.Where(m => keys.Contains(m.ContentKey)).Select(m => m.ContentKey).ToListAsync(ct));
        }

        return named;
    }
}
