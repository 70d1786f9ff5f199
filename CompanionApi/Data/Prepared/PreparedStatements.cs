using Microsoft.Data.Sqlite;

namespace CompanionApi.Data.Prepared;

/// <summary>
/// The statements of one connection, each prepared once and kept for as long as the connection is (S73). Not for two
/// threads: its connection serves one at a time.
/// </summary>
public sealed class PreparedStatements(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<string, SqliteCommand> commands = [];

    /// <summary>They are the writer's; all others read.</summary>
    public bool MayWrite { get; init; }

    /// <summary>What the statements belong to until it is set anew; SQLite has one on a connection.</summary>
    public SqliteTransaction? Transaction { get; set; }

    /// <summary>One of them failed: the connection is not to be used again.</summary>
    public bool MetTrouble { get; set; }

    /// <summary>The statement, with the parameters that its last use gave it; read it to its end before the next use.</summary>
    public SqliteCommand Of(string sql)
    {
        if (!commands.TryGetValue(sql, out var command))
        {
            command = connection.CreateCommand();
            command.CommandText = sql;
            commands.Add(sql, command);
        }

        command.Transaction = Transaction;
        return command;
    }

    public void Dispose()
    {
        foreach (var command in commands.Values)
        {
            command.Dispose();
        }

        commands.Clear();
    }
}

internal static class Parameters
{
    /// <summary>Gives the parameter at that place, the same at each use, its value.</summary>
    public static void Bind(this SqliteCommand command, int place, string name, object value)
    {
        if (command.Parameters.Count <= place)
        {
            command.Parameters.AddWithValue(name, value);
        }
        else
        {
            command.Parameters[place].Value = value;
        }
    }
}
