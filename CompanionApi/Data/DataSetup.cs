using Microsoft.Extensions.DependencyInjection.Extensions;
using SQLitePCL;

namespace CompanionApi.Data;

public static class DataSetup
{
    public static void AddData(this WebApplicationBuilder builder)
    {
        var connection = Required(builder.Configuration, "Database:ConnectionString", "such as \"Data Source=mailcrm.db\"");
        var folder = Required(builder.Configuration, "Content:Folder", "the folder that keeps the sources of messages");
        CountNoMemory();
        var content = OpenContent(folder);
        builder.Services.AddSingleton(new DatabaseOptions(connection, BusySeconds(builder.Configuration)));
        builder.Services.AddSingleton(_ => content);
        builder.Services.AddSingleton(
            // In the form that addresses are compared in.
            new BccDomain(Required(builder.Configuration, "Bcc:Domain", "such as bcc.example.com").Trim().TrimEnd('.').ToLowerInvariant()));
        builder.Services.AddSingleton<RecordCards>();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<Ages>();
        builder.Services.AddHostedService<SchemaUpdate>();
        builder.Services.AddSingleton<LiveEvents>();
        builder.Services.AddSingleton<Writer>();
        builder.Services.AddHostedService(services => services.GetRequiredService<Writer>());
        builder.Services.AddScoped<RequestReader>();
        builder.Services.AddScoped(services => services.GetRequiredService<RequestReader>()
            .ContextOf(services.GetRequiredService<CurrentUser>().CompanyId));
        builder.Services.AddScoped<Visible>();
    }

    /// <summary>
    /// SQLite counts its memory under one lock for all connections (sqlite.org/c3ref, SQLITE_CONFIG_MEMSTATUS), and nobody
    /// asks. Refused, and of no harm, where a connection was open before.
    /// </summary>
    private static void CountNoMemory()
    {
        const int memoryStatus = 9;
        Batteries_V2.Init();
        raw.sqlite3_config(memoryStatus, 0);
    }

    private static int BusySeconds(IConfiguration settings)
    {
        const int most = 60;
        return settings["Database:BusySeconds"] is not { Length: > 0 } value ? DatabaseOptions.UsualBusySeconds
            : int.TryParse(value, out var seconds) && seconds is >= 1 and <= most ? seconds
            : throw new InvalidOperationException(
                $"Setting Database:BusySeconds is \"{value}\"; expected 1 to {most}.");
    }

    /// <summary>
    /// Made here and nowhere else: a folder that goes missing while running is a disk that went, and mail must wait.
    /// </summary>
    private static ContentStore OpenContent(string folder)
    {
        var path = Path.GetFullPath(folder);
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException(
                $"Setting Content:Folder is \"{folder}\", which cannot be used ({trouble.Message}); expected a folder to write to.");
        }

        return new ContentStore(path);
    }

    private static string Required(IConfiguration settings, string name, string expected) =>
        settings[name] is { Length: > 0 } value
            ? value
            : throw new InvalidOperationException($"Setting {name} is missing; expected {expected}.");
}
