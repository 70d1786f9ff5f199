using System.Data.Common;
using CompanionApi.Data.Prepared;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Data;

/// <summary>What one write works with. Saved by <see cref="Writer"/>; may save itself to learn ids.</summary>
public sealed class Write(CompanionDb db, DateTimeOffset now)
{
    private readonly List<LiveEvent> events = [];

    public CompanionDb Db { get; } = db;

    public DateTimeOffset Now { get; } = now;

    internal IReadOnlyList<LiveEvent> Events => events;

    /// <summary>Told to listeners once this write is committed.</summary>
    public void Announce(LiveEvent happened) => events.Add(happened);

    /// <summary>
    /// A part of the work that may fail by itself: then nothing of it stays, and the rest goes on. What is tracked is saved
    /// before and forgotten after.
    /// </summary>
    /// <returns>What went wrong; null: nothing. Trouble of the whole database comes out as an exception.</returns>
    public async Task<Exception?> TryAsync(Func<Task> part)
    {
        await Db.SaveChangesAsync();
        Db.ChangeTracker.Clear();
        var told = events.Count;
        Db.Execute("SAVEPOINT part");
        try
        {
            await part();
            await Db.SaveChangesAsync();
            Db.Execute("RELEASE part");
            return null;
        }
        catch (Exception trouble) when (!StorageUnavailableException.IsCause(trouble))
        {
            Db.Execute("ROLLBACK TO part");
            Db.Execute("RELEASE part");
            events.RemoveRange(told, events.Count - told);
            return trouble;
        }
        finally
        {
            Db.ChangeTracker.Clear();
        }
    }
}

/// <summary>The database cannot be written now: locked, full or gone. Try later; nothing was stored.</summary>
public sealed class StorageUnavailableException(Exception inner, bool mayStand = false)
    : Exception("The database cannot be written now.", inner)
{
    /// <summary>The commit itself failed half way: after a crash the write may be there all the same.</summary>
    public bool MayStand { get; } = mayStand;

    /// <summary>Trouble of the whole database; all else is the one statement's own.</summary>
    public static bool IsCause(Exception trouble) => trouble switch
    {
        SqliteException sqlite => sqlite.SqliteErrorCode is not (1 or 19 or 20 or 25),
        DbUpdateException { InnerException: { } inner } => IsCause(inner),
        DbException => true,
        _ => false,
    };
}
