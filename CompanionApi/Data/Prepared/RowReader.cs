using System.Linq.Expressions;
using Microsoft.Data.Sqlite;

namespace CompanionApi.Data.Prepared;

/// <summary>Reads a row into what a prepared query answers, column by column in the order of its constructor.</summary>
internal static class RowReader<TRow>
{
    private static readonly ParameterExpression Reader = Expression.Parameter(typeof(SqliteDataReader));

    public static Func<SqliteDataReader, TRow> Read { get; } =
        Expression.Lambda<Func<SqliteDataReader, TRow>>(Body(), Reader).Compile();

    private static Expression Body()
    {
        if (IsColumn(typeof(TRow)))
        {
            return Column(typeof(TRow), 0);
        }

        var maker = typeof(TRow).GetConstructors()[0];
        return Expression.New(maker, maker.GetParameters().Select((p, i) => Column(p.ParameterType, i)));
    }

    private static bool IsColumn(Type type) => type.IsPrimitive || type == typeof(string) || type == typeof(DateTimeOffset) ||
        type == typeof(TimeSpan) || type.IsEnum || (Nullable.GetUnderlyingType(type) is { } inner && IsColumn(inner));

    private static Expression Column(Type type, int at)
    {
        var ordinal = Expression.Constant(at);
        var inner = Nullable.GetUnderlyingType(type);
        var value = Value(inner ?? type, ordinal);
        return inner is null && type != typeof(string) ? value : Expression.Condition(
            Expression.Call(Reader, nameof(SqliteDataReader.IsDBNull), null, ordinal),
            Expression.Default(type),
            inner is null ? value : Expression.Convert(value, type));
    }

    private static Expression Value(Type type, Expression ordinal)
    {
        if (type == typeof(string))
        {
            return Expression.Call(Reader, nameof(SqliteDataReader.GetString), null, ordinal);
        }

        var number = Expression.Call(Reader, nameof(SqliteDataReader.GetInt64), null, ordinal);
        return type == typeof(bool) ? Expression.NotEqual(number, Expression.Constant(0L))
            : type == typeof(DateTimeOffset)
                ? Expression.Call(typeof(DateTimeOffset), nameof(DateTimeOffset.FromUnixTimeMilliseconds), null, number)
            : type == typeof(TimeSpan) ? Expression.Call(typeof(TimeSpan), nameof(TimeSpan.FromTicks), null, number)
            : Expression.Convert(number, type);
    }
}
