using System.Linq.Expressions;
using CompanionApi.Model;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace MailCrm.Benchmarks;

/// <summary>One prepared INSERT for one of the product's entities: table, columns and conversions are the model's own.</summary>
internal sealed class ModelInsert<T> : IDisposable
    where T : Row
{
    private readonly SqliteCommand command;
    private readonly List<(SqliteParameter Parameter, Func<T, object?> Value)> columns = [];
    private readonly int company;
    private long last;

    public ModelInsert(IModel model, int company, SqliteConnection connection)
    {
        this.company = company;
        var type = model.FindEntityType(typeof(T))!;
        var table = StoreObjectIdentifier.Table(type.GetTableName()!, type.GetSchema());
        command = connection.CreateCommand();
        var names = new List<string>();
        foreach (var property in type.GetProperties())
        {
            var parameter = command.Parameters.Add($"$p{names.Count}", SqliteType.Text);
            parameter.ResetSqliteType();
            columns.Add((parameter, ValueOf(property)));
            names.Add($"\"{property.GetColumnName(table)}\"");
        }

        using (var newest = connection.CreateCommand())
        {
            newest.CommandText = $"SELECT coalesce(max(\"Id\"), 0) FROM \"{table.Name}\"";
            last = (long)newest.ExecuteScalar()!;
        }

        command.CommandText = $"INSERT INTO \"{table.Name}\" ({string.Join(", ", names)}) " +
            $"VALUES ({string.Join(", ", columns.Select(c => c.Parameter.ParameterName))})";
    }

    /// <summary>Writes the row and gives it its id, unless it has one already.</summary>
    public T Add(T row)
    {
        row.CompanyId = company;
        row.Id = row.Id == 0 ? ++last : row.Id;
        foreach (var (parameter, value) in columns)
        {
            parameter.Value = value(row) ?? DBNull.Value;
        }

        command.ExecuteNonQuery();
        return row;
    }

    public void Dispose() => command.Dispose();

    private static Func<T, object?> ValueOf(IProperty property)
    {
        var row = Expression.Parameter(typeof(T));
        var read = Expression.Lambda<Func<T, object?>>(
            Expression.Convert(Expression.Property(row, property.PropertyInfo!), typeof(object)), row).Compile();
        var convert = property.GetTypeMapping().Converter?.ConvertToProvider;
        return convert is null ? read : (one => read(one) is { } value ? convert(value) : null);
    }
}
