using System.Text.Json;
using CompanionApi.Backups;
using CompanionApi.Data;
using CompanionApi.Messages;
using CompanionApi.Tests.Protocols.Dns;
using CompanionApi.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CompanionApi.Tests.Faults;

/// <summary>The operator's commands (S74): a backup beside the running program, put back where there is nothing.</summary>
public sealed class BackupTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mailcrm-backup-").FullName;

    private string Live => Path.Combine(folder, "live");

    private string Saved => Path.Combine(folder, "saved");

    private string Restored => Path.Combine(folder, "restored");

    [Fact]
    public async Task S74_a_backup_taken_while_mail_flows_restores_to_a_working_system()
    {
        Directory.CreateDirectory(Live);
        Directory.CreateDirectory(Restored);
        await CompanionApp.BeginInAsync(Live);
        await using var dns = new LoopbackDns(MailRoom.Dns());
        var streams = World.Everyone.Select((who, i) => new LetterStream(who, 400 + i)).ToList();
        Dictionary<TestUser, List<StreamLetter>> before;
        await using (var program = await CompanionProcess.StartAsync(Live, dns.Server))
        {
            await Task.WhenAll(streams.Select(stream => stream.SendAsync(program.Smtp, () => { }, letters: 10)));
            before = streams.ToDictionary(stream => stream.Sender, stream => stream.Answered.ToList());
            var flowing = Task.WhenAll(streams.Select(stream =>
                Task.Run(() => stream.SendAsync(program.Smtp, () => { }))));
            var (code, said) = await RunAsync("backup", "--to", Live);
            program.Kill();
            await flowing;
            Assert.True(code == 0, said);
            Assert.Contains("is whole", said);
        }

        Assert.True(streams.Sum(s => s.Answered.Count) > before.Values.Sum(b => b.Count), "No mail came beside the backup.");
        var (restored, words) = await RunAsync("restore", "--from", Restored);
        Assert.True(restored == 0, words);
        await Ledger.IsSoundAsync(Restored);
        await using (var program = await CompanionProcess.StartAsync(Restored, dns.Server))
        {
            // What was not answered, or came after the backup, is sent again or is not there: nothing else is refused.
            await Task.WhenAll(streams.Select(stream => stream.FinishAsync(program.Smtp)));
        }

        await using var app = await Ledger.OpenAsync(Restored);
        foreach (var stream in streams)
        {
            await app.HoldsAsync(stream.Sender, [.. before[stream.Sender], stream.Answered[^1]]);
        }

        await HasNothingHalfAsync(app);
    }

    [Fact]
    public async Task S74_a_backup_tells_of_sources_that_are_damaged_and_saves_the_others()
    {
        await using var app = await MailRoom.StartAsync();
        await app.TakeAsync(Letters.Of("one"));
        await app.TakeAsync(Letters.Of("two"));
        await app.TakeAsync(Letters.Of("three"));
        var files = Directory.GetFiles(app.ContentFolder, "*", SearchOption.AllDirectories);
        File.Delete(files[0]);
        await File.WriteAllTextAsync(files[1], "junk");
        var output = new StringWriter();

        var whole = await new Backup(Saved, output).TakeAsync(new Place(app.DatabaseFile, app.ContentFolder));

        Assert.False(whole);
        Assert.Contains("NOT whole: 2 sources", output.ToString());
        Assert.Single(Directory.GetFiles(Path.Combine(Saved, "content"), "*", SearchOption.AllDirectories));
        using var note = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Saved, "backup.json")));
        Assert.Equal(2, note.RootElement.GetProperty("damaged").GetInt32());
    }

    [Fact]
    public async Task S74_mail_that_is_destroyed_while_the_sources_are_copied_is_in_the_backup_whole()
    {
        await using var app = await MailRoom.StartAsync();
        await app.TakeAsync(Letters.Of("doomed"));
        var id = (await app.TakenAsync("doomed")).Id;
        var database = Path.Combine(folder, "first.db");
        await using (var open = new SqliteConnection($"Data Source={app.DatabaseFile};Pooling=False"))
        {
            await open.OpenAsync();
            await new SqliteCommand($"VACUUM INTO '{database}'", open).ExecuteNonQueryAsync();
        }

        (await app.ClientFor(World.Anna).DeleteAsync($"/api/messages/{id}")).EnsureSuccessStatusCode();
        app.Clock.Advance(TimeSpan.FromHours(23));
        Assert.Equal(1, await app.Services.GetRequiredService<Burial>().BuryDueAsync(default));
        Assert.Equal(0, await app.Services.GetRequiredService<ContentSweep>().SweepAsync(default));

        Assert.True(await new Backup(Saved, TextWriter.Null).TakeAsync(new Place(database, app.ContentFolder)));
    }

    [Theory]
    [InlineData("not empty")]
    [InlineData("a file")]
    [InlineData("no folder above")]
    [InlineData("no database")]
    public async Task A_backup_that_cannot_be_taken_says_why_and_writes_nothing(string why)
    {
        var live = new Place(Path.Combine(folder, "mailcrm.db"), Path.Combine(folder, "content"));
        var to = why == "no folder above" ? Path.Combine(folder, "no", "such") : Saved;
        if (why != "no database")
        {
            await CompanionApp.BeginInAsync(folder);
        }

        if (why == "not empty")
        {
            await File.WriteAllTextAsync(Path.Combine(Directory.CreateDirectory(Saved).FullName, "mine.txt"), "");
        }
        else if (why == "a file")
        {
            await File.WriteAllTextAsync(Saved, "");
        }

        var there = Directory.GetFileSystemEntries(folder, "*", SearchOption.AllDirectories);
        await Assert.ThrowsAsync<IOException>(() => new Backup(to, TextWriter.Null).TakeAsync(live));
        Assert.Equal(there, Directory.GetFileSystemEntries(folder, "*", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData("mailcrm.db")]
    [InlineData("mailcrm.db-wal")]
    [InlineData("content/00/a")]
    public async Task A_restore_touches_nothing_that_is_there(string there)
    {
        await using var app = await MailRoom.StartAsync();
        Assert.True(await new Backup(Saved, TextWriter.Null).TakeAsync(new Place(app.DatabaseFile, app.ContentFolder)));
        var file = Path.Combine(Restored, there);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllTextAsync(file, "mine");

        await Assert.ThrowsAsync<IOException>(() => new Backup(Saved, TextWriter.Null)
            .RestoreAsync(new Place(Path.Combine(Restored, "mailcrm.db"), Path.Combine(Restored, "content"))));

        Assert.Equal("mine", await File.ReadAllTextAsync(file));
        Assert.Single(Directory.GetFiles(Restored, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_backup_that_was_not_finished_is_not_restored()
    {
        await using var app = await MailRoom.StartAsync();
        Assert.True(await new Backup(Saved, TextWriter.Null).TakeAsync(new Place(app.DatabaseFile, app.ContentFolder)));
        File.Delete(Path.Combine(Saved, "backup.json"));

        await Assert.ThrowsAsync<IOException>(() => new Backup(Saved, TextWriter.Null)
            .RestoreAsync(new Place(Path.Combine(Restored, "mailcrm.db"), Path.Combine(Restored, "content"))));
    }

    [Theory]
    [InlineData("backup")]
    [InlineData("restore")]
    public async Task A_command_that_is_called_wrongly_says_how(string command)
    {
        var output = new StringWriter();

        Assert.Equal(2, await BackupCommand.RunAsync([command], output));

        Assert.StartsWith($"Expected: {command} --", output.ToString());
    }

    public void Dispose() => Directory.Delete(folder, true);

    private Task<(int Code, string Output)> RunAsync(string command, string option, string on) =>
        CompanionProcess.RunAsync(
            command, option, Saved, $"--Database:ConnectionString=Data Source={on}/mailcrm.db", $"--Content:Folder={on}/content");

    /// <summary>Every message there is, answered before the backup or after it began, has its source.</summary>
    private static async Task HasNothingHalfAsync(CompanionApp app)
    {
        var content = app.Services.GetRequiredService<ContentStore>();
        foreach (var who in new[] { World.Anna, World.Dan })
        {
            await using var db = await app.OpenAsync(who);
            foreach (var message in await db.Messages.AsNoTracking().ToListAsync())
            {
                await content.ReadAsync(message.ContentKey, message.ContentHash);
            }
        }
    }
}
