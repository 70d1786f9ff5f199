using Microsoft.Data.Sqlite;

namespace CompanionApi.Data;

/// <summary>
/// What SQLite's planner is told of the tables, in place of counting them: the shape of a large store. Untold, it takes a
/// company's rows for ten, and reads all of a company's links, or all of an owner's mail, where one conversation was
/// asked for. The same figures in every database, so that a plan depends neither on its size nor on anyone's mail (R9).
/// </summary>
internal static class PlannerStatistics
{
    private const long Rows = 1_000_000;

    /// <summary>Of tables of people and of what is rare; and of an index over some of a table's rows.</summary>
    private const long FewRows = 1_000;

    /// <summary>What an id, an address or a time tells apart.</summary>
    private const long Many = 250_000;

    private static readonly Dictionary<string, long> TellsApart = new()
    {
        ["CompanyId"] = 10, ["OwnerId"] = 50, ["UserId"] = 50, ["ActorId"] = 50, ["Kind"] = 5, ["Code"] = 5, ["Slot"] = 2,
        ["Domain"] = 1_000, ["Field"] = 30, ["MailAccountId"] = 50, ["FolderId"] = 500, ["State"] = 5,
    };

    private static readonly HashSet<string> Small =
    [
        "Companies", "CompanyTenants", "CompanyDomains", "MailNames", "Users", "Teams", "TeamMembers", "JoinOffers", "MailAccounts",
        "Folders", "TokenCacheEntries",
    ];

    /// <summary>Connections that are opened from now on plan by it.</summary>
    public static void Put(SqliteConnection connection)
    {
        using var transaction = connection.BeginTransaction();
        // The table of statistics is made by the first ANALYZE of anything; of one row it costs nothing.
        Run("CREATE TABLE \"Counted\" (\"Id\" INTEGER PRIMARY KEY); INSERT INTO \"Counted\" VALUES (1); " +
            "ANALYZE \"Counted\"; DROP TABLE \"Counted\"; DELETE FROM sqlite_stat1");
        foreach (var (table, index, columns, isUnique, isPartial) in Indexes(connection))
        {
            Run("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ($table, $index, $stat)",
                ("$table", table), ("$index", index), ("$stat", Of(table, columns, isUnique, isPartial)));
        }

        transaction.Commit();

        void Run(string statement, params (string Name, string Value)[] values)
        {
            using var command = connection.CreateCommand();
            command.CommandText = statement;
            command.Transaction = transaction;
            foreach (var (name, value) in values)
            {
                command.Parameters.AddWithValue(name, value);
            }

            command.ExecuteNonQuery();
        }
    }

    /// <summary>All rows, then how many have the same first column, the same first two, and so on.</summary>
    private static string Of(string table, string[] columns, bool isUnique, bool isPartial)
    {
        var left = isPartial || Small.Contains(table) ? FewRows : Rows;
        var counts = new List<long> { left };
        foreach (var column in columns)
        {
            left = Math.Max(1, left / TellsApart.GetValueOrDefault(column, Many));
            counts.Add(isUnique && counts.Count == columns.Length ? 1 : left);
        }

        return string.Join(' ', counts);
    }

    private static List<(string Table, string Index, string[] Columns, bool IsUnique, bool IsPartial)> Indexes(
        SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText =
            """
            SELECT t.name, i.name, i."unique", i.partial,
                (SELECT group_concat(c.name) FROM (SELECT name FROM pragma_index_info(i.name) ORDER BY seqno) c)
            FROM sqlite_master t JOIN pragma_index_list(t.name) i
            WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%' AND t.name NOT LIKE 'MailIndex%'
            """;
        using var rows = command.ExecuteReader();
        var indexes = new List<(string, string, string[], bool, bool)>();
        while (rows.Read())
        {
            indexes.Add((rows.GetString(0), rows.GetString(1), rows.GetString(4).Split(','), rows.GetBoolean(2), rows.GetBoolean(3)));
        }

        return indexes;
    }
}
