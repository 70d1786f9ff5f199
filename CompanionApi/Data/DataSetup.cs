using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CompanionApi.Data;

public static class DataSetup
{
    public static void AddData(this WebApplicationBuilder builder)
    {
        var connection = Required(builder.Configuration, "Database:ConnectionString", "such as \"Data Source=mailcrm.db\"");
        var folder = Required(builder.Configuration, "Content:Folder", "the folder that keeps the sources of messages");
        builder.Services.AddSingleton(new DatabaseOptions(connection));
        builder.Services.AddSingleton(new ContentStore(Path.GetFullPath(folder)));
        builder.Services.AddSingleton(
            new BccDomain(Required(builder.Configuration, "Bcc:Domain", "such as bcc.example.com")));
        builder.Services.AddSingleton<RecordCards>();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddHostedService<SchemaUpdate>();
        builder.Services.AddSingleton<LiveEvents>();
        builder.Services.AddSingleton<Writer>();
        builder.Services.AddHostedService(services => services.GetRequiredService<Writer>());
        builder.Services.AddScoped(services =>
            services.GetRequiredService<DatabaseOptions>().Open().Of(services.GetRequiredService<CurrentUser>().CompanyId));
        builder.Services.AddScoped<Visible>();
    }

    private static string Required(IConfiguration settings, string name, string expected) =>
        settings[name] is { Length: > 0 } value
            ? value
            : throw new InvalidOperationException($"Setting {name} is missing; expected {expected}.");
}
