using System.Data.Common;
using System.Threading.Channels;
using CompanionApi.Data.Prepared;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Data;

/// <summary>What one write works with. Saved by <see cref="Writer"/>; may save itself to learn ids.</summary>
public sealed class Write(CompanionDb db, DateTimeOffset now)
{
    private readonly List<LiveEvent> events = [];

    public CompanionDb Db { get; } = db;

    public DateTimeOffset Now { get; } = now;

    internal IReadOnlyList<LiveEvent> Events => events;

    /// <summary>Told to listeners once this write is committed.</summary>
    public void Announce(LiveEvent happened) => events.Add(happened);

    /// <summary>
    /// A part of the work that may fail by itself: then nothing of it stays, and the rest goes on. What is tracked is saved
    /// before and forgotten after.
    /// </summary>
    /// <returns>What went wrong; null: nothing. Trouble of the whole database comes out as an exception.</returns>
    public async Task<Exception?> TryAsync(Func<Task> part)
    {
        await Db.SaveChangesAsync();
        Db.ChangeTracker.Clear();
        var told = events.Count;
        Db.Execute("SAVEPOINT part");
        try
        {
            await part();
            await Db.SaveChangesAsync();
            Db.Execute("RELEASE part");
            return null;
        }
        catch (Exception trouble) when (!StorageUnavailableException.IsCause(trouble))
        {
            Db.Execute("ROLLBACK TO part");
            Db.Execute("RELEASE part");
            events.RemoveRange(told, events.Count - told);
            return trouble;
        }
        finally
        {
            Db.ChangeTracker.Clear();
        }
    }
}

/// <summary>The database cannot be written now: locked, full or gone. Try later; nothing was stored.</summary>
public sealed class StorageUnavailableException(Exception inner, bool mayStand = false)
    : Exception("The database cannot be written now.", inner)
{
    /// <summary>The commit itself failed half way: after a crash the write may be there all the same.</summary>
    public bool MayStand { get; } = mayStand;

    /// <summary>Trouble of the whole database; all else is the one statement's own.</summary>
    public static bool IsCause(Exception trouble) => trouble switch
    {
        SqliteException sqlite => sqlite.SqliteErrorCode is not (1 or 19 or 20 or 25),
        DbUpdateException { InnerException: { } inner } => IsCause(inner),
        DbException => true,
        _ => false,
    };
}

/// <summary>
/// The one queue of writes (S73). SQLite has one writer, so the writes that wait are committed together: each in a
/// savepoint of its own, so that a bad one takes nobody with it. A caller hears of success after the commit only.
/// </summary>
public sealed class Writer(
    DatabaseOptions options, LiveEvents live, TimeProvider clock, ILogger<Writer> log) : BackgroundService
{
    private const int GroupSize = 64;
    private const int Waiting = 10_000;

    // These end a commit before its last word is written.
    private const int Busy = 5;
    private const int Full = 13;

    private readonly Channel<IJob> jobs = Channel.CreateBounded<IJob>(Waiting);
    private SqliteConnection? connection;
    private int opening;
    private PreparedStatements? statements;
    private WriteContexts? contexts;

    private interface IJob
    {
        int CompanyId { get; }

        bool IsCancelled { get; }

        Task RunAsync(CompanionDb db, DateTimeOffset now);

        void Complete(LiveEvents live);

        void Fail(Exception trouble);
    }

    /// <summary>
    /// Runs <paramref name="work"/> in the company's context and commits it. Its exceptions roll it back and come out
    /// here. Never call it from inside a work: the queue would wait for itself.
    /// </summary>
    /// <exception cref="StorageUnavailableException">Locked, full or gone: nothing was stored, try later.</exception>
    public async Task<T> WriteAsync<T>(int company, Func<Write, Task<T>> work, CancellationToken ct = default)
    {
        var job = new Job<T>(company, work, ct);
        await jobs.Writer.WriteAsync(job, ct);
        return await job.Result;
    }

    public Task WriteAsync(int company, Func<Write, Task> work, CancellationToken ct = default) =>
        WriteAsync(
            company,
            async write =>
            {
                await work(write);
                return true;
            },
            ct);

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        var group = new List<IJob>(GroupSize);
        try
        {
            while (await jobs.Reader.WaitToReadAsync(stopping))
            {
                group.Clear();
                while (group.Count < GroupSize && jobs.Reader.TryRead(out var job))
                {
                    group.Add(job);
                }

                await CommitAsync(group);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // What still waits was never promised: its callers hear that we are going.
        }

        jobs.Writer.TryComplete();
        while (jobs.Reader.TryRead(out var job))
        {
            job.Fail(new StorageUnavailableException(new OperationCanceledException("Stopping.")));
        }

        await DropConnectionAsync();
    }

    private async Task CommitAsync(List<IJob> group)
    {
        var done = new List<IJob>(group.Count);
        var committing = false;
        try
        {
            var open = await OpenAsync();
            await using var transaction = open.BeginTransaction(deferred: false);
            contexts!.Begin(transaction);
            foreach (var job in group.Where(job => !job.IsCancelled))
            {
                if (await RunAsync(job, contexts, statements!))
                {
                    done.Add(job);
                }
            }

            options.EnsureThere();
            committing = true;
            await transaction.CommitAsync();
            await contexts.EndAsync();
        }
        catch (Exception trouble)
        {
            log.LogError(trouble, "A group of {Count} writes was not committed", group.Count);
            await DropConnectionAsync();
            var mayStand = committing && trouble is not SqliteException { SqliteErrorCode: Busy or Full };
            group.ForEach(job => job.Fail(new StorageUnavailableException(trouble, mayStand)));
            return;
        }

        done.ForEach(job => job.Complete(live));
        foreach (var cancelled in group.Except(done).Where(job => job.IsCancelled))
        {
            cancelled.Fail(new OperationCanceledException());
        }
    }

    private async Task<bool> RunAsync(IJob job, WriteContexts contexts, PreparedStatements prepared)
    {
        prepared.Of("SAVEPOINT job").ExecuteNonQuery();
        try
        {
            await job.RunAsync(await contexts.OfAsync(job.CompanyId), clock.GetUtcNow());
            prepared.Of("RELEASE job").ExecuteNonQuery();
            return true;
        }
        catch (Exception trouble) when (!StorageUnavailableException.IsCause(trouble))
        {
            prepared.Of("ROLLBACK TO job").ExecuteNonQuery();
            prepared.Of("RELEASE job").ExecuteNonQuery();
            job.Fail(trouble);
            return false;
        }
    }

    private async Task<SqliteConnection> OpenAsync()
    {
        options.EnsureThere();
        if (opening != options.Opening)
        {
            await DropConnectionAsync();
            opening = options.Opening;
        }

        if (connection is null)
        {
            connection = options.Connect();
            KeepSavepointsInMemory(connection);
            statements = new PreparedStatements(connection) { MayWrite = true };
            contexts = new WriteContexts(options.For(connection), statements);
        }

        return connection;
    }

    /// <summary>
    /// Each work has a savepoint, and each savepoint keeps a copy of every page that it changes. In a file, where SQLite puts
    /// them (sqlite.org/tempfiles.html, 2.3), they were four times what went into the log (a first sync).
    /// </summary>
    private static void KeepSavepointsInMemory(SqliteConnection open)
    {
        using var command = open.CreateCommand();
        command.CommandText = "PRAGMA temp_store=MEMORY";
        command.ExecuteNonQuery();
    }

    private async Task DropConnectionAsync()
    {
        if (connection is not { } dropped)
        {
            return;
        }

        statements?.Dispose();
        if (contexts is not null)
        {
            await contexts.DisposeAsync();
        }

        (connection, statements, contexts) = (null, null, null);
        SqliteConnection.ClearPool(dropped);
        try
        {
            await dropped.DisposeAsync();
        }
        catch (SqliteException trouble)
        {
            // It could not even be closed: the queue goes on with a new one.
            log.LogWarning(trouble, "A connection was left behind");
        }
    }

    private sealed class Job<T>(int company, Func<Write, Task<T>> work, CancellationToken ct) : IJob
    {
        private readonly TaskCompletionSource<T> result = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T? value;
        private Write? write;

        public Task<T> Result => result.Task;

        public int CompanyId => company;

        public bool IsCancelled => ct.IsCancellationRequested;

        public async Task RunAsync(CompanionDb db, DateTimeOffset now)
        {
            write = new Write(db, now);
            value = await work(write);
            await db.SaveChangesAsync();
        }

        public void Complete(LiveEvents live)
        {
            live.Publish(company, write!.Events);
            result.TrySetResult(value!);
        }

        public void Fail(Exception trouble) => result.TrySetException(trouble);
    }
}
