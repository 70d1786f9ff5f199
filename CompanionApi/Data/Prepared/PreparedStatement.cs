using System.Buffers;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace CompanionApi.Data.Prepared;

/// <summary>
/// One statement of a connection, used over and over: bound, stepped, reset (sqlite.org/c3ref/stmt). Below ADO.NET, whose
/// command finds every parameter by its name and makes a reader and a timer at each use. A lock is waited for as the
/// connection's <c>busy_timeout</c> says.
/// </summary>
public sealed class PreparedStatement : IDisposable
{
    private const int OnStack = 512;

    private readonly sqlite3 connection;
    private readonly sqlite3_stmt statement;
    private readonly List<int> places = [];

    internal PreparedStatement(sqlite3 connection, string sql)
    {
        this.connection = connection;
        // Told that it is kept, SQLite does not take its memory from what it has set aside for short lives.
        const uint persistent = 1;
        Check(raw.sqlite3_prepare_v3(connection, sql, persistent, out statement));
    }

    internal int ColumnCount => raw.sqlite3_column_count(statement);

    public void Dispose() => statement.Dispose();

    /// <summary>Gives the parameter at that place, the same name at each use, its value.</summary>
    /// <param name="place">From 0, in the order of the first use.</param>
    /// <param name="name">With its sign, as it stands in the SQL.</param>
    /// <param name="value">A whole number, a double, text, bytes, UTF-8 as memory, or null.</param>
    internal void Bind(int place, string name, object? value)
    {
        if (places.Count == place)
        {
            places.Add(raw.sqlite3_bind_parameter_index(statement, name));
        }

        var at = places[place];
        switch (value)
        {
            case null or DBNull: BindNull(at); break;
            case string text: Bind(at, text); break;
            case ReadOnlyMemory<byte> utf8: Bind(at, utf8.Span); break;
            case byte[] bytes: Bind(at, bytes); break;
            case double number: Bind(at, number); break;
            case Enum or bool or int or long or short or byte: Bind(at, Convert.ToInt64(value)); break;
            default: throw new NotSupportedException($"A {value.GetType()} cannot be bound.");
        }
    }

    internal void BindNull(int at) => Check(raw.sqlite3_bind_null(statement, at));

    internal void Bind(int at, long value) => Check(raw.sqlite3_bind_int64(statement, at, value));

    internal void Bind(int at, double value) => Check(raw.sqlite3_bind_double(statement, at, value));

    internal void Bind(int at, byte[] value) => Check(raw.sqlite3_bind_blob(statement, at, value));

    /// <summary>Text that is in UTF-8 already.</summary>
    internal void Bind(int at, ReadOnlySpan<byte> utf8) =>
        // An empty span has no address, which SQLite would take for null.
        Check(utf8.Length == 0 ? raw.sqlite3_bind_text(statement, at, "") : raw.sqlite3_bind_text(statement, at, utf8));

    internal void Bind(int at, string value)
    {
        var most = Encoding.UTF8.GetMaxByteCount(value.Length);
        var rented = most <= OnStack ? null : ArrayPool<byte>.Shared.Rent(most);
        var utf8 = rented ?? stackalloc byte[OnStack];
        try
        {
            Bind(at, utf8[..Encoding.UTF8.GetBytes(value, utf8)]);
        }
        finally
        {
            if (rented is not null)
            {
                ArrayPool<byte>.Shared.Return(rented);
            }
        }
    }

    /// <summary>Runs it to its end, whatever it answers.</summary>
    internal void Run()
    {
        try
        {
            while (Step())
            {
            }
        }
        finally
        {
            Reset();
        }
    }

    /// <summary>
    /// Runs an INSERT of one row and answers its id. <c>RETURNING</c> would make a trigger of it, and with that a savepoint around
    /// each row, at which the full-text index writes out what it has gathered (fts5, xSavepoint).
    /// </summary>
    internal long RunForId()
    {
        Run();
        return raw.sqlite3_last_insert_rowid(connection);
    }

    /// <summary>Goes on to the next row; false: there is none. Whoever steps resets, whatever happens.</summary>
    internal bool Step()
    {
        var result = raw.sqlite3_step(statement);
        if (result != raw.SQLITE_DONE)
        {
            Check(result);
        }

        return result == raw.SQLITE_ROW;
    }

    // Answers again what the last step failed with.
    internal void Reset() => _ = raw.sqlite3_reset(statement);

    internal string NameOf(int column) => raw.sqlite3_column_name(statement, column).utf8_to_string();

    internal bool IsNull(int column) => raw.sqlite3_column_type(statement, column) == raw.SQLITE_NULL;

    internal long GetInt64(int column) => raw.sqlite3_column_int64(statement, column);

    internal double GetDouble(int column) => raw.sqlite3_column_double(statement, column);

    internal string GetText(int column) => Encoding.UTF8.GetString(raw.sqlite3_column_blob(statement, column));

    internal byte[] GetBytes(int column) => raw.sqlite3_column_blob(statement, column).ToArray();

    private void Check(int result)
    {
        if (result is not (raw.SQLITE_OK or raw.SQLITE_ROW))
        {
            SqliteException.ThrowExceptionForRC(result, connection);
        }
    }
}
