using CompanionApi.Http;

namespace CompanionApi.Sync;

/// <summary>The settings section <c>Sync</c>.</summary>
public sealed record SyncOptions
{
    /// <summary>Messages on a page, bodies included; a provider may send fewer.</summary>
    public int PageSize { get; init; } = 50;

    /// <summary>Mails that are stored in one transaction: what else is written waits so long.</summary>
    public int MailsAtOnce { get; init; } = 50;

    /// <summary>Mailboxes that are worked on side by side.</summary>
    public int Accounts { get; init; } = 16;

    /// <summary>How often a folder is asked where the provider tells of changes, and where it does not.</summary>
    public TimeSpan PollWhenTold { get; init; } = TimeSpan.FromMinutes(10);

    public TimeSpan PollWhenNot { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How often the tree of folders is read.</summary>
    public TimeSpan Folders { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How often all ids of a folder are compared.</summary>
    public TimeSpan Compare { get; init; } = TimeSpan.FromHours(24);

    /// <summary>A mailbox that has more to do gives its place to the next one after this.</summary>
    public TimeSpan Turn { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Attachments of one mail, as the mailbox counts them; larger ones stay there.</summary>
    public long MaxAttachmentBytes { get; init; } = 25 * 1024 * 1024;

    /// <summary>
    /// Where a provider's notifications reach us; null: it cannot tell us, and is asked at intervals alone. Graph calls https
    /// addresses alone (graph/api/subscription-post-subscriptions); a simulated one calls this machine, too. The setting
    /// <c>none</c> says so on purpose.
    /// </summary>
    public Uri? NotificationRoot { get; init; }

    /// <exception cref="InvalidOperationException">A setting is wrong: its name and what is expected.</exception>
    public static SyncOptions Read(IConfiguration settings)
    {
        var usual = new SyncOptions();
        return new SyncOptions
        {
            PageSize = (int)Number("PageSize", usual.PageSize, 1, 999),
            MailsAtOnce = (int)Number("MailsAtOnce", usual.MailsAtOnce, 1, 500),
            Accounts = (int)Number("Accounts", usual.Accounts, 1, 1_000),
            PollWhenTold = Seconds("PollWhenToldSeconds", usual.PollWhenTold),
            PollWhenNot = Seconds("PollWhenNotSeconds", usual.PollWhenNot),
            Folders = Seconds("FoldersSeconds", usual.Folders),
            Compare = Seconds("CompareSeconds", usual.Compare),
            Turn = Seconds("TurnSeconds", usual.Turn),
            MaxAttachmentBytes = Number("MaxAttachmentBytes", usual.MaxAttachmentBytes, 0, 150 * 1024 * 1024),
            NotificationRoot = Notifications(settings),
        };

        TimeSpan Seconds(string name, TimeSpan otherwise) =>
            TimeSpan.FromSeconds(Number(name, (long)otherwise.TotalSeconds, 1, 7 * 24 * 60 * 60));

        long Number(string name, long otherwise, long least, long most) =>
            settings[$"Sync:{name}"] is not { Length: > 0 } value ? otherwise
            : long.TryParse(value, out var number) && number >= least && number <= most ? number
            : throw new InvalidOperationException($"Setting Sync:{name} is \"{value}\"; expected {least} to {most}.");
    }

    private static Uri? Notifications(IConfiguration settings)
    {
        const string name = "Sync:NotificationUrl";
        var root = settings[name] == "none" ? null
            : PublicUrls.Address(settings, name, mayHavePath: true) ?? PublicUrls.Address(settings, "PublicUrl:Api");
        return root is null ? null : new Uri($"{root.AbsoluteUri.TrimEnd('/')}/");
    }
}
