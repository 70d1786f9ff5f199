using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace CompanionApi.Data;

/// <summary>The same database on SQLite; its migrations are this type's.</summary>
public sealed class SqliteCompanionDb(DbContextOptions<SqliteCompanionDb> options) : CompanionDb(options);

/// <summary>How the migration tool makes one, with no database behind it.</summary>
internal sealed class SqliteDesign : IDesignTimeDbContextFactory<SqliteCompanionDb>
{
    public SqliteCompanionDb CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqliteCompanionDb>().UseSqlite("Data Source=:memory:").Options);
}
