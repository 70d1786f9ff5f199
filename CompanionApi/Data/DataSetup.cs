using CompanionApi.Model;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SQLitePCL;

namespace CompanionApi.Data;

public static class DataSetup
{
    public static void AddData(this WebApplicationBuilder builder)
    {
        var connection = ConnectionString(builder.Configuration);
        var folder = Required(builder.Configuration, "Content:Folder", "the folder that keeps the sources of messages");
        CountNoMemory();
        var content = OpenContent(folder);
        builder.Services.AddSingleton(new DatabaseOptions(connection, BusySeconds(builder.Configuration)));
        builder.Services.AddSingleton(_ => content);
        builder.Services.AddSingleton(Bcc(builder.Configuration));
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

    /// <exception cref="InvalidOperationException">The setting is wrong: its name and what is expected.</exception>
    internal static string ConnectionString(IConfiguration settings)
    {
        const string name = "Database:ConnectionString";
        const string expected = "a database file, such as \"Data Source=mailcrm.db\"";
        var value = Required(settings, name, expected);
        try
        {
            if (new SqliteConnectionStringBuilder(value) is
                { DataSource: not ("" or ":memory:"), Mode: not SqliteOpenMode.Memory })
            {
                return value;
            }
        }
        catch (Exception wrong) when (wrong is ArgumentException or FormatException or OverflowException)
        {
            // Said below; the value is not repeated, since a password may stand in it.
        }

        throw new InvalidOperationException($"Setting {name} cannot be read; expected {expected}.");
    }

    private static BccDomain Bcc(IConfiguration settings)
    {
        const string name = "Bcc:Domain";
        const string expected = "a mail domain such as bcc.example.com";
        var value = Required(settings, name, expected);
        // In the form that addresses are compared in.
        return value.Trim().TrimEnd('.').ToLowerInvariant() is var domain && MailDomain.IsOne(domain)
            ? new BccDomain(domain)
            : throw new InvalidOperationException($"Setting {name} is \"{value}\"; expected {expected}.");
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
