using System.Buffers;
using System.IO.Pipelines;
using System.Net.Security;

namespace CompanionApi.Protocols.Smtp;

/// <summary>
/// Moves octets between one client and its session. Replies wait while whole commands do (RFC 2920 3.2), and every wait
/// for the client has an end. Once <paramref name="stopping"/>, a running transaction may end and no other begins.
/// </summary>
public sealed class SmtpConnection(
    Stream stream,
    SmtpSession session,
    SmtpOptions options,
    Lazy<SslServerAuthenticationOptions> tls,
    BufferBudget budget,
    CancellationToken stopping) : IDisposable
{
    private const int ReadSize = 16_384;
    private const int MaxRepliesHeld = 8_192;
    private const int MaxLineThrownAway = 65_536;

    // A refused message is read to its end only so far; beyond it the client is cut off after the reply.
    private readonly long maxMessageSeen = 2L * options.MaxMessageBytes;

    private static readonly TimeSpan ProgressWindow = TimeSpan.FromMinutes(1);

    private readonly MessageBuffer message = new(options.MaxMessageBytes, budget);
    private readonly ArrayBufferWriter<byte> replies = new();
    private readonly long begun = options.Clock.GetTimestamp();
    private CancellationTokenSource patience = new(Timeout.InfiniteTimeSpan, options.Clock);
    private PipeReader reader = ReaderOf(stream);
    private SmtpReply last = SmtpReplies.ConnectionLost;
    private long waitingSince;
    private long windowSince;
    private long seenAtWindow;

    /// <summary>The stream as it is now: after STARTTLS the TLS stream.</summary>
    public Stream Stream { get; private set; } = stream;

    /// <summary>Talks until one side ends it. A lost connection, a failed handshake come out as exceptions.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        using var stop = stopping.Register(() => reader.CancelPendingRead());
        try
        {
            Say(session.Greeting);
            while (session.Turn != SmtpTurn.Close)
            {
                await (session.Turn switch
                {
                    SmtpTurn.Data => DataAsync(ct),
                    SmtpTurn.Chunk => ChunkAsync(ct),
                    SmtpTurn.Tls => TlsAsync(),
                    _ => CommandAsync(ct),
                });
                if (replies.WrittenCount > MaxRepliesHeld) await FlushAsync();
            }
            await FlushAsync();
        }
        catch (Exception)
        {
            last = SmtpReplies.ConnectionLost;
            throw;
        }
        finally
        {
            await session.AbandonAsync(last, ct);
        }
    }

    public void Dispose()
    {
        message.Dispose();
        patience.Dispose();
        if (Stream is SslStream secure) secure.Dispose();
    }

    private async Task CommandAsync(CancellationToken ct)
    {
        if (!session.InTransaction) message.Clear();
        waitingSince = options.Clock.GetTimestamp();
        var thrownAway = 0;
        while (await ReadAsync(ct) is { } read)
        {
            var octets = read.Buffer;
            var lf = octets.PositionOf((byte)'\n');
            var end = lf is { } at ? octets.GetPosition(1, at) : octets.End;
            var line = octets.Slice(0, end);
            if (lf is not null)
            {
                var answer = LineAsync(line, thrownAway, ct);
                reader.AdvanceTo(end);
                if (await answer is { } reply) Say(reply);
                // Between two chunks a message is on its way, too: nobody holds its memory by talking of other things.
                if (message.Length > 0 && session is { InTransaction: true, Turn: not SmtpTurn.Close } && IsTooSlow())
                    await EndAsync(SmtpReplies.TooSlow, ct);
                return;
            }
            if (thrownAway + line.Length > SmtpSession.MaxLine)
            {
                thrownAway += (int)line.Length;
                reader.AdvanceTo(end);
            }
            else reader.AdvanceTo(octets.Start, end);

            if (read.IsCompleted) await EndAsync(SmtpReplies.ConnectionLost, ct);
            else if (thrownAway > MaxLineThrownAway) await EndAsync(SmtpReplies.LineTooLong, ct);
            if (session.Turn == SmtpTurn.Close) return;
        }
    }

    // The session has read the line when this returns, though it may not have answered: the octets can go.
    private ValueTask<SmtpReply?> LineAsync(ReadOnlySequence<byte> line, int thrownAway, CancellationToken ct)
    {
        if (thrownAway + line.Length > SmtpSession.MaxLine)
            return session.LineAsync(new byte[SmtpSession.MaxLine + 1], ct);
        return session.LineAsync(line.IsSingleSegment ? line.FirstSpan : line.ToArray(), ct);
    }

    private async Task DataAsync(CancellationToken ct)
    {
        var decoder = new DotDecoder();
        BeginWindow();
        while (!decoder.Ended)
        {
            if (await ReadAsync(ct) is not { } read) return;
            var used = 0L;
            foreach (var piece in read.Buffer)
                used += decoder.Decode(piece.Span, message);
            reader.AdvanceTo(read.Buffer.GetPosition(used));
            if (!decoder.Ended && !await MayGoOnAsync(read, ct)) return;
        }
        await MessageEndAsync(ct);
    }

    private async Task ChunkAsync(CancellationToken ct)
    {
        var chunk = session.Chunk;
        if (message.Seen == 0) BeginWindow();
        else waitingSince = options.Clock.GetTimestamp();
        for (var left = chunk.Length; left > 0;)
        {
            if (await ReadAsync(ct) is not { } read) return;
            var octets = read.Buffer.Slice(0, Math.Min(left, read.Buffer.Length));
            if (chunk.Refusal is not null) message.Skip(octets.Length);
            else foreach (var piece in octets) message.Append(piece.Span);
            left -= octets.Length;
            reader.AdvanceTo(octets.End);
            if (left > 0 && !await MayGoOnAsync(read, ct)) return;
        }
        if (chunk.Refusal is null && (chunk.IsLast || message.Refusal is not null)) await MessageEndAsync(ct);
        else Say(session.ChunkEnd());
    }

    private async Task MessageEndAsync(CancellationToken ct)
    {
        var reply = message.Refusal is { } refusal
            ? await session.RefuseAsync(refusal, ct)
            : await session.MessageAsync(message.Memory, ct);
        // Work that an exception cut off may still be reading: its octets must not become another message's.
        if (reply == SmtpReplies.LocalTrouble) message.Forget();
        message.Clear();
        Say(reply);
    }

    private async Task TlsAsync()
    {
        await FlushAsync();
        // What a client, or someone between, sent behind STARTTLS in the clear goes with the old reader.
        await reader.CompleteAsync();
        var secure = new SslStream(Stream, leaveInnerStreamOpen: true);
        Stream = secure;
        waitingSince = options.Clock.GetTimestamp();
        var limit = Wait(TimeLeft().Left);
        using (var either = CancellationTokenSource.CreateLinkedTokenSource(limit, stopping))
            await secure.AuthenticateAsServerAsync(tls.Value, either.Token);
        EndWait();
        reader = ReaderOf(secure);
        session.TlsStarted();
    }

    /// <summary>More octets, or null when the talk is at its end.</summary>
    private async ValueTask<ReadResult?> ReadAsync(CancellationToken ct)
    {
        while (true)
        {
            if (stopping.IsCancellationRequested && !session.InTransaction)
            {
                await EndAsync(SmtpReplies.ShuttingDown, ct);
                return null;
            }
            if (!reader.TryRead(out var read))
            {
                await FlushAsync();
                var (left, why) = TimeLeft();
                try
                {
                    read = await reader.ReadAsync(Wait(left));
                    EndWait();
                }
                catch (OperationCanceledException) when (patience.IsCancellationRequested)
                {
                    await EndAsync(why, ct);
                    return null;
                }
            }
            if (!read.IsCanceled) return read;
            reader.AdvanceTo(read.Buffer.Start);
        }
    }

    private async ValueTask<bool> MayGoOnAsync(ReadResult read, CancellationToken ct)
    {
        var why = read.IsCompleted ? SmtpReplies.ConnectionLost
            : message.Seen > maxMessageSeen ? message.Refusal ?? SmtpReplies.MessageTooLarge
            : IsTooSlow() ? SmtpReplies.TooSlow
            : null;
        if (why is not null) await EndAsync(why, ct);
        waitingSince = options.Clock.GetTimestamp();
        return why is null;
    }

    private async ValueTask EndAsync(SmtpReply why, CancellationToken ct)
    {
        if (why != SmtpReplies.ConnectionLost) Say(why);
        await session.AbandonAsync(why, ct);
    }

    private void Say(SmtpReply reply)
    {
        last = reply;
        replies.Write(reply.Wire);
    }

    private async ValueTask FlushAsync()
    {
        if (replies.WrittenCount == 0) return;
        await Stream.WriteAsync(replies.WrittenMemory, Wait(options.IdleTimeout));
        EndWait();
        replies.ResetWrittenCount();
    }

    private CancellationToken Wait(TimeSpan limit)
    {
        if (patience.IsCancellationRequested)
        {
            patience.Dispose();
            patience = new CancellationTokenSource(Timeout.InfiniteTimeSpan, options.Clock);
        }
        patience.CancelAfter(limit > TimeSpan.Zero ? limit : TimeSpan.Zero);
        return patience.Token;
    }

    private void EndWait() => patience.CancelAfter(Timeout.InfiniteTimeSpan);

    private (TimeSpan Left, SmtpReply Why) TimeLeft()
    {
        var idle = options.IdleTimeout - options.Clock.GetElapsedTime(waitingSince);
        var session = options.MaxSessionTime - options.Clock.GetElapsedTime(begun);
        return idle < session ? (idle, SmtpReplies.IdleTooLong) : (session, SmtpReplies.SessionTooLong);
    }

    private void BeginWindow()
    {
        waitingSince = windowSince = options.Clock.GetTimestamp();
        seenAtWindow = message.Seen;
    }

    private bool IsTooSlow()
    {
        var elapsed = options.Clock.GetElapsedTime(windowSince);
        if (elapsed < ProgressWindow) return false;
        if (message.Seen - seenAtWindow < options.MinDataBytesPerSecond * elapsed.TotalSeconds) return true;
        BeginWindow();
        return false;
    }

    private static PipeReader ReaderOf(Stream stream) =>
        PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: ReadSize, leaveOpen: true));
}
