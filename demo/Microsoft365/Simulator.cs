using Demo.Microsoft365.Dns;
using Demo.Microsoft365.Graph;
using Demo.Microsoft365.SignIn;
using Demo.Outlook;

namespace Demo.Microsoft365;

/// <summary>The simulated Microsoft 365: Entra, Graph, mailboxes, mail flow and DNS on one address, with faults on request.</summary>
public static class Simulator
{
    // A large page of Graph is written without waiting for its reader at every step.
    private const int LargestPageAhead = 1024 * 1024;

    /// <summary><paramref name="adjust"/> may put another clock or other HttpClients in the place of the usual ones.</summary>
    public static WebApplication Build(
        DemoAddresses addresses, string dataFolder, Action<IServiceCollection>? adjust = null)
    {
        // Empty, so that no settings file or variable meant for MailCrm's own programs reaches this one.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls(addresses.Graph)
            .ConfigureKestrel(kestrel => kestrel.Limits.MaxResponseBufferSize = LargestPageAhead);
        builder.Services.AddRouting();
        builder.Services.AddCors();
        StandardError.LogTo(builder.Logging);

        builder.Services.AddSingleton(addresses);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<Directory>();
        builder.Services.AddSingleton<Faults>();
        builder.Services.AddSingleton<CallCounts>();
        builder.Services.AddSingleton(provider =>
            new Mailboxes(Path.Combine(dataFolder, "mailboxes"), provider.GetRequiredService<TimeProvider>()));
        builder.Services.AddSingleton(new DkimKeys(Path.Combine(dataFolder, "dkim"), DemoZones.Senders));
        builder.Services.AddSingleton(new DnsRecords(Path.Combine(dataFolder, "dns")));
        builder.Services.AddSingleton<LocalDelivery>();
        builder.Services.AddSingleton<MailFlow>();
        builder.Services.AddSingleton(provider =>
            ActivatorUtilities.CreateInstance<MailQueue>(provider, Path.Combine(dataFolder, "queue")));
        builder.Services.AddHostedService(provider => provider.GetRequiredService<MailQueue>());
        builder.Services.AddHostedService<InboundSmtp>();
        builder.Services.AddHostedService(provider =>
            ActivatorUtilities.CreateInstance<DnsServer>(provider, addresses.DnsPort));
        builder.Services.AddEntra(Path.Combine(dataFolder, "entra"));
        builder.Services.AddGraph();
        builder.Services.AddOutlook();
        adjust?.Invoke(builder.Services);

        var app = builder.Build();
        DemoZones.Plant(app.Services.GetRequiredService<DnsRecords>(), app.Services.GetRequiredService<DkimKeys>());
        app.UseRouting();
        app.UseCors();
        app.MapEntra();
        app.MapSimulation();
        app.MapGraph();
        app.MapOutlook();
        return app;
    }
}
