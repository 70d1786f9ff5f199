using CompanionApi.Model;

namespace CompanionApi.Sync;

/// <summary>What a page of a folder comes to: which items are captured, which rows change, which are looked for.</summary>
internal sealed class PagePlan
{
    private readonly SyncedAccount account;
    private readonly Folder folder;
    private readonly IReadOnlyDictionary<string, MailboxItem> known;

    public PagePlan(SyncedAccount account, Folder folder, IReadOnlyDictionary<string, MailboxItem> known)
    {
        (this.account, this.folder, this.known) = (account, folder, known);
    }

    /// <summary>Mails that are not here yet.</summary>
    public List<SourceItem> Wanted { get; } = [];

    /// <summary>
    /// Of the wanted, the ids of those that a never-capture list kept out until it was changed: who changes a list shows nobody
    /// old mail (S8).
    /// </summary>
    public HashSet<string> KeptOutBefore { get; } = [];

    /// <summary>Of the wanted, those that the mailbox cannot bring, with a code of why.</summary>
    public List<(SourceItem Item, string Reason)> Missed { get; } = [];

    /// <summary>Of the wanted, those that are no longer in the mailbox.</summary>
    public List<string> Gone { get; } = [];

    /// <summary>Items that are kept out, with why.</summary>
    public List<(SourceItem Item, ItemState State)> KeptOut { get; } = [];

    /// <summary>Items that are here and were changed, or came from another folder.</summary>
    public List<SourceItem> Changed { get; } = [];

    /// <summary>Rows that the page shows as they stand.</summary>
    public List<long> Seen { get; } = [];

    public void Add(SourceItem item)
    {
        if (!known.TryGetValue(item.Id, out var row))
        {
            if (!KeepsOut(item))
            {
                Wanted.Add(item);
            }
        }
        else if (row.State == ItemState.Failed || (row.State == ItemState.Draft && !item.IsDraft) ||
            (row.State == ItemState.Older && item.ReceivedAt >= account.Row.Since) ||
            (row.State == ItemState.NeverCapture && row.TryAt is not null))
        {
            if (row.State == ItemState.NeverCapture)
            {
                KeptOutBefore.Add(item.Id);
            }

            // It was shown before: what is shown of it now may be what changed, and no more.
            Wanted.Add(item with { Source = null });
        }
        else if (row.ChangeKey != item.ChangeKey || row.FolderId != folder.Id || row.GoneAt is not null)
        {
            Changed.Add(item);
        }
        else
        {
            Seen.Add(row.Id);
        }
    }

    /// <summary>Whether a rule keeps the item out, now that all of it is known; then it is noted.</summary>
    public bool KeepsOut(SourceItem item)
    {
        if (item.IsDraft)
        {
            KeptOut.Add((item, ItemState.Draft));
            return true;
        }

        if (item.ReceivedAt < account.Row.Since)
        {
            KeptOut.Add((item, ItemState.Older));
            return true;
        }

        return false;
    }
}
