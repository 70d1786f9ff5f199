using System.Collections.Concurrent;
using System.Linq.Expressions;
using CompanionApi.Model;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

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
        var statement = StatementsOf(db).Of(insert.Sql);
        insert.Bind(statement, row);
        row.Id = statement.RunForId();
    }

    /// <summary>Runs a statement by hand, prepared; each use names the same parameters in the same order.</summary>
    /// <param name="db">The writer's.</param>
    /// <param name="sql">A constant.</param>
    /// <param name="parameters">Numbers, text, bytes, or text in UTF-8 as memory.</param>
    public static void Execute(this CompanionDb db, string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        var statement = StatementsOf(db).Of(sql);
        for (var i = 0; i < parameters.Length; i++)
        {
            statement.Bind(i, parameters[i].Name, parameters[i].Value);
        }

        statement.Run();
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

    private sealed record Insert(string Sql, Action<PreparedStatement, Row> Bind)
    {
        private static readonly ParameterExpression Statement = Expression.Parameter(typeof(PreparedStatement));
        private static readonly ParameterExpression Given = Expression.Parameter(typeof(Row));

        public static Insert Of(IEntityType type)
        {
            var columns = type.GetProperties().Where(p => p.ValueGenerated != ValueGenerated.OnAdd).ToList();
            var names = string.Join(", ", columns.Select(p => $"\"{p.GetColumnName()}\""));
            // Numbered, so that a place is a parameter's index.
            var values = string.Join(", ", columns.Select((_, i) => $"?{i + 1}"));
            var row = Expression.Variable(type.ClrType);
            return new Insert(
                $"INSERT INTO \"{type.GetTableName()}\" ({names}) VALUES ({values})",
                Expression.Lambda<Action<PreparedStatement, Row>>(
                    Expression.Block(
                        [row],
                        [Expression.Assign(row, Expression.Convert(Given, type.ClrType)), .. columns.Select((p, i) => Bound(row, p, i + 1))]),
                    Statement, Given).Compile());
        }

        private static Expression Bound(Expression row, IProperty column, int at)
        {
            var value = Expression.Property(row, column.PropertyInfo!);
            var place = Expression.Constant(at);
            var isNullable = Nullable.GetUnderlyingType(value.Type) is not null;
            var there = Provided(isNullable ? Expression.Property(value, nameof(Nullable<int>.Value)) : value, column);
            Expression bind = Expression.Call(Statement, nameof(PreparedStatement.Bind), null, place, there);
            return !isNullable && value.Type.IsValueType ? bind : Expression.IfThenElse(
                isNullable ? Expression.Property(value, nameof(Nullable<int>.HasValue)) : Expression.NotEqual(value, Expression.Constant(null)),
                bind,
                Expression.Call(Statement, nameof(PreparedStatement.BindNull), null, place));
        }

        /// <summary>As the column keeps it: text, bytes, a whole number or a double.</summary>
        private static Expression Provided(Expression value, IProperty column)
        {
            if (column.GetTypeMapping().Converter is { } converter)
            {
                var (from, convert) = (converter.ModelClrType, converter.ConvertToProviderExpression);
                value = Expression.Invoke(convert, value.Type == from ? value : Expression.Convert(value, from));
            }

            if (value.Type == typeof(bool))
            {
                return Expression.Condition(value, Expression.Constant(1L), Expression.Constant(0L));
            }

            return value.Type == typeof(string) || value.Type == typeof(byte[]) || value.Type == typeof(double) ? value
                : Expression.Convert(value, typeof(long));
        }
    }
}
