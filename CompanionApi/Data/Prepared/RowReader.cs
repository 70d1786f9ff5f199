using System.Collections.Concurrent;
using System.Linq.Expressions;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace CompanionApi.Data.Prepared;

/// <summary>
/// Makes the reader of a prepared query's rows: a column by itself, a record whose constructor takes the columns in
/// order, or an entity, untracked and without what hangs on it.
/// </summary>
internal static class RowReader
{
    private static readonly ParameterExpression Reader = Expression.Parameter(typeof(PreparedStatement));

    /// <param name="model">Knows the entities.</param>
    /// <param name="columns">The columns of the query that the reader is for.</param>
    public static Func<PreparedStatement, TRow> Of<TRow>(IModel model, PreparedStatement columns) =>
        IsColumn(typeof(TRow)) ? Compile<TRow>(Column(typeof(TRow), 0))
            : model.FindEntityType(typeof(TRow)) is { } entity ? OfEntity<TRow>(entity, columns)
            : OfConstructor<TRow>(columns);

    private static Func<PreparedStatement, TRow> OfConstructor<TRow>(PreparedStatement columns)
    {
        var maker = typeof(TRow).GetConstructors()[0];
        var wanted = maker.GetParameters();
        // EF answers a column once, however often the query names it.
        return wanted.Length == columns.ColumnCount
            ? Compile<TRow>(Expression.New(maker, wanted.Select((p, i) => Column(p.ParameterType, i))))
            : throw new InvalidOperationException($"{typeof(TRow).Name} wants {wanted.Length} columns; the query has {columns.ColumnCount}.");
    }

    private static Func<PreparedStatement, TRow> OfEntity<TRow>(IEntityType entity, PreparedStatement columns)
    {
        var places = Enumerable.Range(0, columns.ColumnCount).ToDictionary(columns.NameOf);
        if (entity.FindDiscriminatorProperty() is not { } discriminator)
        {
            return OfConcrete<TRow>(entity, places);
        }

        var at = places[discriminator.GetColumnName()];
        var concrete = entity.GetDerivedTypesInclusive().Where(type => !type.IsAbstract())
            .ToDictionary(type => Convert.ToInt64(type.GetDiscriminatorValue()));
        var readers = new ConcurrentDictionary<long, Func<PreparedStatement, TRow>>();
        return reader => readers.GetOrAdd(reader.GetInt64(at), kind => OfConcrete<TRow>(concrete[kind], places))(reader);
    }

    private static Func<PreparedStatement, TRow> OfConcrete<TRow>(IEntityType type, Dictionary<string, int> places)
    {
        var row = Expression.Variable(type.ClrType);
        return Compile<TRow>(Expression.Block(
            [row],
            [
                Expression.Assign(row, Expression.New(type.ClrType)),
                .. type.GetProperties().Select(property => Expression.Assign(
                    Member(row, property), Column(property.ClrType, places[property.GetColumnName()]))),
                Expression.Convert(row, typeof(TRow)),
            ]));
    }

    // As EF itself fills it in: past what a setter would do beside.
    private static MemberExpression Member(Expression row, IProperty property) =>
        property.GetMemberInfo(forMaterialization: true, forSet: true) switch
        {
            FieldInfo field => Expression.Field(row, field),
            var member => Expression.Property(row, (PropertyInfo)member),
        };

    private static Func<PreparedStatement, TRow> Compile<TRow>(Expression body) =>
        Expression.Lambda<Func<PreparedStatement, TRow>>(body, Reader).Compile();

    private static bool IsColumn(Type type) => type.IsPrimitive || type.IsEnum || type == typeof(string) ||
        type == typeof(Guid) || type == typeof(DateTimeOffset) || type == typeof(TimeSpan) ||
        (Nullable.GetUnderlyingType(type) is { } inner && IsColumn(inner));

    private static Expression Column(Type type, int at)
    {
        var ordinal = Expression.Constant(at);
        var inner = Nullable.GetUnderlyingType(type);
        var value = Value(inner ?? type, ordinal);
        return inner is null && type.IsValueType ? value : Expression.Condition(
            Expression.Call(Reader, nameof(PreparedStatement.IsNull), null, ordinal),
            Expression.Default(type),
            inner is null ? value : Expression.Convert(value, type));
    }

    private static Expression Value(Type type, Expression ordinal)
    {
        if (type == typeof(string))
        {
            return Expression.Call(Reader, nameof(PreparedStatement.GetText), null, ordinal);
        }

        if (type == typeof(decimal))
        {
            return Expression.Convert(Expression.Call(Reader, nameof(PreparedStatement.GetDouble), null, ordinal), type);
        }

        if (type == typeof(Guid) || type == typeof(byte[]))
        {
            var bytes = Expression.Call(Reader, nameof(PreparedStatement.GetBytes), null, ordinal);
            return type == typeof(byte[]) ? bytes : Expression.New(
                typeof(Guid).GetConstructor([typeof(ReadOnlySpan<byte>), typeof(bool)])!,
                Expression.Convert(bytes, typeof(ReadOnlySpan<byte>)), Expression.Constant(true));
        }

        var number = Expression.Call(Reader, nameof(PreparedStatement.GetInt64), null, ordinal);
        return type == typeof(bool) ? Expression.NotEqual(number, Expression.Constant(0L))
            : type == typeof(DateTimeOffset)
                ? Expression.Call(typeof(DateTimeOffset), nameof(DateTimeOffset.FromUnixTimeMilliseconds), null, number)
            : type == typeof(TimeSpan) ? Expression.Call(typeof(TimeSpan), nameof(TimeSpan.FromTicks), null, number)
            : Expression.Convert(number, type);
    }
}
