using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;

namespace CompanionApi.Data.Prepared;

/// <summary>
/// The statements of one connection, each prepared once and kept for as long as the connection is (S73). Not for two
/// threads: its connection serves one at a time.
/// </summary>
public sealed class PreparedStatements(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<string, PreparedStatement> statements = new(new Same());

    /// <summary>They are the writer's; all others read.</summary>
    public bool MayWrite { get; init; }

    /// <summary>One of them failed: the connection is not to be used again.</summary>
    public bool MetTrouble { get; set; }

    /// <summary>The statement, bound as its last use left it; read it to its end before the next use.</summary>
    /// <param name="sql">The same object at each use: it is known by that, not by its text.</param>
    internal PreparedStatement Of(string sql)
    {
        if (!statements.TryGetValue(sql, out var statement))
        {
            statement = new PreparedStatement(connection.Handle!, sql);
            statements.Add(sql, statement);
        }

        return statement;
    }

    public void Dispose()
    {
        foreach (var statement in statements.Values)
        {
            statement.Dispose();
        }

        statements.Clear();
    }

    // To read a text of a thousand letters anew for each use takes longer than to find its statement.
    private sealed class Same : IEqualityComparer<string>
    {
        public bool Equals(string? x, string? y) => ReferenceEquals(x, y);

        public int GetHashCode([DisallowNull] string sql) => RuntimeHelpers.GetHashCode(sql);
    }
}
