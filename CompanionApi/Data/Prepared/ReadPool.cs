using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace CompanionApi.Data.Prepared;

/// <summary>
/// Connections that stay open between two uses with their statements prepared: for what each mail asks before its turn in
/// the queue of writes. One that met any trouble is not used again.
/// </summary>
internal sealed class ReadPool(DatabaseOptions options) : IDisposable
{
    private readonly ConcurrentBag<Reader> idle = [];

    public async Task<T> ReadAsync<T>(Func<Reader, Task<T>> read)
    {
        options.EnsureThere();
        var reader = Take() ?? await OpenAsync();
        try
        {
            var found = await read(reader);
            idle.Add(reader);
            return found;
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    public void Clear()
    {
        while (idle.TryTake(out var reader))
        {
            reader.Dispose();
        }
    }

    public void Dispose() => Clear();

    private Reader? Take()
    {
        while (idle.TryTake(out var reader))
        {
            if (reader.Opening == options.Opening)
            {
                return reader;
            }

            reader.Dispose();
        }

        return null;
    }

    private async Task<Reader> OpenAsync()
    {
        var opening = options.Opening;
        return new Reader(opening, await options.ConnectAsync(), options);
    }
}

/// <summary>One connection for reading by prepared queries, with a context for each company that was asked for.</summary>
public sealed class Reader : IDisposable
{
    private readonly SqliteConnection connection;
    private readonly PreparedStatements statements;
    private readonly DatabaseOptions options;
    private readonly Dictionary<int, CompanionDb> companies = [];

    internal Reader(int opening, SqliteConnection connection, DatabaseOptions options)
    {
        (Opening, this.connection, this.options) = (opening, connection, options);
        statements = new PreparedStatements(connection);
        Directory = Make();
    }

    /// <summary>Of no company: for the directory of companies alone.</summary>
    public CompanionDb Directory { get; }

    internal int Opening { get; }

    public CompanionDb Of(int company)
    {
        if (!companies.TryGetValue(company, out var db))
        {
            db = Make().Of(company);
            companies.Add(company, db);
        }

        return db;
    }

    public void Dispose()
    {
        statements.Dispose();
        foreach (var db in companies.Values.Append(Directory))
        {
            db.Dispose();
        }

        SqliteConnection.ClearPool(connection);
        connection.Dispose();
    }

    private SqliteCompanionDb Make() => new(options.For(connection)) { Prepared = statements };
}
