using CompanionApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;

namespace MailCrm.Benchmarks;

/// <summary>CompanionApi in a process of its own whose Microsoft 365 is the simulated one; nothing else differs.</summary>
internal static class SyncedApi
{
    public const string Name = "synced-api";

    public static Task<ApiProcess> StartAsync(WorkFolder folder, SimulatorProcess simulator, bool isNotified = false) => ApiProcess.StartAsync(
        folder, Settings(folder, simulator, isNotified), Path.Combine(AppContext.BaseDirectory, "MailCrm.Benchmarks.dll"), Name, simulator.Graph);

    /// <summary>The child's own life: to its end.</summary>
    public static void Serve(string graph) => Api.Build([], builder =>
    {
        foreach (var client in new[] { "entra", "graph" })
        {
            builder.Services.PostConfigure<HttpClientFactoryOptions>(client, options =>
                options.HttpMessageHandlerBuilderActions.Add(handler => handler.PrimaryHandler = new SimulatorProcess.Way(graph)));
        }
    }).Run();

    private static Dictionary<string, string> Settings(WorkFolder folder, SimulatorProcess simulator, bool isNotified) => new()
    {
        ["PublicUrl__Api"] = "https://api.acme.bench",
        ["PublicUrl__Web"] = "https://web.acme.bench",
        ["AzureAd__ClientId"] = simulator.ClientId,
        ["AzureAd__ClientSecret"] = "demo-client-secret",
        ["Companies__0__Name"] = "Contoso",
        ["Companies__0__MailName"] = "contoso",
        ["Companies__0__TenantIds__0"] = simulator.TenantId,
        ["Companies__0__Domains__0"] = "contoso.example",
        ["Bcc__Domain"] = "bcc.bench",
        ["Dns__Servers__0"] = "127.0.0.1:9",
        ["Database__ConnectionString"] = $"Data Source={folder.Of("mailcrm.db")}",
        ["Content__Folder"] = folder.Of("content"),
        ["Sync__NotificationUrl"] = isNotified ? $"http://127.0.0.1:{ApiProcess.OwnPort}" : "none",
    };
}
