using System.Net;
using CompanionApi.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Tests.Faults;

/// <summary>
/// Whatever is done to the files of the database while it is open: nobody hears 250 for what would be lost, nor a 5xx, and
/// when the files are right again the program goes on by itself.
/// </summary>
public class DatabaseFaultTests
{
    [Theory]
    [InlineData("empty")]
    [InlineData("another")]
    [InlineData("copy")]
    public async Task R29_another_file_in_the_place_of_the_database_gets_nothing_and_answers_nothing(string other)
    {
        await using var app = await MailRoom.StartAsync();
        await app.TakeAsync(Letters.Of("before"));
        var away = app.DatabaseFile + "-away";
        File.Move(app.DatabaseFile, away);
        if (other == "another")
        {
            await using var made = new SqliteConnection($"Data Source={app.DatabaseFile};Pooling=False");
            await made.OpenAsync();
            await new SqliteCommand("CREATE TABLE t (x)", made).ExecuteNonQueryAsync();
        }
        else if (other == "copy")
        {
            File.Copy(away, app.DatabaseFile);
        }
        else
        {
            await File.WriteAllTextAsync(app.DatabaseFile, "");
        }

        var lying = await File.ReadAllBytesAsync(app.DatabaseFile);
        await ComesAgainAsync(app, Letters.Of("meanwhile"));
        await ReadyAsync(app, false);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await app.ClientFor(World.Anna).GetAsync("/api/conversations")).StatusCode);
        Assert.Equal(lying, await File.ReadAllBytesAsync(app.DatabaseFile));

        File.Move(away, app.DatabaseFile, overwrite: true);
        await GoesOnAsync(app, "before", "meanwhile");
    }

    [Fact]
    public async Task R29_a_log_that_is_removed_is_written_into_the_database_by_who_still_has_it()
    {
        await using var app = await MailRoom.StartAsync();
        await app.TakeAsync(Letters.Of("in-the-log"));
        File.Delete(app.DatabaseFile + "-wal");

        // The first who notices may be in the middle of a commit.
        await app.SendTwiceAsync(Letters.Of("meanwhile"));
        await GoesOnAsync(app, "in-the-log", "meanwhile");

        // As after a crash: what stands in the files alone.
        var copy = Directory.CreateDirectory(Path.Combine(app.Folder, "copy")).FullName;
        foreach (var file in Directory.GetFiles(app.Folder, "mailcrm.db*").Where(f => !f.EndsWith("-shm", StringComparison.Ordinal)))
        {
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        }

        await Ledger.IsSoundAsync(copy);
        await using var crashed = new SqliteConnection($"Data Source={copy}/mailcrm.db;Pooling=False");
        await crashed.OpenAsync();
        await using var count = new SqliteCommand("SELECT count(*) FROM \"Messages\"", crashed);
        Assert.Equal(2L, await count.ExecuteScalarAsync());
    }

    [Fact]
    public async Task R29_a_database_that_is_cut_takes_nothing_until_it_is_whole()
    {
        await using var app = await MailRoom.StartAsync();
        await app.TakeAsync(Letters.Of("before"));
        var whole = await File.ReadAllBytesAsync(app.DatabaseFile);
        await using (var file = File.OpenWrite(app.DatabaseFile))
        {
            file.SetLength(whole.Length / 2);
        }

        await ComesAgainAsync(app, Letters.Of("meanwhile"));
        await ReadyAsync(app, false);

        await PutBackAsync(app, whole);
        await GoesOnAsync(app, "before", "meanwhile");
    }

    [Fact]
    public async Task R29_a_database_full_of_junk_takes_nothing_until_it_is_whole()
    {
        await using var app = await MailRoom.StartAsync();
        await app.TakeAsync(Letters.Of("before"));
        await using (var checkpoint = new SqliteConnection($"Data Source={app.DatabaseFile};Pooling=False"))
        {
            await checkpoint.OpenAsync();
            await new SqliteCommand("PRAGMA wal_checkpoint(TRUNCATE)", checkpoint).ExecuteNonQueryAsync();
        }

        var whole = await File.ReadAllBytesAsync(app.DatabaseFile);
        var junk = new byte[whole.Length];
        new Random(1).NextBytes(junk);
        await PutBackAsync(app, junk);

        await ComesAgainAsync(app, Letters.Of("meanwhile"));
        await ReadyAsync(app, false);

        await PutBackAsync(app, whole);
        // A connection may still remember the junk: it is dropped at the first 451.
        await app.SendTwiceAsync(Letters.Of("meanwhile"));
        await GoesOnAsync(app, "before", "meanwhile");
    }

    [Fact]
    public async Task A_database_that_is_no_database_stops_the_start_and_is_named()
    {
        await using var app = await MailRoom.StartAsync();
        var junk = Path.Combine(app.Folder, "junk.db");
        await File.WriteAllBytesAsync(junk, new byte[8192].Select((_, i) => (byte)(i * 7)).ToArray());

        var trouble = await Assert.ThrowsAsync<InvalidOperationException>(async () =>
            await (await CompanionApp.StartAsync(null, ("Database:ConnectionString", $"Data Source={junk}"))).DisposeAsync());

        Assert.Contains("Database:ConnectionString", trouble.Message);
        Assert.Contains("restore", trouble.Message);
    }

    /// <summary>451, whether at RCPT or after the message, and it is counted.</summary>
    internal static async Task ComesAgainAsync(CompanionApp app, string letter)
    {
        foreach (var _ in Enumerable.Range(0, 3))
        {
            Assert.StartsWith("451", await app.OfferAsync(letter));
        }

        Assert.Matches("mailcrm_intake_total.outcome=\"TryAgain\",reason=\"our_trouble\". 3",
            await app.Client().GetStringAsync("/metrics"));
    }

    /// <summary>The sender comes again, twice: each letter is there once and the program says that it is well.</summary>
    internal static async Task GoesOnAsync(CompanionApp app, params string[] letters)
    {
        foreach (var letter in letters.Concat(letters))
        {
            await app.TakeAsync(Letters.Of(letter));
        }

        await using var db = await app.OpenAsync(World.Anna);
        Assert.Equal(letters.Length, await db.Messages.CountAsync());
        Assert.Equal(letters.Length, Directory.GetFiles(app.ContentFolder, "*", SearchOption.AllDirectories).Length);
        await ReadyAsync(app, true);
    }

    internal static async Task ReadyAsync(CompanionApp app, bool isReady, string part = "database")
    {
        app.Clock.Advance(TimeSpan.FromSeconds(3));
        var answer = await app.Client().GetAsync("/health/ready");
        Assert.Equal(isReady ? HttpStatusCode.OK : HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Contains($"\"{part}\":{(isReady ? "true" : "false")}", await answer.Content.ReadAsStringAsync());
        Assert.Contains(
            $"mailcrm_ready{{part=\"{part}\"}} {(isReady ? 1 : 0)}", await app.Client().GetStringAsync("/metrics"));
    }

    private static async Task PutBackAsync(CompanionApp app, byte[] bytes)
    {
        await using var file = File.OpenWrite(app.DatabaseFile);
        file.SetLength(bytes.Length);
        await file.WriteAsync(bytes);
    }
}
