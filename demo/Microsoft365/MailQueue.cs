using System.Collections.Concurrent;

namespace Demo.Microsoft365;

/// <summary>
/// Mail that leaves over SMTP: tried at once, again and again while the other server says 4xx, and bounced into the
/// sender's inbox when it says 5xx or a day has passed.
/// </summary>
public sealed class MailQueue(
    string folder,
    DemoAddresses addresses,
    LocalDelivery local,
    Faults faults,
    TimeProvider clock,
    ILogger<MailQueue> log) : BackgroundService
{
    private const int AtOnce = 8;
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromDays(1);

    // Far quicker than a real server's, so that nobody has to wait for a demo.
    private static readonly TimeSpan[] Delays =
        [.. new[] { 0.5, 1, 2, 5, 10, 30, 60 }.Select(TimeSpan.FromSeconds)];

    private readonly QueueStore store = new(folder);
    private readonly SmtpSender sender = new(Submission.HostName);
    private readonly ConcurrentDictionary<Guid, QueuedMail> waiting = new();
    private readonly SemaphoreSlim news = new(0);

    public IReadOnlyList<QueuedMail> Waiting => [.. waiting.Values.OrderBy(mail => mail.QueuedAt)];

    public void Add(string from, IReadOnlyList<string> recipients, ReadOnlySpan<byte> mime)
    {
        var now = clock.GetUtcNow();
        var mail = new QueuedMail(Guid.CreateVersion7(), from, recipients, now, now, 0, null);
        store.Add(mail, mime);
        waiting[mail.Id] = mail;
        news.Release();
    }

    /// <summary>Tells the sender of a message that a recipient will never have it.</summary>
    public void Bounce(string from, HeaderBlock message, SmtpOutcome outcome)
    {
        if (from.Length > 0 && local.MailboxOf(from) is { } mailbox)
        {
            local.Deliver(mailbox, HeaderBlock.Parse(BounceLetter.Write(mailbox.Address, message, outcome, clock.GetUtcNow())));
        }
    }

    protected override async Task ExecuteAsync(CancellationToken ct)
    {
        foreach (var mail in store.Load())
        {
            waiting[mail.Id] = mail;
        }

        while (!ct.IsCancellationRequested)
        {
            var due = waiting.Values.Where(mail => mail.NextTry <= clock.GetUtcNow()).Take(AtOnce).ToList();
            await Task.WhenAll(due.Select(mail => TryAsync(mail, ct)));
            if (due.Count == 0)
            {
                await WaitAsync(ct);
            }
        }
    }

    private async Task WaitAsync(CancellationToken ct)
    {
        var next = waiting.Values.Select(mail => mail.NextTry - clock.GetUtcNow()).DefaultIfEmpty(Delays[^1]).Min();
        await news.WaitAsync(next > TimeSpan.Zero ? next : TimeSpan.Zero, ct);
    }

    private async Task TryAsync(QueuedMail mail, CancellationToken ct)
    {
        try
        {
            var mime = store.ReadMime(mail.Id);
            var outcomes = await SendAsync(mail, mime, ct);
            var message = HeaderBlock.Parse(mime);
            foreach (var refused in outcomes.Where(outcome => outcome.IsPermanent || IsTooLate(mail, outcome)))
            {
                Bounce(mail.From, message, refused);
            }

            KeepOrForget(mail, [.. outcomes.Where(outcome => outcome.IsTemporary && !IsTooLate(mail, outcome))]);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // It stays on disk and goes on at the next start.
        }
        catch (IOException trouble)
        {
            log.LogWarning(trouble, "Queued mail {Id} could not be read or kept; it is tried again", mail.Id);
            waiting[mail.Id] = mail with { NextTry = clock.GetUtcNow() + Delays[^1] };
        }
    }

    private async Task<IReadOnlyList<SmtpOutcome>> SendAsync(QueuedMail mail, byte[] mime, CancellationToken ct)
    {
        var fault = await faults.TakeAsync("smtp", ct: ct);
        return fault is { Error: not null } or { Status: not null }
            ? [.. mail.Recipients.Select(to => new SmtpOutcome(to, fault.Status ?? 421, "", "A fault was asked for"))]
            : await sender.SendAsync("127.0.0.1", addresses.SmtpPort, mail.From, mail.Recipients, mime, ct);
    }

    private bool IsTooLate(QueuedMail mail, SmtpOutcome outcome) =>
        outcome.IsTemporary && clock.GetUtcNow() - mail.QueuedAt > GiveUpAfter;

    private void KeepOrForget(QueuedMail mail, IReadOnlyList<SmtpOutcome> temporary)
    {
        if (temporary.Count == 0)
        {
            store.Remove(mail.Id);
            waiting.TryRemove(mail.Id, out _);
            return;
        }

        var delay = Delays[Math.Min(mail.Tries, Delays.Length - 1)];
        var later = mail with
        {
            Recipients = [.. temporary.Select(outcome => outcome.Recipient)],
            NextTry = clock.GetUtcNow() + delay,
            Tries = mail.Tries + 1,
            LastAnswer = temporary[0].ToString(),
        };
        store.Save(later);
        waiting[mail.Id] = later;
    }
}
