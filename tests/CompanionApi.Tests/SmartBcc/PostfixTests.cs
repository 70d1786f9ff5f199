using CompanionApi.Protocols.Dns;
using CompanionApi.Tests.Protocols.Dns;
using CompanionApi.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Xunit.Abstractions;

namespace CompanionApi.Tests.SmartBcc;

/// <summary>A company's own Postfix before our server: it queues, tries again, delivers once or gives back.</summary>
public class PostfixTests(ITestOutputHelper output)
{
    [Fact]
    public async Task R29_what_hears_451_stays_in_the_queue_of_postfix_and_is_delivered_once()
    {
        if (!IsHere()) return;
        var dns = new SwitchedDns { IsDown = true };
        await using var app = await MailRoom.StartAsync(dns, null, ("Database:BusySeconds", "1"));
        await using var postfix = await Postfix.StartAsync(app.Endpoint());

        await QueueAsync(postfix, Letters.Of("tried-thrice"));
        Assert.Contains("said: 451", await postfix.HearAsync("status=deferred"));

        dns.IsDown = false;
        await using (var other = new SqliteConnection($"Data Source={app.DatabaseFile};Pooling=False"))
        {
            await other.OpenAsync();
            await using var hold = other.BeginTransaction(deferred: false);
            await postfix.RetryAsync();
            Assert.Contains("said: 451", await postfix.HearAsync("status=deferred"));
            await hold.RollbackAsync();
        }

        await postfix.RetryAsync();
        Assert.Contains("250", await postfix.HearAsync("status=sent"));
        await TakenAsync(app, "tried-thrice");
        await postfix.HearAsync("removed");
        Assert.Contains("empty", await postfix.QueueAsync());
        Assert.Empty(postfix.Inbox());
    }

    [Fact]
    public async Task R29_a_refused_letter_comes_back_to_its_sender_with_our_words()
    {
        if (!IsHere()) return;
        await using var app = await MailRoom.StartAsync();
        await using var postfix = await Postfix.StartAsync(app.Endpoint());

        await postfix.QueueAsync(World.Anna.Address, "nobody@" + World.BccDomain, Octets(Letters.Of("lost")));
        await postfix.HearAsync("status=bounced");
        await postfix.HearAsync("delivered to maildir");
        await QueueAsync(postfix, Letters.Of("forged", from: "Mallory <mallory@evil.example>"));
        await postfix.HearAsync("status=bounced");
        await postfix.HearAsync("delivered to maildir");

        var bounces = string.Concat(postfix.Inbox());
        Assert.Contains("said: 550", bounces);
        Assert.Contains("SPF", bounces);
        Assert.Contains("Subject: Letter forged", bounces);
        await using var db = await app.OpenAsync(World.Anna);
        Assert.Equal(0, await db.Messages.CountAsync());
    }

    [Fact]
    public async Task R24_postfix_learns_the_limit_from_SIZE_and_gives_a_larger_letter_back_by_itself()
    {
        if (!IsHere()) return;
        await using var app = await MailRoom.StartAsync(null, null, ("Smtp:MaxMessageBytes", "300000"));
        await using var postfix = await Postfix.StartAsync(app.Endpoint());

        await QueueAsync(postfix, Letters.Of("large", body: Lines(280_000)));
        await postfix.HearAsync("status=sent");
        await QueueAsync(postfix, Letters.Of("larger", body: Lines(320_000)));
        Assert.Contains("exceeds size limit 300000", await postfix.HearAsync("status=bounced"));

        await TakenAsync(app, "large");
    }

    [Fact]
    public async Task R20_postfix_delivers_twelve_megabytes_over_TLS()
    {
        if (!IsHere()) return;
        await using var app = await MailRoom.StartAsync();
        await using var postfix = await Postfix.StartAsync(
            app.Endpoint(), "smtp_tls_security_level = encrypt", "smtp_tls_loglevel = 1", "message_size_limit = 20971520");

        await QueueAsync(postfix, Letters.Of("huge", body: Lines(12_000_000)));

        await postfix.HearAsync("TLS connection established to 127.0.0.1");
        await postfix.HearAsync("status=sent");
        await TakenAsync(app, "huge");
        Assert.True(new FileInfo(Directory.EnumerateFiles(app.ContentFolder, "*", SearchOption.AllDirectories).Single())
            .Length > 12_000_000);
    }

    [Fact]
    public async Task R20_postfix_hands_over_japanese_headers_with_SMTPUTF8()
    {
        if (!IsHere()) return;
        await using var app = await MailRoom.StartAsync();
        await using var postfix = await Postfix.StartAsync(app.Endpoint(), "smtputf8_enable = yes");

        await QueueAsync(postfix, Letters.Of("utf8", subject: "商談の件", to: "山田太郎 <taro@yamada.example>"));

        await postfix.HearAsync("status=sent");
        var open = await app.OpenAsync(World.Anna, "utf8");
        Assert.Equal("商談の件", open.GetProperty("message").GetProperty("subject").GetString());
        Assert.Equal("山田太郎", open.GetProperty("persons")[0].GetProperty("name").GetString());
    }

    private bool IsHere()
    {
        if (Postfix.IsHere) return true;
        output.Skipped("Mail through Postfix", "postfix (run as root)");
        return false;
    }

    private static Task QueueAsync(Postfix postfix, string letter) =>
        postfix.QueueAsync(World.Anna.Address, MailRoom.ContosoAddress, Octets(letter));

    // A program on the machine hands mail over with the line ends of the machine.
    private static byte[] Octets(string letter) => System.Text.Encoding.UTF8.GetBytes(letter.ReplaceLineEndings("\n"));

    private static string Lines(int octets) =>
        string.Concat(Enumerable.Repeat("Here is the price of a roaster, dear Taro.\r\n", octets / 44 + 1));

    private static async Task TakenAsync(CompanionApp app, string name)
    {
        await app.TakenAsync(name);
        await using var db = await app.OpenAsync(World.Anna);
        Assert.Equal(1, await db.Messages.CountAsync());
        Assert.Single(Directory.EnumerateFiles(app.ContentFolder, "*", SearchOption.AllDirectories));
    }

    /// <summary>The world's names, once DNS is up.</summary>
    private sealed class SwitchedDns : IDns
    {
        private readonly TableDns up = MailRoom.Dns();

        public volatile bool IsDown;

        public async Task<DnsAnswer> QueryAsync(string name, DnsType type, CancellationToken ct = default) =>
            IsDown ? DnsAnswer.Temporary("down") : await up.QueryAsync(name, type, ct);
    }
}
