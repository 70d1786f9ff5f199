namespace Demo.Microsoft365.Graph;

/// <summary>What a later round of messages/delta tells, in the order it happened.</summary>
internal static class DeltaChanges
{
    public static List<DeltaEntry> Of(Mailbox mailbox, DeltaState state, bool immutableIds)
    {
        var changes = mailbox.Changes(state.Folder, state.From!.Value, state.Until)
            .Where(change => state.Since is not { } since || Passes(change.ReceivedAt, since, state.IsSinceExclusive))
            .GroupBy(change => change.Key);
        var entries = changes.SelectMany(ofItem =>
            immutableIds ? ByImmutableId(mailbox, state, [.. ofItem]) : ByPresentId(mailbox, state, [.. ofItem]));
        return [.. entries.OrderBy(entry => entry.Version)];
    }

    /// <summary>A move gives another id: the old one is gone, and a new message is there.</summary>
    private static IEnumerable<DeltaEntry> ByPresentId(Mailbox mailbox, DeltaState state, List<ItemChange> changes)
    {
        if (Wants(state, "deleted"))
        {
            foreach (var left in changes.Where(change => change.Kind == ItemChangeKind.Left))
            {
                yield return new DeltaEntry(left.Version, null, ItemIds.ToRest(left.Id));
            }
        }

        if (changes[^1].Kind != ItemChangeKind.Left && Present(mailbox, state, changes) is { } entry)
        {
            yield return entry;
        }
    }

    /// <summary>
    /// Here Graph has a hole (microsoft-graph-docs-contrib issue 72): a message that left and came back between two
    /// rounds is told as removed, and comes again only when something else changes it.
    /// </summary>
    private static IEnumerable<DeltaEntry> ByImmutableId(Mailbox mailbox, DeltaState state, List<ItemChange> changes)
    {
        var moves = changes.Where(change => change.Kind != ItemChangeKind.Updated).ToList();
        var wasThere = moves.Count == 0 || moves[0].Kind == ItemChangeKind.Left;
        var cameBack = wasThere && moves.Count > 0 && changes[^1].Kind == ItemChangeKind.Arrived;
        if (changes[^1].Kind != ItemChangeKind.Left && !cameBack)
        {
            return Present(mailbox, state, changes) is { } entry ? [entry] : [];
        }

        var id = ItemIds.ToRest(ItemIds.Immutable(mailbox.Guid, changes[0].Key));
        return Wants(state, "deleted") ? [new DeltaEntry(changes[^1].Version, null, id)] : [];
    }

    private static DeltaEntry? Present(Mailbox mailbox, DeltaState state, List<ItemChange> changes)
    {
        var isNew = changes.Exists(change => change.Kind == ItemChangeKind.Arrived);
        var item = mailbox.Get(changes[0].Key);
        return item is not null && item.Folder == state.Folder && Wants(state, isNew ? "created" : "updated")
            ? new DeltaEntry(changes[^1].Version, item, null)
            : null;
    }

    private static bool Wants(DeltaState state, string changeType) => state.ChangeType is null || state.ChangeType == changeType;

    private static bool Passes(DateTimeOffset receivedAt, DateTimeOffset since, bool isExclusive) =>
        isExclusive ? GraphTime.Seconds(receivedAt) > since : GraphTime.Seconds(receivedAt) >= since;
}
