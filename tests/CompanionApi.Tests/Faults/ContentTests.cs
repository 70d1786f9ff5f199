using System.Net;
using CompanionApi.Data;
using CompanionApi.Messages;
using CompanionApi.Model;
using CompanionApi.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CompanionApi.Tests.Faults;

/// <summary>Sources on a disk that loses or changes them, and sources that nobody names any more (S74).</summary>
public class ContentTests
{
    private const string Attached =
        "--b\r\nContent-Type: text/plain\r\n\r\nSee.\r\n" +
        "--b\r\nContent-Type: image/png; name=\"a.png\"\r\nContent-Disposition: attachment\r\n\r\nthe picture\r\n--b--";

    [Theory]
    [InlineData("missing")]
    [InlineData("changed")]
    [InlineData("shorter")]
    [InlineData("longer")]
    public async Task S74_a_damaged_source_is_said_and_never_shown(string damage)
    {
        await using var app = await MailRoom.StartAsync();
        var taken = await TakeWithAttachmentAsync(app);
        using var client = app.ClientFor(World.Anna);
        Assert.Equal("the picture", (await client.GetStringAsync($"/api/messages/{taken.Id}/attachments/{Number(taken)}")).Trim());
        var file = Assert.Single(Files(app));
        var whole = await File.ReadAllBytesAsync(file);
        Damage(file, whole, damage);

        foreach (var part in damage == "longer" ? ["source"] : new[] { "source", $"attachments/{Number(taken)}" })
        {
            var answer = await client.GetAsync($"/api/messages/{taken.Id}/{part}");
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            Assert.Equal("content_damaged", await answer.CodeAsync());
        }

        Assert.Contains("See.", await client.GetStringAsync($"/api/messages/{taken.Id}/body"));
        Assert.DoesNotContain("mailcrm_content_damaged_total 0", await app.Client().GetStringAsync("/metrics"));

        await File.WriteAllBytesAsync(file, whole);
        Assert.Equal(whole, await client.GetByteArrayAsync($"/api/messages/{taken.Id}/source"));
    }

    [Fact]
    public async Task S74_a_source_that_a_crash_left_behind_goes_after_a_day_and_no_other_does()
    {
        await using var app = await MailRoom.StartAsync();
        await app.TakeAsync(Letters.Of("kept"));
        var store = app.Services.GetRequiredService<ContentStore>();
        var lost = await store.PutAsync("lost"u8.ToArray());
        await File.WriteAllTextAsync(Path.Combine(app.ContentFolder, "notes.txt"), "the operator's own");

        Assert.Equal(0, await SweepAsync(app));
        app.Clock.Advance(TimeSpan.FromHours(25));
        // Seen for the first time: its day begins.
        Assert.Equal(0, await SweepAsync(app));
        app.Clock.Advance(TimeSpan.FromHours(23));
        Assert.Equal(0, await SweepAsync(app));
        app.Clock.Advance(TimeSpan.FromHours(2));
        Assert.Equal(1, await SweepAsync(app));

        await Assert.ThrowsAsync<ContentDamagedException>(() => store.ReadAsync(lost.Key, lost.Hash));
        Assert.Equal(2, Files(app).Length);
        Assert.Equal(0, await SweepAsync(app));
        await using var db = await app.OpenAsync(World.Anna);
        Assert.False(await db.UnnamedContents.AnyAsync());
    }

    [Fact]
    public async Task S74_sources_that_are_stored_at_the_same_time_are_each_what_was_stored()
    {
        var folder = Directory.CreateTempSubdirectory("mailcrm-content");
        using var store = new ContentStore(folder.FullName);
        var sources = Enumerable.Range(0, 200).Select(n => System.Text.Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat($"source {n} ", 20 * n)))).ToList();

        var stored = await Task.WhenAll(sources.Select(source => Task.Run(() => store.PutAsync(source))));
        var together = await store.PutAllAsync([.. sources.Select(source => (ReadOnlyMemory<byte>)source)]);

        Assert.Equal(400, stored.Concat(together).Select(s => s.Key).Distinct().Count());
        foreach (var (source, one, other) in sources.Zip(stored, together))
        {
            Assert.Equal(source, await store.ReadAsync(one.Key, one.Hash));
            Assert.Equal(source, await store.ReadAsync(other.Key, other.Hash));
        }

        folder.Delete(recursive: true);
        await Assert.ThrowsAnyAsync<IOException>(() => store.PutAsync(sources[1]));
        await Assert.ThrowsAnyAsync<IOException>(() => store.PutAllAsync([sources[1], sources[2]]));
    }

    [Fact]
    public async Task S74_a_source_that_is_named_after_all_stays()
    {
        await using var app = await MailRoom.StartAsync();
        await app.TakeAsync(Letters.Of("named"));
        await using var db = await app.OpenAsync(World.Anna);
        var key = await db.Messages.Select(m => m.ContentKey).SingleAsync();
        // As after a start on the wrong database, which named nothing.
        await app.WriteAsync(World.Anna, write =>
        {
            write.Db.UnnamedContents.Add(new UnnamedContent { Key = key, Since = write.Now });
            return Task.FromResult(true);
        });
        app.Clock.Advance(TimeSpan.FromDays(2));

        Assert.Equal(0, await SweepAsync(app));

        Assert.Single(Files(app));
    }

    [Fact]
    public async Task S74_the_folder_of_another_database_is_left_alone()
    {
        await using var app = await MailRoom.StartAsync();
        await app.TakeAsync(Letters.Of("own"));
        var store = app.Services.GetRequiredService<ContentStore>();
        var folder = Directory.CreateDirectory(Path.Combine(app.ContentFolder, "00")).FullName;
        foreach (var _ in Enumerable.Range(0, 1001))
        {
            await File.WriteAllTextAsync(Path.Combine(folder, Guid.CreateVersion7().ToString("N")), "");
        }

        for (var day = 0; day < 3; day++)
        {
            app.Clock.Advance(TimeSpan.FromDays(1.1));
            Assert.Equal(0, await SweepAsync(app));
        }

        Assert.Equal(1002, Files(app).Length);
    }

    private static Task<int> SweepAsync(CompanionApp app) =>
        app.Services.GetRequiredService<ContentSweep>().SweepAsync(CancellationToken.None);

    private static string[] Files(CompanionApp app) =>
        Directory.GetFiles(app.ContentFolder, "*", SearchOption.AllDirectories);

    private static int Number(Taken taken) => taken.Message.GetProperty("attachments")[0].GetProperty("n").GetInt32();

    private static async Task<Taken> TakeWithAttachmentAsync(CompanionApp app)
    {
        await app.TakeAsync(Letters.Of(
            "att", more: "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"b\"\r\n", body: Attached));
        return await app.TakenAsync("att");
    }

    private static void Damage(string file, byte[] whole, string how)
    {
        switch (how)
        {
            case "missing":
                File.Delete(file);
                break;
            case "changed":
                File.WriteAllText(file, System.Text.Encoding.UTF8.GetString(whole).Replace("the picture", "the fixture"));
                break;
            case "shorter":
                File.WriteAllBytes(file, whole[..^(whole.Length / 4)]);
                break;
            default:
                File.WriteAllBytes(file, [.. whole, 1]);
                break;
        }
    }
}
