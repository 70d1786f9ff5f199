using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace CompanionApi.Data;

/// <summary>The same database on SQLite; its migrations are this type's.</summary>
public sealed class SqliteCompanionDb(DbContextOptions<SqliteCompanionDb> options) : CompanionDb(options)
{
    /// <summary>It outlives its users, who dispose of it in vain; <see cref="End"/> ends it.</summary>
    internal bool IsKept { get; init; }

    internal void End() => base.Dispose();

    public override void Dispose()
    {
        if (!IsKept)
        {
            base.Dispose();
        }
    }

    public override ValueTask DisposeAsync() => IsKept ? ValueTask.CompletedTask : base.DisposeAsync();
}

/// <summary>How the migration tool makes one, with no database behind it.</summary>
internal sealed class SqliteDesign : IDesignTimeDbContextFactory<SqliteCompanionDb>
{
    public SqliteCompanionDb CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqliteCompanionDb>().UseSqlite("Data Source=:memory:").Options);
}
