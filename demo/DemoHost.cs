using Demo.Microsoft365;
using Demo.Seed;

namespace Demo;

/// <summary>Everything in one process: the simulated Microsoft 365 first, then MailCrm's two programs beside it.</summary>
public sealed class DemoHost : IAsyncDisposable
{
    private readonly DemoAddresses addresses;
    private readonly bool json;
    private readonly string dataFolder;
    private readonly bool dataFolderIsOurs;
    private readonly List<WebApplication> programs = [];

    private DemoHost(DemoOptions options)
    {
        addresses = DemoAddresses.Claim(options);
        json = options.Json;
        dataFolderIsOurs = options.DataFolder is null;
        dataFolder = options.DataFolder ?? System.IO.Directory.CreateTempSubdirectory("mailcrm-demo-").FullName;
    }

    public static async Task<DemoHost> StartAsync(DemoOptions options)
    {
        var demo = new DemoHost(options);
        try
        {
            var simulator = await demo.StartProgramAsync(Simulator.Build(demo.addresses, demo.dataFolder));
            var mailboxes = simulator.Services.GetRequiredService<SimulatedMailSource>();
            var data = Path.Combine(demo.dataFolder, "mailcrm");
            await Task.WhenAll(
                demo.StartProgramAsync(MailCrmPrograms.BuildApi(demo.addresses, data, mailboxes)),
                demo.StartProgramAsync(MailCrmPrograms.BuildWeb(demo.addresses)));
            if (options.Seeds)
            {
                SeedMail(SeedContext.Of(simulator.Services));
            }

            return demo;
        }
        catch
        {
            await demo.DisposeAsync();
            throw;
        }
    }

    /// <summary>Says where everything is: a table for people, or with --json the one line for scripts.</summary>
    public void Announce(TextWriter stdout) =>
        stdout.WriteLine(json ? Announcement.Line(addresses) : Announcement.Table(addresses, dataFolder));

    public Task WaitForShutdownAsync() => Task.WhenAny(programs.Select(program => program.WaitForShutdownAsync()));

    public async ValueTask DisposeAsync()
    {
        foreach (var program in Enumerable.Reverse(programs))
        {
            await program.DisposeAsync();
        }

        if (dataFolderIsOurs)
        {
            System.IO.Directory.Delete(dataFolder, recursive: true);
        }
    }

    // A kept data folder goes on where it was left.
    private static void SeedMail(SeedContext context)
    {
        if (context.Directory.Users.All(user => context.Mailboxes.For(user.Address).List(WellKnownFolder.Inbox).Count == 0))
        {
            Seeding.PutMail(context);
        }
    }

    private async Task<WebApplication> StartProgramAsync(WebApplication program)
    {
        programs.Add(program);
        await program.StartAsync();
        return program;
    }
}
