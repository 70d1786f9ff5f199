using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Demo.Microsoft365;

namespace Demo.Outlook;

/// <summary>What changes in the mailboxes that a person has open, told to the page as it happens.</summary>
internal static class MailboxEvents
{
    public static IResult Stream(
        SignedInPerson who, Mailboxes mailboxes, IHostApplicationLifetime lifetime, CancellationToken aborted) =>
        Results.ServerSentEvents(Read(who, mailboxes, lifetime.ApplicationStopping, aborted), "message");

    private static async IAsyncEnumerable<ChangeView> Read(
        SignedInPerson who,
        Mailboxes mailboxes,
        CancellationToken stopping,
        CancellationToken aborted,
        [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stopping, aborted, cancellation);
        var changes = Channel.CreateUnbounded<ChangeView>();
        void Tell(MailboxChange change)
        {
            if (mailboxes.For(change.Mailbox).MayBeOpenedBy(who.User.Address))
            {
                changes.Writer.TryWrite(ChangeView.Of(change));
            }
        }

        mailboxes.Changed += Tell;
        try
        {
            while (await NextAsync(changes.Reader, ended.Token) is { } change)
            {
                yield return change;
            }
        }
        finally
        {
            mailboxes.Changed -= Tell;
        }
    }

    /// <summary>Null when the browser has gone or the demo ends: no trouble, just the end of the stream.</summary>
    private static async Task<ChangeView?> NextAsync(ChannelReader<ChangeView> changes, CancellationToken ended)
    {
        try
        {
            return await changes.ReadAsync(ended);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }
}

public sealed record ChangeView(string Mailbox, string Kind, string Id, string PreviousId)
{
    public static ChangeView Of(MailboxChange change) =>
        new(change.Mailbox, change.Kind.ToString().ToLowerInvariant(), change.Item.Id, change.PreviousId);
}
