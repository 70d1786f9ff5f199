using CompanionApi.Data;

namespace CompanionApi.Messages;

/// <summary>
/// The one door in. Every source of mail ends here; nothing else writes messages. The caller hears of the result after
/// the commit only (R29), and the same mail by any door, any number of times, is one message (R30, S50).
/// </summary>
public sealed class MessageIntake(Writer writer, ContentStore content, BccDomain bccDomain)
{
    /// <summary>Captures the mail for its owner.</summary>
    /// <exception cref="StorageUnavailableException">The database cannot be written: nothing was stored.</exception>
    /// <exception cref="IOException">The content store cannot be written: nothing was stored.</exception>
    public async Task<Intake> CaptureAsync(IncomingMessage incoming, CancellationToken ct = default)
    {
        var stored = await content.PutAsync(incoming.Source, ct);
        var kept = false;
        try
        {
            var mail = NewMail.Of(incoming, stored);
            var intake = await writer.WriteAsync(
                incoming.CompanyId, write => new Capture(write, incoming, mail, bccDomain).RunAsync(), ct);
            kept = intake.Message?.ContentKey == stored.Key;
            if (intake.ReplacedContent is { } replaced)
            {
                content.Delete(replaced);
            }

            return intake;
        }
        catch (StorageUnavailableException trouble) when (trouble.MayStand)
        {
            // A row may name it after all; if none does, the sweep finds it.
            kept = true;
            throw;
        }
        finally
        {
            if (!kept)
            {
                content.Delete(stored.Key);
            }
        }
    }

    /// <summary>
    /// All of several mails that needs no turn in the queue of writes: their sources are on the disk and their rows made.
    /// </summary>
    /// <param name="mails">In the order in which they are captured.</param>
    /// <param name="ct">Gives up.</param>
    /// <exception cref="IOException">The content store cannot be written: nothing was stored.</exception>
    public async Task<ReadyMails> PrepareAsync(IReadOnlyList<IncomingMessage> mails, CancellationToken ct)
    {
        var stored = mails.Count == 0 ? [] : await content.PutAllAsync([.. mails.Select(mail => mail.Source)], ct);
        var made = new (NewMail? Mail, Exception? Trouble)[mails.Count];
        Parallel.For(0, mails.Count, i => made[i] = Make(mails[i], stored[i]));
        return new ReadyMails(content, mails, stored, made);
    }

    /// <summary>
    /// Captures several mails of one company, and what belongs with them, in one transaction. A mail that cannot be stored
    /// takes none of the others with it.
    /// </summary>
    /// <param name="company">Whose they are.</param>
    /// <param name="ready">The mails; sources that no row names afterwards are gone.</param>
    /// <param name="settle">Runs in the same transaction, with what became of each mail, in their order.</param>
    /// <param name="ct">Given up before the transaction; within it, it runs to its end.</param>
    /// <exception cref="StorageUnavailableException">The database cannot be written: nothing was stored.</exception>
    public async Task CaptureAllAsync(
        int company, ReadyMails ready, Func<Write, IReadOnlyList<TakenMail>, Task> settle, CancellationToken ct)
    {
        IReadOnlyList<TakenMail> taken = [];
        var mayStand = false;
        try
        {
            taken = await writer.WriteAsync(
                company,
                async write =>
                {
                    var results = new List<TakenMail>(ready.Made.Count);
                    foreach (var (incoming, (mail, trouble)) in ready.Mails.Zip(ready.Made))
                    {
                        results.Add(mail is null ? new TakenMail(null, trouble) : await TakeAsync(write, incoming, mail));
                    }

                    await settle(write, results);
                    return results;
                },
                ct);
        }
        catch (StorageUnavailableException trouble) when (trouble.MayStand)
        {
            mayStand = true;
            throw;
        }
        finally
        {
            ready.Settle(taken, mayStand);
        }
    }

    /// <summary>The mail whole, with its attachments, for a message that was stored without them.</summary>
    /// <param name="incoming">The mail.</param>
    /// <param name="messageId">The message's inner id; one that is gone is left alone.</param>
    /// <param name="settle">Runs in the same transaction.</param>
    /// <param name="ct">Given up before the transaction.</param>
    /// <exception cref="StorageUnavailableException">The database cannot be written: nothing was stored.</exception>
    /// <exception cref="IOException">The content store cannot be written: nothing was stored.</exception>
    public async Task EnrichAsync(IncomingMessage incoming, long messageId, Func<Write, Task> settle, CancellationToken ct)
    {
        var stored = await content.PutAsync(incoming.Source, ct);
        string? replaced = null;
        var mayStand = false;
        try
        {
            var mail = NewMail.Of(incoming, stored);
            replaced = await writer.WriteAsync(
                incoming.CompanyId,
                async write =>
                {
                    var before = await new RicherContent(write, incoming, mail).ApplyAsync(messageId);
                    await settle(write);
                    return before;
                },
                ct);
        }
        catch (StorageUnavailableException trouble) when (trouble.MayStand)
        {
            mayStand = true;
            throw;
        }
        finally
        {
            if (!mayStand)
            {
                content.Delete(replaced ?? stored.Key);
            }
        }
    }

    /// <summary>Whatever one mail does to us, the others are taken (R69); its caller notes it with its reason.</summary>
    private static (NewMail? Mail, Exception? Trouble) Make(IncomingMessage mail, StoredContent stored)
    {
        try
        {
            return (NewMail.Of(mail, stored), null);
        }
        catch (Exception trouble)
        {
            return (null, trouble);
        }
    }

    private async Task<TakenMail> TakeAsync(Write write, IncomingMessage mail, NewMail made)
    {
        Intake? intake = null;
        var trouble = await write.TryAsync(
            async () => intake = await new Capture(write, mail, made, bccDomain).RunAsync());
        return trouble is null ? new TakenMail(intake, null) : new TakenMail(null, trouble);
    }
}

/// <summary>What became of one mail of several: the message that stands now, or what went wrong with it alone.</summary>
public sealed record TakenMail(Intake? Intake, Exception? Trouble);
