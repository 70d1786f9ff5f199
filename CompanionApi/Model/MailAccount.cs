namespace CompanionApi.Model;

public enum MailProvider
{
    Microsoft365 = 1,
}

public enum MailAccountState
{
    /// <summary>Connected; folders and a date are not chosen yet: nothing is read.</summary>
    Choosing = 0,

    /// <summary>The chosen folders are kept up to date.</summary>
    Syncing = 1,

    /// <summary>The sign-in is lost: nothing is read until the rep signs in again (R63).</summary>
    ReconnectNeeded = 2,

    /// <summary>The mailbox refuses for good, as <see cref="MailAccount.Trouble"/> says; tried again by hand.</summary>
    Stopped = 3,
}

/// <summary>A mailbox that is synced for its owner (R60). What was captured stays when the account goes.</summary>
public sealed class MailAccount : PublicRow
{
    /// <summary>The code of a shared mailbox whose steward can no longer come in: an admin gives it to another.</summary>
    public const string StewardLeft = "steward_left";

    /// <summary>The code where the mailbox answered that a folder is not there, which its tree shows or has not been asked for.</summary>
    public const string FolderMissing = "folder_missing";

    /// <summary>The code of a shared mailbox that the permissions of the application open no longer.</summary>
    public const string PermissionLost = "permission_lost";

    /// <summary>Whose mail it becomes: the mailbox's owner; of a shared one the steward.</summary>
    public long UserId { get; set; }

    /// <summary>A mailbox that is nobody's own, opened by application permissions and not by a sign-in (S15).</summary>
    public bool IsShared { get; set; }

    public MailProvider Provider { get; set; }

    /// <summary>The mailbox's own id at its provider; its address may change. A shared one is known by its address.</summary>
    public required string MailboxId { get; set; }

    public required string Address { get; set; }

    public MailAccountState State { get; private set; }

    public DateTimeOffset ConnectedAt { get; set; }

    /// <summary>All folders, new ones too; else those that are chosen.</summary>
    public bool TakesAllFolders { get; set; }

    /// <summary>Nothing received before is taken (R61); its default: none is chosen yet.</summary>
    public DateTimeOffset Since { get; set; }

    /// <summary>When it is next looked at; null: not before something happens.</summary>
    public DateTimeOffset? DueAt { get; set; }

    public DateTimeOffset? LastSuccessAt { get; set; }

    /// <summary>A code of what stands in the way, such as <c>throttled</c> or <c>sign_in_expired</c>; null: nothing.</summary>
    public string? Trouble { get; private set; }

    /// <summary>The claims that the provider wants of the next sign-in, as JSON; only with lost sign-in.</summary>
    public string? Claims { get; private set; }

    /// <summary>Failures one after the other.</summary>
    public int Failures { get; private set; }

    /// <summary>The provider's cursor over the tree of folders; null: all of it has to be read.</summary>
    public string? FoldersCursor { get; set; }

    public DateTimeOffset? FoldersAt { get; set; }

    public string? SubscriptionId { get; set; }

    /// <summary>SHA-256 of the secret that each notification brings.</summary>
    public byte[]? SubscriptionSecretHash { get; set; }

    /// <summary>When the subscription ends; without one, when it is next asked for.</summary>
    public DateTimeOffset? SubscriptionUntil { get; set; }

    /// <summary>Folders and a date are chosen, or chosen anew.</summary>
    public void Start(DateTimeOffset now)
    {
        if (State == MailAccountState.Choosing)
        {
            State = MailAccountState.Syncing;
        }

        DueAt = now;
    }

    /// <summary>The folders are read; nothing is due before the rep has chosen.</summary>
    public void WaitForChoice() => DueAt = State == MailAccountState.Choosing ? null : DueAt;

    /// <summary>The mailbox denied a folder that we know: all of its tree is read anew, and until then nothing is well.</summary>
    public void DoubtFolders() => (FoldersCursor, Trouble) = (null, FolderMissing);

    public void LoseSignIn(string trouble, string? claims, DateTimeOffset now)
    {
        (State, Trouble, Claims, DueAt) = (MailAccountState.ReconnectNeeded, trouble, claims, null);
        Failures++;
        DoubtSubscription(now);
    }

    /// <summary>
    /// The provider may tell us of nothing until it is renewed, as after a lost sign-in (graph/change-notifications-lifecycle-events,
    /// reauthorizationRequired): it counts as over, and the next turn renews it.
    /// </summary>
    public void DoubtSubscription(DateTimeOffset now) =>
        SubscriptionUntil = SubscriptionId is not null && SubscriptionUntil > now ? now : SubscriptionUntil;

    /// <summary>The rep has signed in again: it goes on from where it was.</summary>
    public void Reconnect(DateTimeOffset now)
    {
        GoOn();
        (Trouble, Claims, Failures) = (null, null, 0);
        DueAt = State == MailAccountState.Syncing ? now : null;
    }

    /// <summary>The rep wants it looked at now. What stands in the way does so until a turn was good.</summary>
    public void LookNow(DateTimeOffset now)
    {
        GoOn();
        DueAt = now;
    }

    public void Stop(string trouble)
    {
        (State, Trouble, DueAt) = (MailAccountState.Stopped, trouble, null);
        Failures++;
    }

    public void TryAgain(string trouble, DateTimeOffset at)
    {
        (Trouble, DueAt) = (trouble, at);
        Failures++;
    }

    public void Succeed(DateTimeOffset now, DateTimeOffset nextAt) =>
        (Trouble, Failures, LastSuccessAt, DueAt) = (null, 0, now, nextAt);

    private void GoOn()
    {
        if (State is MailAccountState.ReconnectNeeded or MailAccountState.Stopped)
        {
            State = Since == default ? MailAccountState.Choosing : MailAccountState.Syncing;
        }
    }
}

/// <summary>What a provider gave us to come back with, encrypted; one row for each sign-in that lasts.</summary>
public sealed class TokenCacheEntry : Row
{
    public required string Key { get; set; }

    public required byte[] Sealed { get; set; }
}
