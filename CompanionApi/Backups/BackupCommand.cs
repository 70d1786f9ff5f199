using CompanionApi.Data;
using Microsoft.Data.Sqlite;

namespace CompanionApi.Backups;

/// <summary>
/// The operator's commands: <c>backup --to FOLDER</c> beside the running program, and <c>restore --from FOLDER</c> before
/// it starts. They read the same settings as the program.
/// </summary>
public static class BackupCommand
{
    public static bool IsOne(string[] args) => args is ["backup" or "restore", ..];

    /// <summary>0: done. 1: not, or not whole, and said why. 2: called wrongly.</summary>
    public static async Task<int> RunAsync(string[] args, TextWriter output)
    {
        var settings = WebApplication.CreateBuilder(args).Configuration;
        var option = args[0] == "backup" ? "to" : "from";
        if (settings["Database:ConnectionString"] is not { Length: > 0 } ||
            settings["Content:Folder"] is not { Length: > 0 } content || settings[option] is not { Length: > 0 } folder)
        {
            await output.WriteLineAsync(
                $"Expected: {args[0]} --{option} FOLDER, with the settings Database:ConnectionString and Content:Folder.");
            return 2;
        }

        try
        {
            var connection = DataSetup.ConnectionString(settings);
            var live = new Place(new SqliteConnectionStringBuilder(connection).DataSource, Path.GetFullPath(content));
            var backup = new Backup(Path.GetFullPath(folder), output);
            return await (args[0] == "backup" ? backup.TakeAsync(live) : backup.RestoreAsync(live)) ? 0 : 1;
        }
        catch (Exception trouble) when (
            trouble is IOException or UnauthorizedAccessException or SqliteException or InvalidOperationException)
        {
            await output.WriteLineAsync($"Not done: {trouble.Message}");
            return 1;
        }
    }
}
