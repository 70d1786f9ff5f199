using System.Diagnostics;
using System.Net;

namespace CompanionApi.Tests.Support;

/// <summary>
/// A Postfix of its own, in a folder of its own, which relays all mail to one server; mail for contoso.example, such
/// as bounces, stays in <see cref="Inbox"/>. What it logs is read line by line, so nobody has to wait for a time.
/// </summary>
internal sealed class Postfix : IAsyncDisposable
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(60);

    private static readonly string[] Services =
    [
        "pickup unix n - n 60 1 pickup", "cleanup unix n - n - 0 cleanup", "qmgr unix n - n 300 1 qmgr",
        "tlsmgr unix - - n 1000? 1 tlsmgr", "rewrite unix - - n - - trivial-rewrite", "bounce unix - - n - 0 bounce",
        "defer unix - - n - 0 bounce", "trace unix - - n - 0 bounce", "verify unix - - n - 1 verify",
        "flush unix n - n 1000? 0 flush", "proxymap unix - - n - - proxymap", "smtp unix - - n - - smtp",
        "relay unix - - n - - smtp", "showq unix n - n - - showq", "error unix - - n - - error",
        "retry unix - - n - - error", "virtual unix - n n - - virtual", "scache unix - - n - 1 scache",
        "postlog unix-dgram n - n - 1 postlogd",
    ];

    private readonly string folder = Directory.CreateTempSubdirectory("mailcrm-postfix-").FullName;
    private readonly List<string> log = [];
    private Process? running;

    private Postfix()
    {
    }

    /// <summary>Only root can run one.</summary>
    public static bool IsHere => Environment.IsPrivilegedProcess && Tool.Find("postfix") is not null;

    private string Settings => Path.Combine(folder, "settings");

    public static async Task<Postfix> StartAsync(IPEndPoint next, params string[] settings)
    {
        var postfix = new Postfix();
        await postfix.WriteAsync(next, settings);
        postfix.running = Find("postfix").Start(["-c", postfix.Settings, "start-fg"]);
        _ = postfix.running.StandardError.ReadToEndAsync();
        await postfix.HearAsync("daemon started");
        return postfix;
    }

    /// <summary>Puts a letter into its queue, as a program on its machine would.</summary>
    public async Task QueueAsync(string from, string to, byte[] letter)
    {
        var end = await Find("sendmail").RunAsync(["-C", Settings, "-oi", "-f", from, to], letter);
        Assert.True(end.Code == 0, end.Trouble);
    }

    /// <summary>Tries again now what had to wait.</summary>
    public Task RetryAsync() => Find("postqueue").RunWellAsync("-c", Settings, "-f");

    /// <summary>Nothing when all is delivered or given back.</summary>
    public Task<string> QueueAsync() => Find("postqueue").RunWellAsync("-c", Settings, "-p");

    /// <summary>Reads its log on to the line with these words; what else it says is kept for the message of a failure.</summary>
    public async Task<string> HearAsync(string words)
    {
        using var limit = new CancellationTokenSource(Silence);
        try
        {
            while (await running!.StandardOutput.ReadLineAsync(limit.Token) is { } line)
            {
                log.Add(line);
                if (line.Contains(words, StringComparison.Ordinal)) return line;
            }
        }
        catch (OperationCanceledException)
        {
            // Told below.
        }
        throw new InvalidOperationException($"Postfix never said \"{words}\":\n{string.Join('\n', log)}");
    }

    /// <summary>The mails that came back to contoso.example.</summary>
    public IReadOnlyList<string> Inbox()
    {
        var inbox = Path.Combine(folder, "mail", "inbox", "new");
        return Directory.Exists(inbox) ? [.. Directory.EnumerateFiles(inbox).Select(File.ReadAllText)] : [];
    }

    public async ValueTask DisposeAsync()
    {
        if (running is not null)
        {
            await Find("postfix").RunAsync(["-c", Settings, "abort"]);
            // Its log ends with the last of its processes, which may still write into the folder.
            await running.StandardOutput.ReadToEndAsync().WaitAsync(Silence);
            running.Dispose();
        }
        Directory.Delete(folder, true);
    }

    private async Task WriteAsync(IPEndPoint next, string[] settings)
    {
        foreach (var name in new[] { "settings", "queue", "data", "mail" })
            Directory.CreateDirectory(Path.Combine(folder, name));
        // Its programs run as other users: they must find the folder.
        await Find("chmod").RunWellAsync("755", folder);
        await Find("chown").RunWellAsync("postfix", Path.Combine(folder, "data"));
        await Find("chown").RunWellAsync("nobody", Path.Combine(folder, "mail"));
        await File.WriteAllLinesAsync(Path.Combine(Settings, "master.cf"), Services);
        await File.WriteAllLinesAsync(Path.Combine(Settings, "main.cf"),
        [
            "compatibility_level = 3.6", $"queue_directory = {folder}/queue", $"data_directory = {folder}/data",
            "maillog_file = /dev/stdout", "inet_interfaces = 127.0.0.1", "inet_protocols = ipv4",
            "myhostname = mail.contoso.example", "mydestination =", "smtp_dns_support_level = disabled",
            $"relayhost = [{next.Address}]:{next.Port}", "virtual_mailbox_domains = contoso.example",
            $"virtual_mailbox_base = {folder}/mail", "virtual_mailbox_maps = static:inbox/",
            $"virtual_uid_maps = static:{await Id("-u")}", $"virtual_gid_maps = static:{await Id("-g")}",
            "virtual_mailbox_limit = 0", "mailbox_size_limit = 0", .. settings,
        ]);
        static async Task<string> Id(string what) => (await Find("id").RunWellAsync(what, "nobody")).Trim();
    }

    private static Tool Find(string name) =>
        Tool.Find(name) ?? throw new InvalidOperationException($"{name} is not installed.");
}
