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

    private readonly IReadOnlyList<IncomingMessage> mails;

    internal ReadyMails(ContentStore content, IReadOnlyList<IncomingMessage> mails, IReadOnlyList<StoredContent> stored)
    {
        (this.content, this.mails, this.stored) = (content, mails, stored);
        Made = MakeAnew();
    }

    /// <summary>The rows of each, in their order.</summary>
    internal IReadOnlyList<MadeMail> Made { get; }

    /// <summary>The rows as they were before anything was written of them.</summary>
    internal IReadOnlyList<MadeMail> MakeAnew()
    {
        var made = new MadeMail[mails.Count];
        Parallel.For(0, mails.Count, i => made[i] = MadeMail.Of(mails[i], stored[i]));
        return made;
    }

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
        }
    }
}

/// <summary>The rows of a mail, or why it cannot be read.</summary>
internal sealed record MadeMail(IncomingMessage Incoming, NewMail? Mail, Exception? Trouble)
{
    /// <summary>Whatever one mail does to us, the others are taken (R69); its caller notes it with its reason.</summary>
    public static MadeMail Of(IncomingMessage mail, StoredContent stored)
    {
        try
        {
            return new MadeMail(mail, NewMail.Of(mail, stored), null);
        }
        catch (Exception trouble)
        {
            return new MadeMail(mail, null, trouble);
        }
    }
}
