using System.Net;
using System.Net.Http.Json;
using CompanionApi.Messages;
using CompanionApi.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CompanionApi.Tests.Faults;

/// <summary>
/// R29: a commit whose last flush fails was written all the same, and after a crash it may stand. The sender comes again, no
/// letter is doubled, and no row ever names a source that is gone.
/// </summary>
public class CommitFaultTests
{
    [Fact]
    public async Task R29_a_commit_that_fails_half_way_is_451_and_503_and_its_source_stays_until_no_row_can_name_it()
    {
        await using var app = await MailRoom.StartAsync();
        await app.TakeAsync(Letters.Of("before"));
        await BreakNextCommitAsync(app);
        Assert.StartsWith("451", await app.OfferAsync(Letters.Of("half")));
        Assert.Equal(2, Sources(app).Length);
        Assert.False((await app.OpenAsync(World.Anna, "half")).GetProperty("captured").GetBoolean());

        await BreakNextCommitAsync(app);
        var post = await app.ClientFor(World.Anna).PostAsJsonAsync("/api/deals", new { title = "Roasters" });
        Assert.Equal(HttpStatusCode.ServiceUnavailable, post.StatusCode);
        Assert.NotNull(post.Headers.RetryAfter);

        await app.TakeAsync(Letters.Of("half"));
        await app.TakeAsync(Letters.Of("half"));
        Assert.Equal(3, Sources(app).Length);
        await HoldsOnceAsync(app, swept: 1);
    }

    [Fact]
    public async Task R29_a_commit_that_failed_half_way_and_stands_after_a_crash_has_its_source_and_a_repeat_merges()
    {
        var folder = Directory.CreateTempSubdirectory("mailcrm-crash-").FullName;
        await using (var first = await MailRoom.StartAsync())
        {
            await first.TakeAsync(Letters.Of("before"));
            // As if the machine stopped in the middle of the flush: what is written afterwards is not there.
            await BreakNextCommitAsync(first, () => Crash(first, folder));
            Assert.StartsWith("451", await first.OfferAsync(Letters.Of("half")));
        }

        await Ledger.IsSoundAsync(folder);
        await using (var app = await MailRoom.StartAsync(
            null, null, ("Database:ConnectionString", $"Data Source={folder}/mailcrm.db"), ("Content:Folder", $"{folder}/content")))
        {
            var stands = (await app.TakenAsync("half")).Id;
            Assert.Contains("price", await app.ClientFor(World.Anna).GetStringAsync($"/api/messages/{stands}/source"));

            await app.TakeAsync(Letters.Of("half"));
            Assert.Equal(stands, (await app.TakenAsync("half")).Id);
            Assert.Equal(2, Directory.GetFiles($"{folder}/content", "*", SearchOption.AllDirectories).Length);
            await HoldsOnceAsync(app, swept: 0);
        }

        Directory.Delete(folder, true);
    }

    /// <summary>Two letters, each once and with its source, whatever the sweep finds to remove.</summary>
    private static async Task HoldsOnceAsync(CompanionApp app, int swept)
    {
        var sweep = app.Services.GetRequiredService<ContentSweep>();
        app.Clock.Advance(TimeSpan.FromHours(25));
        Assert.Equal(0, await sweep.SweepAsync(CancellationToken.None));
        app.Clock.Advance(TimeSpan.FromHours(25));
        Assert.Equal(swept, await sweep.SweepAsync(CancellationToken.None));

        await using var db = await app.OpenAsync(World.Anna);
        Assert.Equal(2, await db.Messages.CountAsync());
        using var anna = app.ClientFor(World.Anna);
        foreach (var letter in new[] { "before", "half" })
        {
            var id = (await app.TakenAsync(letter)).Id;
            Assert.Contains("price", await anna.GetStringAsync($"/api/messages/{id}/source"));
        }
    }

    private static Task BreakNextCommitAsync(CompanionApp app, Action? before = null) => app.WriteAsync(World.Anna, write =>
    {
        // A write without changes commits nothing, so the next one is the first to flush.
        BrokenSync.Of((SqliteConnection)write.Db.Database.GetDbConnection(), before);
        return Task.FromResult(true);
    });

    /// <summary>What lies on the disk at this moment; the memory map beside the log does not outlive a crash.</summary>
    private static void Crash(CompanionApp app, string folder)
    {
        foreach (var file in Directory.GetFiles(app.Folder, "*", SearchOption.AllDirectories)
            .Where(file => !file.EndsWith("-shm", StringComparison.Ordinal)))
        {
            var copy = Path.Combine(folder, Path.GetRelativePath(app.Folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    private static string[] Sources(CompanionApp app) =>
        Directory.GetFiles(app.ContentFolder, "*", SearchOption.AllDirectories);
}
