using System.Buffers.Binary;
using System.Buffers.Text;
using System.Linq.Expressions;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using CompanionApi.Model;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Http;

/// <summary>One page of a list and the cursor of the next; null at the end.</summary>
public sealed record Page<T>(IReadOnlyList<T> Items, string? NextCursor);

/// <summary>
/// <c>?limit=&amp;cursor=</c>. A cursor is (time, id), opaque, and bound to the query it came from (S71): used with
/// another query it is refused.
/// </summary>
public sealed record PageRequest(int? Limit, string? Cursor)
{
    private const int MaxLimit = 100;
    private const int UsualLimit = 25;

    public int Size => Math.Clamp(Limit ?? UsualLimit, 1, MaxLimit);

    /// <summary>False: the cursor is not one of this query; answer 400 on <c>cursor</c>.</summary>
    public bool TryRead(string query, out (DateTimeOffset Time, Guid Id)? after)
    {
        after = null;
        if (string.IsNullOrEmpty(Cursor))
        {
            return true;
        }

        try
        {
            var bytes = Base64Url.DecodeFromChars(Cursor);
            if (bytes.Length != 28 || !bytes.AsSpan(24).SequenceEqual(Binding(query)))
            {
                return false;
            }

            after = (DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64BigEndian(bytes)),
                new Guid(bytes.AsSpan(8, 16), true));
            return true;
        }
        catch (Exception bad) when (bad is FormatException or ArgumentException)
        {
            return false;
        }
    }

    public static string Next(string query, DateTimeOffset time, Guid id)
    {
        var bytes = new byte[28];
        BinaryPrimitives.WriteInt64BigEndian(bytes, time.ToUnixTimeMilliseconds());
        id.TryWriteBytes(bytes.AsSpan(8), true, out _);
        Binding(query).CopyTo(bytes.AsSpan(24));
        return Base64Url.EncodeToString(bytes);
    }

    private static ReadOnlySpan<byte> Binding(string query) =>
        SHA256.HashData(Encoding.UTF8.GetBytes(query)).AsSpan(0, 4);
}

/// <summary>
/// Where a page begins: older than this time, or as old and of a smaller id. <c>Most</c> rows are wanted: one more than the
/// page holds, which tells whether there is a next.
/// </summary>
public sealed record PageEdge(DateTimeOffset Time, long Id, int Most);

public static class Paging
{
    /// <summary>
    /// As the other, of a query that is prepared: <paramref name="idOf"/> answers the id of a row by its outside id (0: it is
    /// gone), <paramref name="rowsFrom"/> the rows from there on, newest first, of the same time the larger id first.
    /// </summary>
    public static async Task<(IReadOnlyList<TRow> Rows, string? Next)?> PageAsync<TRow>(
        PageRequest page, string query, Func<TRow, DateTimeOffset> time, Func<Guid, Task<long>> idOf,
        Func<PageEdge, Task<List<TRow>>> rowsFrom)
        where TRow : PublicRow
    {
        if (!page.TryRead(query, out var after))
        {
            return null;
        }

        // A row that is gone by now: its equals in time come again rather than get lost.
        var edge = after is not var (at, publicId)
            ? new PageEdge(DateTimeOffset.MaxValue, long.MaxValue, page.Size + 1)
            : new PageEdge(at, await idOf(publicId) is > 0 and var id ? id : long.MaxValue, page.Size + 1);
        var found = await rowsFrom(edge);
        if (found.Count <= page.Size)
        {
            return (found, null);
        }

        found.RemoveAt(page.Size);
        return (found, PageRequest.Next(query, time(found[^1]), found[^1].PublicId));
    }

    /// <summary>
    /// The rows of one page, newest first by <paramref name="time"/>, a property of theirs, and the next cursor.
    /// <paramref name="query"/> is what the cursor is bound to: path and filters. Null: the cursor belongs to another query.
    /// </summary>
    public static async Task<(IReadOnlyList<TRow> Rows, string? Next)?> PageAsync<TRow>(
        this IQueryable<TRow> rows, Expression<Func<TRow, DateTimeOffset>> time, string query, PageRequest page,
        CancellationToken ct)
        where TRow : PublicRow
    {
        if (!page.TryRead(query, out var after))
        {
            return null;
        }

        var newestFirst = rows;
        if (after is var (at, publicId) && after is not null)
        {
            // The row may be gone by now: then its equals in time come again rather than get lost.
            var id = await rows.Where(r => r.PublicId == publicId).Select(r => (long?)r.Id).FirstOrDefaultAsync(ct);
            newestFirst = rows.Where(Before(time, at, id ?? long.MaxValue));
        }

        var found = await newestFirst.OrderByDescending(time).ThenByDescending(r => r.Id).Take(page.Size + 1)
            .ToListAsync(ct);
        if (found.Count <= page.Size)
        {
            return (found, null);
        }

        found.RemoveAt(page.Size);
        var last = (DateTimeOffset)((PropertyInfo)((MemberExpression)time.Body).Member).GetValue(found[^1])!;
        return (found, PageRequest.Next(query, last, found[^1].PublicId));
    }

    private static Expression<Func<TRow, bool>> Before<TRow>(
        Expression<Func<TRow, DateTimeOffset>> time, DateTimeOffset at, long id)
        where TRow : PublicRow
    {
        // Boxed in an object so that EF sends them as parameters and keeps one plan.
        var edge = new { At = at, Id = id };
        var edgeAt = Expression.Property(Expression.Constant(edge), nameof(edge.At));
        var edgeId = Expression.Property(Expression.Constant(edge), nameof(edge.Id));
        var row = time.Parameters[0];
        var older = Expression.LessThan(time.Body, edgeAt);
        var tied = Expression.AndAlso(
            Expression.Equal(time.Body, edgeAt),
            Expression.LessThan(Expression.Property(row, nameof(Row.Id)), edgeId));
        return Expression.Lambda<Func<TRow, bool>>(Expression.OrElse(older, tied), row);
    }
}
