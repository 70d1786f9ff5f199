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
        ct.ThrowIfCancellationRequested();
        var (stored, onDisk) = content.Put(incoming.Source);
        var kept = false;
        try
        {
            // While it is being flushed.
            var mail = NewMail.Of(incoming, stored);
            await onDisk;
            var intake = await writer.WriteAsync(
                incoming.CompanyId, write => CaptureAsync(write, incoming, mail), ct);
            kept = intake.Message?.ContentKey == stored.Key;
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
                await onDisk.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
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
        return new ReadyMails(content, mails, stored);
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
            taken = await TakeAllAsync(company, ready, settle, ct);
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
        var stored = await content.PutAsync(incoming.Source);
        var kept = false;
        try
        {
            var mail = NewMail.Of(incoming, stored);
            kept = await writer.WriteAsync(
                incoming.CompanyId,
                async write =>
                {
                    var isTaken = await new RicherContent(write, incoming, mail).ApplyAsync(messageId);
                    await settle(write);
                    return isTaken;
                },
                ct);
        }
        catch (StorageUnavailableException trouble) when (trouble.MayStand)
        {
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
    /// All together first, since a savepoint for each mail costs more than the mail does. Where one fails, nothing was stored:
    /// then each by itself, so that it fails alone.
    /// </summary>
    private async Task<IReadOnlyList<TakenMail>> TakeAllAsync(
        int company, ReadyMails ready, Func<Write, IReadOnlyList<TakenMail>, Task> settle, CancellationToken ct)
    {
        try
        {
            return await WriteAsync(ready.Made, TogetherAsync);
        }
        catch (Exception trouble) when (trouble is not (StorageUnavailableException or OperationCanceledException))
        {
            // What the first try wrote into the rows is not theirs.
            return await WriteAsync(ready.MakeAnew(), ApartAsync);
        }

        Task<IReadOnlyList<TakenMail>> WriteAsync(
            IReadOnlyList<MadeMail> mails, Func<Write, IReadOnlyList<MadeMail>, Task<IReadOnlyList<TakenMail>>> take) =>
            writer.WriteLargeAsync(
                company,
                async write =>
                {
                    var taken = await take(write, mails);
                    await settle(write, taken);
                    return taken;
                },
                ct);
    }

    private async Task<IReadOnlyList<TakenMail>> TogetherAsync(Write write, IReadOnlyList<MadeMail> mails)
    {
        var readable = mails.Where(made => made.Mail is not null).Select(made => (made.Incoming, made.Mail!.Identity)).ToList();
        var facts = readable.Count == 0 ? null : await CaptureFacts.OfAsync(write.Db, readable, bccDomain);
        var taken = new List<TakenMail>(mails.Count);
        foreach (var (incoming, mail, trouble) in mails)
        {
            taken.Add(new TakenMail(
                mail is null ? null : await new Capture(write, incoming, mail, facts!, bccDomain).RunAsync(), trouble));
            write.Db.ChangeTracker.Clear();
        }

        return taken;
    }

    private async Task<IReadOnlyList<TakenMail>> ApartAsync(Write write, IReadOnlyList<MadeMail> mails)
    {
        var taken = new List<TakenMail>(mails.Count);
        foreach (var (incoming, mail, trouble) in mails)
        {
            Intake? intake = null;
            var failed = mail is null
                ? trouble
                : await write.TryAsync(async () => intake = await CaptureAsync(write, incoming, mail));
            taken.Add(failed is null ? new TakenMail(intake, null) : new TakenMail(null, failed));
        }

        return taken;
    }

    private async Task<Intake> CaptureAsync(Write write, IncomingMessage incoming, NewMail made) =>
        await new Capture(write, incoming, made, await CaptureFacts.OfAsync(write.Db, incoming, bccDomain), bccDomain).RunAsync();
}

/// <summary>What became of one mail of several: the message that stands now, or what went wrong with it alone.</summary>
public sealed record TakenMail(Intake? Intake, Exception? Trouble);
