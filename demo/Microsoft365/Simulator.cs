using Demo.Microsoft365.SignIn;

namespace Demo.Microsoft365;

/// <summary>The simulated Microsoft 365: Entra, Graph, mailboxes, mail flow and DNS on one address, with faults on request.</summary>
public static class Simulator
{
    public static WebApplication Build(DemoAddresses addresses, string dataFolder)
    {
        // Empty, so that no settings file or variable meant for MailCrm's own programs reaches this one.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls(addresses.Graph);
        builder.Services.AddRouting();
        builder.Services.AddCors();
        StandardError.LogTo(builder.Logging);

        builder.Services.AddSingleton(addresses);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<Directory>();
        builder.Services.AddSingleton<Faults>();
        builder.Services.AddSingleton<CallCounts>();
        builder.Services.AddSingleton(new Mailboxes(Path.Combine(dataFolder, "mailboxes")));
        builder.Services.AddSingleton<MailFlow>();
        builder.Services.AddEntra(Path.Combine(dataFolder, "entra"));

        var app = builder.Build();
        app.UseRouting();
        app.UseCors();
        app.MapEntra();
        app.MapSimulation();
        app.MapGraph();
        return app;
    }
}
