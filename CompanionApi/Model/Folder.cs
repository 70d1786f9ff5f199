namespace CompanionApi.Model;

/// <summary>
/// How far a folder is:
/// <code>
/// First ── pages, newest first ──► Rest ── pages of what a filtered round left out ──► Following ──┐
///   ▲                                └──────── nothing left out ────────────────────►     ▲  └ rounds ┘
///   └──────────────────────────── the provider lost the cursor ◄──────────────────────────┘
/// </code>
/// </summary>
public enum SyncPhase
{
    First = 0,
    Rest = 1,
    Following = 2,
}

/// <summary>A folder of a mailbox, chosen or not, and how far it is synced (R61, R69).</summary>
public sealed class Folder : PublicRow
{
    /// <summary>Names that no language changes (<see cref="WellKnown"/>).</summary>
    public const string Inbox = "inbox";
    public const string Archive = "archive";
    public const string DeletedItems = "deleteditems";

    public long MailAccountId { get; set; }

    public required string ExternalId { get; set; }

    /// <summary>The parent's <see cref="ExternalId"/>; null: the top.</summary>
    public string? ParentExternalId { get; set; }

    public required string Name { get; set; }

    /// <summary>The provider's name that no language changes, such as <c>inbox</c>; null: the rep's own folder.</summary>
    public string? WellKnown { get; set; }

    public bool IsHidden { get; set; }

    /// <summary>As the provider counts, items that are no mail among them.</summary>
    public int TotalItems { get; set; }

    public int UnreadItems { get; set; }

    /// <summary>The mailbox has it no longer; what came from it stays.</summary>
    public DateTimeOffset? GoneAt { get; set; }

    public bool IsChosen { get; set; }

    public SyncPhase Phase { get; private set; }

    /// <summary>The next page of the round under way.</summary>
    public string? NextLink { get; private set; }

    /// <summary>Where the next round begins.</summary>
    public string? Cursor { get; private set; }

    /// <summary>Counts full rounds: an item that the newest did not show is looked for.</summary>
    public int Round { get; private set; }

    public DateTimeOffset? OldestFound { get; private set; }

    public bool IsDue { get; set; }

    public DateTimeOffset? LastSuccessAt { get; set; }

    /// <summary>When all ids of the folder were last compared.</summary>
    public DateTimeOffset? ComparedAt { get; private set; }

    /// <summary>All anew; what is here stays, and meets itself again.</summary>
    public void Restart()
    {
        (Phase, NextLink, Cursor, OldestFound, IsDue, ComparedAt) = (SyncPhase.First, null, null, null, true, null);
        Round++;
    }

    /// <summary>A page of the first round is stored.</summary>
    /// <param name="oldest">When the oldest of them was received.</param>
    /// <param name="nextLink">The next page; null: the round is over.</param>
    /// <param name="cursor">Where the next round begins, with the last page.</param>
    /// <param name="isCut">The provider ends filtered rounds early, and this may be one.</param>
    /// <param name="now">A first round that shows all has compared all.</param>
    public void AdvanceFirst(
        DateTimeOffset? oldest, string? nextLink, string? cursor, bool isCut, DateTimeOffset now)
    {
        OldestFound = oldest < OldestFound || OldestFound is null ? oldest ?? OldestFound : OldestFound;
        NextLink = nextLink;
        if (cursor is not null)
        {
            Cursor = cursor;
            Phase = SyncPhase.Rest;
            if (!isCut)
            {
                EndFirst(now);
            }
        }
    }

    /// <summary>
    /// A page of the rest is stored. Several pages of a list skip what moves up while something before it goes (their links
    /// count, graph/user-list-messages): then all ids are compared.
    /// </summary>
    public void AdvanceRest(string? nextLink, DateTimeOffset now)
    {
        var isOnly = NextLink is null;
        NextLink = nextLink;
        if (nextLink is null)
        {
            EndFirst(isOnly ? now : null);
        }
    }

    // After a restart what the round did not show has to be looked for.
    private void EndFirst(DateTimeOffset? compared) =>
        (Phase, ComparedAt) = (SyncPhase.Following, Round == 0 ? compared : null);

    /// <summary>A page of a later round is stored.</summary>
    public void AdvanceFollowing(string? nextLink, string? cursor)
    {
        NextLink = nextLink;
        Cursor = cursor ?? Cursor;
    }

    /// <summary>Begins a full round that only compares ids.</summary>
    public void BeginCompare() => Round++;

    public void EndCompare(DateTimeOffset now) => ComparedAt = now;
}
