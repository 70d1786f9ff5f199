using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace CompanionApi.Data.Prepared;

/// <summary>
/// Connections that stay open between two uses with their statements prepared: for each request, and for what each mail
/// asks before its turn in the queue of writes. One that met any trouble is not used again, nor what lay idle beside it:
/// it may remember the same damaged pages.
/// </summary>
internal sealed class ReadPool(DatabaseOptions options) : IDisposable
{
    private const int MaxIdle = 32;

    private readonly ConcurrentBag<Reader> idle = [];
    private int count;

    public async Task<T> ReadAsync<T>(Func<Reader, Task<T>> read)
    {
        var reader = Take();
        try
        {
            return await read(reader);
        }
        finally
        {
            GiveBack(reader);
        }
    }

    /// <summary>One that nobody else has until it is given back.</summary>
    /// <exception cref="IOException">The database is gone or another one lies in its place.</exception>
    public Reader Take()
    {
        options.EnsureThere();
        while (TakeIdle() is { } reader)
        {
            if (reader.Opening == options.Opening)
            {
                return reader;
            }

            reader.Dispose();
        }

        return new Reader(options);
    }

    public void GiveBack(Reader reader)
    {
        if (reader.MetTrouble)
        {
            Clear();
        }

        if (reader.MetTrouble || Volatile.Read(ref count) >= MaxIdle)
        {
            reader.Dispose();
            return;
        }

        Interlocked.Increment(ref count);
        idle.Add(reader);
    }

    public void Clear()
    {
        while (TakeIdle() is { } reader)
        {
            reader.Dispose();
        }
    }

    public void Dispose() => Clear();

    private Reader? TakeIdle()
    {
        if (!idle.TryTake(out var reader))
        {
            return null;
        }

        Interlocked.Decrement(ref count);
        return reader;
    }
}

/// <summary>One connection for reading by prepared queries, with a context for each company that was asked for.</summary>
public sealed class Reader : IDisposable
{
    private const int MaxCompanies = 32;

    private readonly SqliteConnection connection;
    private readonly PreparedStatements statements;
    private readonly DbContextOptions<SqliteCompanionDb> contexts;
    private readonly Dictionary<int, SqliteCompanionDb> companies = [];
    private readonly SqliteCompanionDb directory;

    internal Reader(DatabaseOptions options)
    {
        Opening = options.Opening;
        connection = options.Connect();
        statements = new PreparedStatements(connection);
        contexts = options.For(connection, new ReaderTrouble(statements));
        directory = NewContext();
    }

    /// <summary>Of no company: for the directory of companies alone.</summary>
    public CompanionDb Directory => directory;

    internal int Opening { get; }

    internal bool MetTrouble => statements.MetTrouble;

    /// <summary>One that tracks nothing, and is kept with the connection.</summary>
    public CompanionDb Of(int company)
    {
        if (!companies.TryGetValue(company, out var db))
        {
            if (companies.Count == MaxCompanies)
            {
                EndContexts();
            }

            db = NewContext();
            companies.Add(company, db);
        }

        return db.Of(company);
    }

    /// <summary>From its next statement on it reads the database as it stands then, whatever is written meanwhile.</summary>
    internal void BeginMoment() => Run("BEGIN");

    internal void EndMoment() => Run("COMMIT");

    public void Dispose()
    {
        statements.Dispose();
        EndContexts();
        directory.End();
        SqliteConnection.ClearPool(connection);
        connection.Dispose();
    }

    /// <summary>One that has met trouble is not used again, and says nothing more.</summary>
    private void Run(string sql)
    {
        if (statements.MetTrouble)
        {
            return;
        }

        try
        {
            statements.Of(sql).Run();
        }
        catch
        {
            statements.MetTrouble = true;
            throw;
        }
    }

    private void EndContexts()
    {
        foreach (var db in companies.Values)
        {
            db.End();
        }

        companies.Clear();
    }

    // Kept, since EF defines its functions on the connection for each new context, upon which SQLite makes every
    // prepared statement of it anew.
    private SqliteCompanionDb NewContext()
    {
        var db = new SqliteCompanionDb(contexts) { Prepared = statements, IsKept = true };
        db.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
        return db;
    }
}

/// <summary>What fails by EF on a reader's connection ends the connection, too.</summary>
internal sealed class ReaderTrouble(PreparedStatements statements) : DbCommandInterceptor
{
    public override void CommandFailed(DbCommand command, CommandErrorEventData data) => statements.MetTrouble = true;

    public override Task CommandFailedAsync(DbCommand command, CommandErrorEventData data, CancellationToken ct = default)
    {
        statements.MetTrouble = true;
        return Task.CompletedTask;
    }
}
