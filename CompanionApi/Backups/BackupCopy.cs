using System.Runtime.InteropServices;
using CompanionApi.Data;
using Microsoft.Data.Sqlite;

namespace CompanionApi.Backups;

/// <summary>What was copied; <see cref="Damaged"/> sources were not what their rows say, and were left out.</summary>
public sealed record Copied(long Messages, long Bytes, long Damaged);

/// <summary>Copies a database and the sources it names, and looks at everything that it copies.</summary>
internal sealed partial class BackupCopy(Place from, Place to, TextWriter output)
{
    public async Task<Copied> RunAsync()
    {
        await CopyDatabaseAsync();
        await using var copy = await OpenAsync(to.Database);
        if (await AskAsync(copy, "PRAGMA quick_check(1)") is not "ok" and var wrong)
        {
            throw new IOException($"the copy of the database is not sound ({wrong}).");
        }

        return await CopyContentAsync(copy);
    }

    /// <summary>The file system's own flush: one for all files, not one for each of a million.</summary>
    public static void FlushAll(string folder)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        using var any = File.OpenHandle(Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).FirstOrDefault()
            ?? "/dev/null");
        if (Flush((int)any.DangerousGetHandle()) != 0)
        {
            throw new IOException($"{folder} could not be written to the disk.");
        }
    }

    /// <summary>In one read of one moment; a writer beside it goes on. What was deleted is not copied along.</summary>
    private async Task CopyDatabaseAsync()
    {
        await using var source = await OpenAsync(from.Database);
        await using var command = source.CreateCommand();
        command.CommandText = "VACUUM INTO $file";
        command.Parameters.AddWithValue("$file", to.Database);
        await command.ExecuteNonQueryAsync();
        using var file = File.OpenHandle(to.Database, FileMode.Open, FileAccess.ReadWrite);
        RandomAccess.FlushToDisk(file);
    }

    private async Task<Copied> CopyContentAsync(SqliteConnection copy)
    {
        Directory.CreateDirectory(to.Content);
        using var source = new ContentStore(from.Content);
        long messages = 0, bytes = 0, damaged = 0;
        await using var command = copy.CreateCommand();
        command.CommandText = """SELECT "ContentKey", "ContentHash" FROM "Messages" ORDER BY "Id" """;
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            messages++;
            var key = rows.GetString(0);
            try
            {
                var content = await source.ReadAsync(key, rows.GetFieldValue<byte[]>(1));
                var path = Path.Combine(to.Content, key);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                await File.WriteAllBytesAsync(path, content);
                bytes += content.Length;
            }
            catch (ContentDamagedException trouble)
            {
                damaged++;
                await output.WriteLineAsync(trouble.Message);
            }
        }

        return new Copied(messages, bytes, damaged);
    }

    private static async Task<SqliteConnection> OpenAsync(string file)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = file, Mode = SqliteOpenMode.ReadWrite, Pooling = false,
        }.ToString());
        await connection.OpenAsync();
        return connection;
    }

    private static async Task<string?> AskAsync(SqliteConnection open, string question)
    {
        await using var command = open.CreateCommand();
        command.CommandText = question;
        return (await command.ExecuteScalarAsync())?.ToString();
    }

    [LibraryImport("libc", EntryPoint = "syncfs")]
    private static partial int Flush(int descriptor);
}
