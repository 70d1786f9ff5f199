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
            if (options.Seeds)
            {
                Seeding.PutMail(SeedContext.Of(simulator.Services));
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

    private async Task<WebApplication> StartProgramAsync(WebApplication program)
    {
        programs.Add(program);
        await program.StartAsync();
        return program;
    }
}
