using System.Net;
using CompanionApi.Sync.Graph;
using Microsoft.AspNetCore.DataProtection;

namespace CompanionApi.Sync;

public static class SyncSetup
{
    /// <exception cref="InvalidOperationException">A setting is wrong: its name and what is expected.</exception>
    public static void AddSync(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton(SyncOptions.Read(builder.Configuration));
        services.AddSingleton<SyncHints>();
        services.AddSingleton<NoticeTargets>();
        services.AddSingleton<SyncDispatcher>();
        services.AddHostedService(provider => provider.GetRequiredService<SyncDispatcher>());
        if (GraphOptions.Read(builder.Configuration) is not { } graph)
        {
            return;
        }

        services.AddDataProtection().SetApplicationName("MailCrm").PersistKeysToFileSystem(Keys(builder.Configuration));
        services.AddHttpClient("graph").ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
        {
            AutomaticDecompression = DecompressionMethods.All, PooledConnectionLifetime = TimeSpan.FromMinutes(10),
        }).RemoveAllLoggers(); // Addresses of requests name mailboxes; calls are counted by their outcome.
        services.AddSingleton(graph);
        services.AddSingleton<TokenCache>();
        services.AddSingleton<GraphTokens>();
        services.AddSingleton<GraphClients>();
        services.AddSingleton<IMailReader, GraphMailReader>();
        services.AddSingleton<IMailSource, GraphMailSource>();
    }

    /// <summary>
    /// The keys that seal the sign-ins: apart from the database, so that a copy of that alone opens no mailbox. Without them
    /// the reps sign in again.
    /// </summary>
    private static DirectoryInfo Keys(IConfiguration settings)
    {
        var folder = settings["Keys:Folder"] is { Length: > 0 } given ? given
            : Path.Combine(Path.GetDirectoryName(Path.GetFullPath(settings["Content:Folder"]!))!, "keys");
        try
        {
            return Directory.CreateDirectory(folder);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException(
                $"Setting Keys:Folder is \"{folder}\", which cannot be used ({trouble.Message}); expected a folder to write to.");
        }
    }
}
