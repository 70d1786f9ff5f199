using System.Threading.Channels;
using CompanionApi.Data.Prepared;
using Microsoft.Data.Sqlite;

namespace CompanionApi.Data;

/// <summary>
/// The one queue of writes (S73). SQLite has one writer, so the writes that wait are committed together: each in a
/// savepoint of its own, so that a bad one takes nobody with it. A caller hears of success after the commit only.
/// </summary>
public sealed class Writer(
    DatabaseOptions options, LiveEvents live, TimeProvider clock, ILogger<Writer> log) : BackgroundService
{
    private const int GroupSize = 64;
    private const int Waiting = 10_000;
    private const int CacheKibibytes = 16 * 1024;

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

        /// <summary>It is committed by itself, and has no savepoint.</summary>
        bool IsLarge { get; }

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
    public Task<T> WriteAsync<T>(int company, Func<Write, Task<T>> work, CancellationToken ct = default) =>
        QueueAsync(new Job<T>(company, isLarge: false, work, ct), ct);

    /// <summary>
    /// The same for a work of many rows: it is a transaction of its own. Among others it would need a savepoint, which keeps a
    /// copy of every page that it changes.
    /// </summary>
    /// <inheritdoc cref="WriteAsync{T}(int, Func{Write, Task{T}}, CancellationToken)"/>
    public Task<T> WriteLargeAsync<T>(int company, Func<Write, Task<T>> work, CancellationToken ct = default) =>
        QueueAsync(new Job<T>(company, isLarge: true, work, ct), ct);

    public Task WriteAsync(int company, Func<Write, Task> work, CancellationToken ct = default) =>
        WriteAsync(
            company,
            async write =>
            {
                await work(write);
                return true;
            },
            ct);

    private async Task<T> QueueAsync<T>(Job<T> job, CancellationToken ct)
    {
        await jobs.Writer.WriteAsync(job, ct);
        return await job.Result;
    }

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        var group = new List<IJob>(GroupSize);
        try
        {
            while (await jobs.Reader.WaitToReadAsync(stopping))
            {
                Gather(group);
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

    /// <summary>The next in the queue that are committed together: as many as wait, or one large one.</summary>
    private void Gather(List<IJob> group)
    {
        group.Clear();
        while (group.Count < GroupSize && jobs.Reader.TryPeek(out var next) && (group.Count == 0 || !next.IsLarge))
        {
            jobs.Reader.TryRead(out _);
            group.Add(next);
            if (next.IsLarge)
            {
                return;
            }
        }
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
                if (await (job.IsLarge ? RunLargeAsync(job, contexts, transaction) : RunAsync(job, contexts, statements!)))
                {
                    done.Add(job);
                }
            }

            options.EnsureThere();
            committing = true;
            if (done.Count > 0)
            {
                await transaction.CommitAsync();
            }

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
        prepared.Of("SAVEPOINT job").Run();
        try
        {
            await job.RunAsync(await contexts.OfAsync(job.CompanyId), clock.GetUtcNow());
            prepared.Of("RELEASE job").Run();
            return true;
        }
        catch (Exception trouble) when (!StorageUnavailableException.IsCause(trouble))
        {
            prepared.Of("ROLLBACK TO job").Run();
            prepared.Of("RELEASE job").Run();
            job.Fail(trouble);
            return false;
        }
    }

    /// <summary>False: it failed, and so its transaction is over.</summary>
    private async Task<bool> RunLargeAsync(IJob job, WriteContexts contexts, SqliteTransaction transaction)
    {
        try
        {
            await job.RunAsync(await contexts.OfAsync(job.CompanyId), clock.GetUtcNow());
            return true;
        }
        catch (Exception trouble) when (!StorageUnavailableException.IsCause(trouble))
        {
            await transaction.RollbackAsync();
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
            KeepInMemory(connection);
            statements = new PreparedStatements(connection) { MayWrite = true };
            contexts = new WriteContexts(options.For(connection), statements);
        }

        return connection;
    }

    /// <summary>
    /// Each work has a savepoint, and each savepoint keeps a copy of every page that it changes. In a file, where SQLite puts
    /// them (sqlite.org/tempfiles.html, 2.3), they were four times what went into the log (a first sync). And what a large
    /// work changes is more than SQLite's usual 2 MB of pages.
    /// </summary>
    private static void KeepInMemory(SqliteConnection open)
    {
        using var command = open.CreateCommand();
        command.CommandText = $"PRAGMA temp_store=MEMORY; PRAGMA cache_size=-{CacheKibibytes}";
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

    private sealed class Job<T>(int company, bool isLarge, Func<Write, Task<T>> work, CancellationToken ct) : IJob
    {
        private readonly TaskCompletionSource<T> result = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T? value;
        private Write? write;

        public Task<T> Result => result.Task;

        public int CompanyId => company;

        public bool IsLarge => isLarge;

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
