using System.Text.Json;

namespace CompanionApi.Backups;

/// <summary>Where a database and the sources of its messages lie.</summary>
public sealed record Place(string Database, string Content);

/// <summary>
/// A folder with a database and every source that it names (S74): the database first, at one moment of the stream of
/// mail, then the sources. A row is committed after its source is stored and a source stays for a day after its row, so
/// what the database names is there. The note is written last: a folder without it is no backup.
/// </summary>
public sealed class Backup(string folder, TextWriter output)
{
    private readonly Place place = new(Path.Combine(folder, "mailcrm.db"), Path.Combine(folder, "content"));
    private readonly string note = Path.Combine(folder, "backup.json");

    /// <summary>Copies the live files, mail flowing or not. False: damaged sources are missing from it.</summary>
    /// <exception cref="IOException">It cannot be made there.</exception>
    public async Task<bool> TakeAsync(Place live)
    {
        if (!File.Exists(live.Database))
        {
            throw new IOException($"there is no database at {live.Database}.");
        }

        if (!Directory.Exists(Path.GetDirectoryName(folder)))
        {
            throw new IOException($"the folder above {folder} does not exist.");
        }

        if (File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()))
        {
            throw new IOException($"{folder} is not empty.");
        }

        Directory.CreateDirectory(folder);
        var began = TimeProvider.System.GetUtcNow();
        var copied = await new BackupCopy(live, place, output).RunAsync();
        await File.WriteAllTextAsync(
            note, JsonSerializer.Serialize(new { began, copied.Messages, copied.Bytes, copied.Damaged }, JsonSerializerOptions.Web));
        BackupCopy.FlushAll(folder);
        return await SayAsync(copied, $"The backup in {folder}");
    }

    /// <summary>Puts it where the settings say, and nothing may be there yet.</summary>
    /// <exception cref="IOException">It is no backup, or something is there.</exception>
    public async Task<bool> RestoreAsync(Place live)
    {
        if (!File.Exists(note))
        {
            throw new IOException($"{folder} is no whole backup: it has no backup.json.");
        }

        // An old log beside a new database would be written into it.
        foreach (var file in new[] { live.Database, live.Database + "-wal", live.Database + "-shm" })
        {
            if (File.Exists(file))
            {
                throw new IOException($"{file} is there. Stop the program and move it away first.");
            }
        }

        if (Directory.Exists(live.Content) && Directory.EnumerateFileSystemEntries(live.Content).Any())
        {
            throw new IOException($"{live.Content} is not empty. Stop the program and move it away first.");
        }

        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(live.Database))!);
        var copied = await new BackupCopy(place, live, output).RunAsync();
        BackupCopy.FlushAll(live.Content);
        return await SayAsync(copied, "What is restored");
    }

    private async Task<bool> SayAsync(Copied copied, string what)
    {
        await output.WriteLineAsync(
            $"{copied.Messages} messages, {copied.Bytes / 1_048_576.0:F1} MB of sources. " + (copied.Damaged == 0
                ? $"{what} is whole."
                : $"{what} is NOT whole: {copied.Damaged} sources are missing or damaged."));
        return copied.Damaged == 0;
    }
}
