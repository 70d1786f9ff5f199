using System.Net;
using System.Net.Http.Json;
using CompanionApi.Tests.Protocols.Dns;
using CompanionApi.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Tests.Faults;

/// <summary>Disks that are full or read-only, for real: come again, nothing half is kept, and all is well without a restart.</summary>
public class DiskFaultTests
{
    [MountFact]
    public async Task R29_a_full_disk_under_the_database_is_451_and_503_until_there_is_room()
    {
        using var disk = new Disk(16);
        await CompanionApp.BeginInAsync(disk.Folder);
        await using var app = await MailRoom.StartAsync(
            null, null, ("Database:ConnectionString", $"Data Source={disk.Folder}/mailcrm.db"),
            ("SmartBcc:MaxMailsPerHour", "1000000"), ("SmartBcc:MaxMailsPerDay", "1000000"));
        await app.TakeAsync(Letters.Of("before"));
        disk.Fill();

        // What the log still has room for may be taken; then it is full.
        var taken = new List<string> { "before" };
        var refused = new List<string>();
        for (var i = 0; refused.Count < 3; i++)
        {
            var answer = await app.OfferAsync(Letters.Of($"full-{i}", body: new string('x', 9000)));
            (answer.StartsWith("250", StringComparison.Ordinal) ? taken : refused).Add($"full-{i}");
            Assert.True(answer.StartsWith("250", StringComparison.Ordinal) || answer.StartsWith("451", StringComparison.Ordinal), answer);
            Assert.True(i < 2000, "The disk never was full.");
        }

        var post = await app.ClientFor(World.Anna).PostAsJsonAsync("/api/deals", new { title = new string('d', 200) });
        Assert.True(post.StatusCode is HttpStatusCode.ServiceUnavailable or HttpStatusCode.Created, $"{post.StatusCode}");
        await HasAsync(app, taken);

        disk.Free();
        foreach (var name in refused.Concat(refused))
        {
            await app.TakeAsync(Letters.Of(name, body: new string('x', 9000)));
        }

        await HasAsync(app, [.. taken, .. refused]);
        await DatabaseFaultTests.ReadyAsync(app, true);
    }

    [MountFact]
    public async Task R29_a_full_disk_under_the_contents_is_451_until_there_is_room()
    {
        using var disk = new Disk(1);
        await using var app = await MailRoom.StartAsync(null, null, ("Content:Folder", disk.Folder));
        disk.Fill();

        await DatabaseFaultTests.ComesAgainAsync(app, Letters.Of("full"));
        await DatabaseFaultTests.ReadyAsync(app, false, "content");
        Assert.Single(Directory.GetFiles(disk.Folder, "*", SearchOption.AllDirectories));

        disk.Free();
        await GoesOnAsync(app, disk, "full");
    }

    [MountFact]
    public async Task R29_a_content_folder_that_may_only_be_read_is_451_and_is_still_read()
    {
        using var disk = new Disk(4);
        await using var app = await MailRoom.StartAsync(null, null, ("Content:Folder", disk.Folder));
        await app.TakeAsync(Letters.Of("before"));
        var id = (await app.TakenAsync("before")).Id;
        disk.MakeReadOnly(true);

        await DatabaseFaultTests.ComesAgainAsync(app, Letters.Of("meanwhile"));
        await DatabaseFaultTests.ReadyAsync(app, false, "content");
        Assert.Contains("price", await app.ClientFor(World.Anna).GetStringAsync($"/api/messages/{id}/source"));

        disk.MakeReadOnly(false);
        await GoesOnAsync(app, disk, "before", "meanwhile");
    }

    [Fact]
    public async Task R29_a_database_that_another_process_locks_is_451_and_then_taken_once()
    {
        var folder = Directory.CreateTempSubdirectory("mailcrm-limit-").FullName;
        await CompanionApp.BeginInAsync(folder);
        await using var dns = new LoopbackDns(MailRoom.Dns());
        await using (var program = await CompanionProcess.StartAsync(folder, dns.Server, ("Database:BusySeconds", "1")))
        {
            // Another process holds the lock.
            await using (var other = new SqliteConnection($"Data Source={folder}/mailcrm.db;Pooling=False"))
            {
                await other.OpenAsync();
                await new SqliteCommand("BEGIN EXCLUSIVE", other).ExecuteNonQueryAsync();
                Assert.StartsWith("451", await MailRoom.OfferAsync(program.Smtp, Letters.Of("locked")));
                await new SqliteCommand("ROLLBACK", other).ExecuteNonQueryAsync();
            }

            foreach (var _ in Enumerable.Range(0, 2))
            {
                Assert.StartsWith("250", await MailRoom.OfferAsync(program.Smtp, Letters.Of("locked")));
            }

            using var http = new HttpClient();
            Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(new Uri(program.Http, "/health/ready"))).StatusCode);
        }

        await Ledger.IsSoundAsync(folder);
        await using (var app = await Ledger.OpenAsync(folder))
        {
            await HasAsync(app, ["locked"]);
            Assert.Single(Directory.GetFiles(Path.Combine(folder, "content"), "*", SearchOption.AllDirectories));
        }

        Directory.Delete(folder, true);
    }

    private static async Task HasAsync(CompanionApp app, IReadOnlyCollection<string> letters)
    {
        await using var db = await app.OpenAsync(World.Anna);
        var there = await db.Messages.Select(m => m.InternetMessageId).ToListAsync();
        Assert.Equal(letters.Select(Letters.Id).Order(), there.Order());
    }

    private static async Task GoesOnAsync(CompanionApp app, Disk disk, params string[] letters)
    {
        foreach (var letter in letters.Concat(letters))
        {
            await app.TakeAsync(Letters.Of(letter));
        }

        await HasAsync(app, letters);
        Assert.Equal(letters.Length, Directory.GetFiles(disk.Folder, "*", SearchOption.AllDirectories).Length);
        await DatabaseFaultTests.ReadyAsync(app, true, "content");
    }
}
