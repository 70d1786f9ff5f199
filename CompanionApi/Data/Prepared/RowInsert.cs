using System.Collections.Concurrent;
using System.Reflection;
using CompanionApi.Model;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace CompanionApi.Data.Prepared;

/// <summary>
/// New rows on the way in, by a prepared statement that the model itself writes (S73). The row is in the database at
/// once, with its id, and is not tracked: what is changed on it afterwards is not saved.
/// </summary>
public static class RowInsert
{
    private static readonly ConcurrentDictionary<Type, Insert> Inserts = new();

    /// <summary>
    /// Puts the row in. What hangs on it (participants, items) is not: put it in by itself. Outside a
    /// <see cref="Writer"/> it throws.
    /// </summary>
    public static void Put<TRow>(this CompanionDb db, TRow row)
        where TRow : Row
    {
        row.CompanyId = row.CompanyId == 0 || row.CompanyId == db.CompanyId
            ? db.CompanyId
            : throw new InvalidOperationException("A row of another company.");
        var insert = Inserts.GetOrAdd(typeof(TRow), type => Insert.Of(db.Model.FindEntityType(type)!));
        var command = StatementsOf(db).Of(insert.Sql);
        for (var i = 0; i < insert.Columns.Count; i++)
        {
            command.Bind(i, insert.Columns[i].Parameter, insert.Columns[i].ValueOf(row) ?? DBNull.Value);
        }

        row.Id = (long)command.ExecuteScalar()!;
    }

    /// <summary>Runs a statement by hand, prepared; each use names the same parameters in the same order.</summary>
    public static void Execute(this CompanionDb db, string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        var command = StatementsOf(db).Of(sql);
        for (var i = 0; i < parameters.Length; i++)
        {
            command.Bind(i, parameters[i].Name, parameters[i].Value);
        }

        command.ExecuteNonQuery();
    }

    public static void PutAll<TRow>(this CompanionDb db, IEnumerable<TRow> rows)
        where TRow : Row
    {
        foreach (var row in rows)
        {
            db.Put(row);
        }
    }

    private static PreparedStatements StatementsOf(CompanionDb db) =>
        db.Prepared is { MayWrite: true } writers
            ? writers
            : throw new InvalidOperationException("Rows are written by the writer alone.");

    private sealed record Insert(string Sql, IReadOnlyList<Column> Columns)
    {
        public static Insert Of(IEntityType type)
        {
            var columns = type.GetProperties().Where(p => p.ValueGenerated != ValueGenerated.OnAdd).ToList();
            var names = string.Join(", ", columns.Select(p => $"\"{p.GetColumnName()}\""));
            var values = string.Join(", ", columns.Select((_, i) => $"@p{i}"));
            return new Insert(
                $"INSERT INTO \"{type.GetTableName()}\" ({names}) VALUES ({values}) RETURNING \"{nameof(Row.Id)}\"",
                [.. columns.Select((p, i) => new Column($"@p{i}", p.PropertyInfo!, p.GetTypeMapping().Converter))]);
        }
    }

    private sealed record Column(string Parameter, PropertyInfo Property, ValueConverter? Converter)
    {
        public object? ValueOf(Row row)
        {
            var value = Property.GetValue(row);
            return Converter is null ? value : Converter.ConvertToProvider(value);
        }
    }
}
