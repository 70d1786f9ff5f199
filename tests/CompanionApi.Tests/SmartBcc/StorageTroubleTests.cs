using System.Net;
using System.Net.Http.Json;
using CompanionApi.Data;
using CompanionApi.Tests.Records;
using CompanionApi.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CompanionApi.Tests.SmartBcc;

/// <summary>R29: trouble of ours is "come again", nothing half is kept, and the same letter is then taken once.</summary>
public class StorageTroubleTests
{
    [Fact]
    public async Task R29_a_locked_database_is_451_and_503_and_after_it_the_letter_is_taken_once()
    {
        await using var app = await MailRoom.StartAsync(null, null, ("Database:BusySeconds", "1"));
        var letter = Letters.Of("locked");
        await using (var other = new SqliteConnection($"Data Source={app.DatabaseFile};Pooling=False"))
        {
            await other.OpenAsync();
            await using var hold = other.BeginTransaction(deferred: false);

            Assert.StartsWith("451", await app.SendAsync(World.Anna.Address, MailRoom.ContosoAddress, letter));
            var answer = await app.ClientFor(World.Anna).PostAsJsonAsync("/api/deals", new { title = "Roasters" });
            await ComeAgainAsync(answer);
            await hold.RollbackAsync();
        }

        await TakenOnceAsync(app, letter);
        await app.MakeAsync(World.Anna, "deals", new { title = "Roasters" });
    }

    [Fact]
    public async Task R29_a_database_that_is_gone_is_451_and_no_new_one_is_made_in_its_place()
    {
        await using var app = await MailRoom.StartAsync();
        var letter = Letters.Of("no-database");
        var company = (await app.UserAsync(World.Anna)).CompanyId;
        File.Move(app.DatabaseFile, app.DatabaseFile + "-away");

        // A connection that stands would go on writing into the removed file...
        await Assert.ThrowsAsync<StorageUnavailableException>(() =>
            app.Services.GetRequiredService<Writer>().WriteAsync(company, write => Task.FromResult(true)));

        // ...a new one finds nothing, at RCPT already.
        foreach (var _ in Enumerable.Range(0, 2))
        {
            await using var talk = await SmtpTalk.ConnectAsync(app.Endpoint());
            await talk.SayAsync("EHLO client.contoso.example", "250");
            await talk.SayAsync($"MAIL FROM:<{World.Anna.Address}>", "250");
            var heard = await talk.SayAsync($"RCPT TO:<{MailRoom.ContosoAddress}>", "");
            Assert.StartsWith("451", heard.StartsWith("250", StringComparison.Ordinal) ? await talk.DataAsync(letter) : heard);
        }

        Assert.False(File.Exists(app.DatabaseFile));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await app.ClientFor(World.Anna).GetAsync("/health/ready")).StatusCode);

        File.Move(app.DatabaseFile + "-away", app.DatabaseFile);
        await TakenOnceAsync(app, letter);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task R29_a_content_folder_that_is_gone_is_451_and_503_and_no_new_one_is_made(bool fileInItsPlace)
    {
        var mailbox = new TestMailbox();
        await using var app = await MailRoom.StartAsync(null, mailbox);
        var letter = Letters.Of("gone");
        mailbox.Put("item", letter);
        var away = app.ContentFolder + "-away";
        Directory.Move(app.ContentFolder, away);
        if (fileInItsPlace)
        {
            await File.WriteAllTextAsync(app.ContentFolder, "");
        }

        Assert.StartsWith("451", await app.SendAsync(World.Anna.Address, MailRoom.ContosoAddress, letter));
        await ComeAgainAsync(await app.ClientFor(World.Anna).PostAsJsonAsync(
            "/api/messages", new { internetMessageId = Letters.Id("gone"), itemId = "item" }));
        Assert.False(Directory.Exists(app.ContentFolder));
        Assert.False((await app.OpenAsync(World.Anna, "gone")).GetProperty("captured").GetBoolean());

        File.Delete(app.ContentFolder);
        Directory.Move(away, app.ContentFolder);
        await TakenOnceAsync(app, letter);
    }

    [Theory]
    [InlineData("Database:ConnectionString", null)]
    [InlineData("Database:ConnectionString", "mailcrm.db")]
    [InlineData("Database:ConnectionString", "Data Source=:memory:")]
    [InlineData("Database:ConnectionString", "Data Source=mailcrm.db;Default Timeout=soon")]
    [InlineData("Database:BusySeconds", "soon")]
    [InlineData("Content:Folder", null)]
    [InlineData("Content:Folder", "/dev/null/content")]
    [InlineData("Bcc:Domain", null)]
    [InlineData("Bcc:Domain", "@bcc.example.com")]
    [InlineData("Bcc:Domain", "https://bcc.example.com")]
    [InlineData("Bcc:Domain", "bcc")]
    [InlineData("PublicUrl:Web", null)]
    [InlineData("PublicUrl:Web", "crm.example.com")]
    [InlineData("PublicUrl:Web", "http://crm.example.com")]
    [InlineData("PublicUrl:Web", "https://crm.example.com/mail")]
    [InlineData("PublicUrl:Web", "https://crm.example.com/?x")]
    [InlineData("PublicUrl:Api", "api.example.com")]
    [InlineData("PublicUrl:Api", "ftp://api.example.com")]
    [InlineData("PublicUrl:Api", "https://user:word@api.example.com")]
    [InlineData("PublicUrl:Api", "https://api.example.com/#x")]
    [InlineData("Sync:NotificationUrl", "None")]
    [InlineData("Sync:NotificationUrl", "http://api.example.com")]
    [InlineData("Sync:NotificationUrl", "https://api.example.com/?x")]
    [InlineData("Smtp:Port", "70000")]
    [InlineData("Smtp:ListenAddress", "everywhere")]
    [InlineData("Smtp:MaxMessageBytes", "20 MB")]
    [InlineData("Smtp:CertificateFile", "/no/such.pfx")]
    [InlineData("Dns:Servers:0", "not a server")]
    [InlineData("SmartBcc:MaxSignatureAgeDays", "0")]
    public async Task A_wrong_setting_stops_the_program_and_is_named(string name, string? value)
    {
        var trouble = await Assert.ThrowsAsync<InvalidOperationException>(
            async () => await (await CompanionApp.StartAsync(null, (name, value))).DisposeAsync());

        Assert.Contains(name.EndsWith(":0", StringComparison.Ordinal) ? name[..^2] : name, trouble.Message);
    }

    private static async Task ComeAgainAsync(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.NotNull(answer.Headers.RetryAfter);
        Assert.Equal("storage_unavailable", await answer.CodeAsync());
    }

    private static async Task TakenOnceAsync(CompanionApp app, string letter)
    {
        await app.TakeAsync(letter);
        await app.TakeAsync(letter);
        await using var db = await app.OpenAsync(World.Anna);
        Assert.Equal(1, await db.Messages.CountAsync());
        Assert.Single(Directory.EnumerateFiles(app.ContentFolder, "*", SearchOption.AllDirectories));
    }
}
