using Microsoft.Data.Sqlite;

namespace MailCrm.Benchmarks;

/// <summary>How many rows each table has, and in how many of them each column is filled.</summary>
internal static class RowShape
{
    public static IReadOnlyDictionary<string, long> Of(string databaseFile)
    {
        using var connection = new SqliteConnection($"Data Source={databaseFile};Pooling=False");
        connection.Open();
        var shape = new Dictionary<string, long>();
        foreach (var table in Texts("SELECT name FROM sqlite_master WHERE type = 'table'")
            .Where(name => !name.StartsWith("sqlite_") && !name.StartsWith("__") && !name.StartsWith("MailIndex")))
        {
            foreach (var column in Texts($"SELECT name FROM pragma_table_info('{table}')"))
            {
                shape[$"{table}.{column}"] = Number($"SELECT count(\"{column}\") FROM \"{table}\"");
            }
        }

        shape["MailIndex.rowid"] = Number("SELECT count(*) FROM \"MailIndex_docsize\"");
        return shape;

        List<string> Texts(string query)
        {
            using var command = connection.CreateCommand();
            command.CommandText = query;
            using var rows = command.ExecuteReader();
            var texts = new List<string>();
            while (rows.Read())
            {
                texts.Add(rows.GetString(0));
            }

            return texts;
        }

        long Number(string query)
        {
            using var command = connection.CreateCommand();
            command.CommandText = query;
            return (long)command.ExecuteScalar()!;
        }
    }
}
