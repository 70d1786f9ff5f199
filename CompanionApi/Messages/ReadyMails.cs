using CompanionApi.Data;

namespace CompanionApi.Messages;

/// <summary>
/// Mails that wait for their turn to be captured, their sources on the disk already. Disposed of without one, the sources go
/// again.
/// </summary>
public sealed class ReadyMails : IDisposable
{
    private readonly ContentStore content;
    private readonly IReadOnlyList<StoredContent> stored;
    private bool isSettled;

    internal ReadyMails(
        ContentStore content, IReadOnlyList<IncomingMessage> mails, IReadOnlyList<StoredContent> stored,
        IReadOnlyList<(NewMail? Mail, Exception? Trouble)> made)
    {
        (this.content, Mails, this.stored, Made) = (content, mails, stored, made);
    }

    internal IReadOnlyList<IncomingMessage> Mails { get; }

    /// <summary>The rows of each, or why it cannot be read.</summary>
    internal IReadOnlyList<(NewMail? Mail, Exception? Trouble)> Made { get; }

    public void Dispose() => Settle([], mayStand: false);

    /// <summary>Removes what no row names.</summary>
    /// <param name="taken">What became of each; empty: nothing was stored.</param>
    /// <param name="mayStand">Rows may name them after all; if none does, the sweep finds them.</param>
    internal void Settle(IReadOnlyList<TakenMail> taken, bool mayStand)
    {
        if (isSettled)
        {
            return;
        }

        isSettled = true;
        for (var i = 0; i < stored.Count && !mayStand; i++)
        {
            var intake = i < taken.Count ? taken[i].Intake : null;
            if (intake?.Message?.ContentKey != stored[i].Key)
            {
                content.Delete(stored[i].Key);
            }

            if (intake?.ReplacedContent is { } replaced)
            {
                content.Delete(replaced);
            }
        }
    }
}
