using System.Data.Common;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Data.Prepared;

/// <summary>
/// A query where EF is too slow: on the way in, and in what the pane and a record's page ask (S73). It is written in LINQ
/// like any other and EF makes its SQL, once; where a <see cref="PreparedStatements"/> belongs to the context it then runs
/// as a prepared statement, elsewhere by EF.
/// </summary>
/// <param name="query">
/// The query. It may use the context, and the properties of its arguments as they are: an expression of them, such as
/// a sum, is to be an argument itself.
/// </param>
/// <typeparam name="TArgs">
/// A positional record of the arguments: <c>long</c>, <c>int</c>, <c>string</c>, <c>Guid</c>, <c>byte[]</c>, <c>DateTimeOffset</c>, or
/// lists of the first two.
/// </typeparam>
/// <typeparam name="TRow">
/// A column's type, a record whose constructor the query calls, every argument a column, or an entity, which is not tracked.
/// </typeparam>
public sealed class PreparedQuery<TArgs, TRow>(Func<CompanionDb, TArgs, IQueryable<TRow>> query)
    where TArgs : notnull
{
    private readonly Lazy<QueryTexts<TArgs>> text = new(() => QueryTexts<TArgs>.Of(query));
    private Func<PreparedStatement, TRow>? read;

    public Task<List<TRow>> ToListAsync(CompanionDb db, TArgs args, CancellationToken ct = default) =>
        db.Prepared is { } prepared
            ? Task.FromResult(Run(prepared, db, args))
            : query(db, args).ToListAsync(ct);

    /// <summary>The first row; null, or 0, where there is none.</summary>
    public async Task<TRow?> FirstAsync(CompanionDb db, TArgs args, CancellationToken ct = default) =>
        db.Prepared is { } prepared
            ? Run(prepared, db, args).FirstOrDefault()
            : await query(db, args).FirstOrDefaultAsync(ct);

    private List<TRow> Run(PreparedStatements prepared, CompanionDb db, TArgs args)
    {
        var rows = new List<TRow>();
        try
        {
            var asked = text.Value.For(args);
            var statement = prepared.Of(asked.Sql);
            try
            {
                asked.Bind(statement, db, args);
                while (statement.Step())
                {
                    read ??= RowReader.Of<TRow>(db.Model, statement);
                    rows.Add(read(statement));
                }
            }
            finally
            {
                statement.Reset();
            }
        }
        catch
        {
            prepared.MetTrouble = true;
            throw;
        }

        return rows;
    }
}

/// <summary>
/// A query's text for lists of any length, which SQLite reads as JSON into a table of its own, and the one for lists of one
/// element each, which are bound as that element; null: it has no lists, or does something else with them.
/// </summary>
internal sealed class QueryTexts<TArgs>(QueryText<TArgs> many, QueryText<TArgs>? single)
    where TArgs : notnull
{
    public static QueryTexts<TArgs> Of<TRow>(Func<CompanionDb, TArgs, IQueryable<TRow>> query)
    {
        var many = QueryText<TArgs>.Of(query);
        return new QueryTexts<TArgs>(many, many.OfOneElement());
    }

    public QueryText<TArgs> For(TArgs args) =>
        single is not null && Argument<TArgs>.Lists.All(list => list.HasOne(args)) ? single : many;
}

/// <summary>The SQL that EF made of a query, and which of its parameters is which argument.</summary>
internal sealed partial class QueryText<TArgs>
    where TArgs : notnull
{
    // No one would have this many.
    private const int MarkedCompany = 1_000_000_007;

    private readonly IReadOnlyList<Parameter> parameters;

    private QueryText(string sql, IReadOnlyList<Parameter> parameters)
    {
        (Sql, this.parameters) = (sql, parameters);
    }

    public string Sql { get; }

    /// <summary>
    /// Asks EF with a value in the place of each argument that stands nowhere else, and looks where it put them: its
    /// names for parameters are its own affair. What stays the same with other values is the query's own constant.
    /// </summary>
    public static QueryText<TArgs> Of<TRow>(Func<CompanionDb, TArgs, IQueryable<TRow>> query)
    {
        using var db = new SqliteCompanionDb(new DbContextOptionsBuilder<SqliteCompanionDb>()
            .UseSqlite("Data Source=:memory:", sqlite => sqlite.UseParameterizedCollectionMode(ParameterTranslationMode.Parameter))
            .Options);
        db.Of(MarkedCompany);
        using var command = query(db, Argument<TArgs>.Marked(0)).CreateDbCommand();
        using var other = query(db, Argument<TArgs>.Marked(1)).CreateDbCommand();
        var parameters = command.Parameters.Cast<DbParameter>()
            .Select(parameter => new Parameter(
                parameter.ParameterName, ListOf(parameter.Value!), From(parameter, other.Parameters[parameter.ParameterName].Value)));
        return new QueryText<TArgs>(command.CommandText, [.. parameters]);
    }

    /// <summary>The same where every list has one element: null where a list stands anywhere else than behind IN.</summary>
    public QueryText<TArgs>? OfOneElement()
    {
        if (Argument<TArgs>.Lists.Count == 0)
        {
            return null;
        }

        var sql = InList().Replace(Sql, list => $"{(list.Groups["not"].Success ? "<>" : "=")} {list.Groups["list"]}");
        return sql.Contains("json_each", StringComparison.Ordinal)
            ? null
            : new QueryText<TArgs>(sql, [.. parameters.Select(p => p.List is { } list
                ? p with { Value = (_, args) => list.ElementOf(args) }
                : p)]);
    }

    private static Argument<TArgs>? ListOf(object value) => Argument<TArgs>.Lists.FirstOrDefault(list => list.IsMark(value));

    private static Func<CompanionDb, TArgs, object> From(DbParameter parameter, object? otherwise)
    {
        var value = parameter.Value!;
        return value is MarkedCompany ? (db, _) => db.CompanyId
            : Argument<TArgs>.All.FirstOrDefault(argument => argument.IsMark(value)) is { } from ? (_, args) => from.ValueOf(args)
            : value.Equals(otherwise) ? (_, _) => value
            : throw new InvalidOperationException($"{parameter.ParameterName} is made of the query's arguments; make it one.");
    }

    public void Bind(PreparedStatement statement, CompanionDb db, TArgs args)
    {
        for (var i = 0; i < parameters.Count; i++)
        {
            statement.Bind(i, parameters[i].Name, parameters[i].Value(db, args));
        }
    }

    // As EF writes it of a list that is one parameter.
    [GeneratedRegex("""(?<not>NOT )?IN \(\s*SELECT "(?<name>\w+)"\."value"\s+FROM json_each\((?<list>@\w+)\) AS "\k<name>"\s*\)""")]
    private static partial Regex InList();

    private sealed record Parameter(string Name, Argument<TArgs>? List, Func<CompanionDb, TArgs, object> Value);
}
