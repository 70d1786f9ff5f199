using System.Net;
using System.Text;
using System.Text.Unicode;

namespace CompanionApi.Protocols.Smtp;

/// <summary>What the connection has to do next; the reply to the last line goes out first.</summary>
public enum SmtpTurn
{
    /// <summary>Read a line and give it to LineAsync.</summary>
    Command,

    /// <summary>Read the message up to CRLF.CRLF, then MessageAsync or RefuseAsync.</summary>
    Data,

    /// <summary>Read the octets of SmtpSession.Chunk, then MessageAsync, ChunkEnd or RefuseAsync.</summary>
    Chunk,

    /// <summary>Forget what was read, shake hands, then TlsStarted.</summary>
    Tls,

    /// <summary>Close the connection.</summary>
    Close,
}

/// <summary>The octets after a BDAT. With a refusal they are thrown away, and the refusal is the reply.</summary>
public readonly record struct SmtpChunk(long Length, bool IsLast, SmtpReply? Refusal);

/// <summary>One client's talk: a line in, a reply out. It knows no socket; Turn tells what to read next.</summary>
public sealed class SmtpSession(SmtpOptions options, ISmtpMailbox mailbox, IPAddress client, ILogger log)
{
    /// <summary>
    /// With CRLF. More than the 512 of RFC 5321 4.5.3.1.4, for the parameters of the extensions and UTF-8 addresses.
    /// Of a longer line the first MaxLine + 1 octets are enough to be refused.
    /// </summary>
    public const int MaxLine = 2048;

    private const int MaxHello = 255;

    private List<string> recipients = [];
    private SmtpState state = SmtpState.Connected;
    private SmtpEnvelope? envelope;
    private string helo = "";
    private bool tls;
    private int commands;
    private int badCommands;

    public SmtpTurn Turn { get; private set; } = SmtpTurn.Command;

    public SmtpChunk Chunk { get; private set; }

    public SmtpReply Greeting => SmtpReplies.Greeting(options.HostName);

    /// <summary>From the MAIL that was taken to the reply that ends it.</summary>
    public bool InTransaction => envelope is not null;

    /// <summary>Takes a line with its line end; null means that the reply comes after the chunk.</summary>
    public ValueTask<SmtpReply?> LineAsync(ReadOnlySpan<byte> line, CancellationToken ct)
    {
        if (++commands > options.MaxCommands) return new(End(SmtpReplies.TooManyCommands));
        if (badCommands >= options.MaxBadCommands) return new(End(SmtpReplies.TooManyErrors));
        if (line.Length > MaxLine) return new(Counted(SmtpReplies.LineTooLong));
        if (!line.EndsWith("\r\n"u8) || !IsText(line[..^2])) return new(Counted(SmtpReplies.BadLine));

        var text = Encoding.UTF8.GetString(line).AsSpan().Trim();
        var space = text.IndexOf(' ');
        var verb = space < 0 ? text : text[..space];
        var argument = space < 0 ? "" : text[space..].Trim().ToString();
        return SmtpLaw.Of(verb) is { } law
            ? AnswerAsync(law, argument, ct)
            : new(Counted(SmtpReplies.UnknownCommand));
    }

    /// <summary>The message is whole: the application decides.</summary>
    public async Task<SmtpReply> MessageAsync(ReadOnlyMemory<byte> message, CancellationToken ct)
    {
        SmtpReply? reply = null;
        try
        {
            reply = Checked(await mailbox.DeliverAsync(envelope!, message, ct));
        }
        catch (Exception e)
        {
            log.LogError(e, "A message could not be delivered; the client heard 451");
        }
        if (reply is null) return await RefuseAsync(SmtpReplies.LocalTrouble, ct);
        if (reply.IsPositive) commands = badCommands = 0;
        Reset();
        return Counted(reply);
    }

    /// <summary>The message was not taken, and the application is told.</summary>
    public async Task<SmtpReply> RefuseAsync(SmtpReply reply, CancellationToken ct)
    {
        await TellRejectedAsync(envelope!, reply, ct);
        Reset();
        return Counted(reply);
    }

    /// <summary>A chunk that is not the last was read, or a refused one was thrown away.</summary>
    public SmtpReply ChunkEnd()
    {
        Turn = SmtpTurn.Command;
        return Counted(Chunk.Refusal ?? SmtpReplies.ChunkTaken(Chunk.Length));
    }

    /// <summary>The handshake is done: everything said before is forgotten (RFC 3207 4.2).</summary>
    public void TlsStarted()
    {
        tls = true;
        Reset();
        state = SmtpState.Connected;
        helo = "";
    }

    /// <summary>The connection ends here, for the reason given; a message half received is reported.</summary>
    public async Task AbandonAsync(SmtpReply why, CancellationToken ct)
    {
        if (Turn == SmtpTurn.Data || state == SmtpState.Chunks) await TellRejectedAsync(envelope!, why, ct);
        Reset();
        Turn = SmtpTurn.Close;
    }

    private async ValueTask<SmtpReply?> AnswerAsync(SmtpLaw law, string argument, CancellationToken ct)
    {
        var refusal = law.Refusal(state, argument);
        if (law.Verb == "BDAT") return BeginChunk(argument, refusal);
        return Counted(refusal ?? law.Verb switch
        {
            "EHLO" => Hello(argument, SmtpReplies.Extensions(options.HostName, options.MaxMessageBytes, tls)),
            "HELO" => Hello(argument, SmtpReplies.Hello(options.HostName)),
            "MAIL" => await MailAsync(argument, ct),
            "RCPT" => await RcptAsync(argument, ct),
            "DATA" => Next(SmtpTurn.Data, SmtpReplies.SendData),
            "RSET" => Reset(),
            "STARTTLS" => tls ? SmtpReplies.TlsAlready : Next(SmtpTurn.Tls, SmtpReplies.ReadyForTls),
            "VRFY" => SmtpReplies.CannotVerify,
            "HELP" => SmtpReplies.HelpText,
            "QUIT" => Next(SmtpTurn.Close, SmtpReplies.Bye),
            _ => SmtpReplies.NoopOk,
        });
    }

    private SmtpReply Hello(string argument, SmtpReply reply)
    {
        // Honest servers call themselves anything, so the name is not held to the grammar.
        if (argument.Length > MaxHello || argument.Contains(' ')) return SmtpReplies.BadHello;
        Reset();
        helo = argument;
        state = SmtpState.Greeted;
        return reply;
    }

    private async ValueTask<SmtpReply> MailAsync(string argument, CancellationToken ct)
    {
        if (Sender(argument, out var path, out var parameters) is { } refusal) return refusal;
        recipients = [];
        var begun = new SmtpEnvelope
        {
            ClientAddress = client,
            Helo = helo,
            MailFrom = path.Address,
            Recipients = recipients,
            Tls = tls,
            Utf8 = parameters.Utf8,
            DeclaredSize = parameters.Size,
        };
        if (parameters.Size > options.MaxMessageBytes)
        {
            await TellRejectedAsync(begun, SmtpReplies.MessageTooLarge, ct);
            return SmtpReplies.MessageTooLarge;
        }
        envelope = begun;
        state = SmtpState.Mail;
        return SmtpReplies.SenderOk;
    }

    private static SmtpReply? Sender(string argument, out SmtpPath path, out SmtpParameters parameters)
    {
        const string from = "FROM:";
        path = default;
        parameters = SmtpParameters.OfMail("");
        if (!argument.StartsWith(from, StringComparison.OrdinalIgnoreCase)) return SmtpReplies.BadSender;
        if (!SmtpPath.TryReadSender(argument.AsSpan(from.Length).TrimStart(), out path, out var rest))
            return SmtpReplies.BadSender;
        parameters = SmtpParameters.OfMail(rest);
        return parameters.Refusal ?? (path.IsAscii || parameters.Utf8 ? null : SmtpReplies.SenderNeedsUtf8);
    }

    private async ValueTask<SmtpReply> RcptAsync(string argument, CancellationToken ct)
    {
        if (Recipient(argument, out var path) is { } refusal) return refusal;
        if (recipients.Contains(path.Address)) return SmtpReplies.RecipientOk;
        if (recipients.Count >= options.MaxRecipients) return SmtpReplies.TooManyRecipients;

        SmtpReply? reply = null;
        try
        {
            reply = Checked(await mailbox.AcceptRecipientAsync(envelope!, path.Address, ct));
        }
        catch (Exception e)
        {
            log.LogError(e, "A recipient could not be judged; the client heard 451");
        }
        if (reply is not { IsPositive: true }) return reply ?? SmtpReplies.LocalTrouble;
        recipients.Add(path.Address);
        state = SmtpState.Recipients;
        return reply;
    }

    private SmtpReply? Recipient(string argument, out SmtpPath path)
    {
        const string to = "TO:";
        path = default;
        if (!argument.StartsWith(to, StringComparison.OrdinalIgnoreCase)) return SmtpReplies.BadRecipient;
        if (!SmtpPath.TryReadRecipient(argument.AsSpan(to.Length).TrimStart(), out path, out var rest))
            return SmtpReplies.BadRecipient;
        if (SmtpParameters.OfRcpt(rest).Refusal is { } refusal) return refusal;
        if (path.IsLiteral) return SmtpReplies.NoAddressLiterals;
        return path.IsAscii || envelope!.Utf8 ? null : SmtpReplies.RecipientNeedsUtf8;
    }

    private SmtpReply? BeginChunk(string argument, SmtpReply? refusal)
    {
        var words = argument.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var last = words.Length == 2 && words[1].Equals("LAST", StringComparison.OrdinalIgnoreCase);
        // Without the size nobody knows where the next command begins.
        if (words.Length is 0 or > 2 || (words.Length == 2 && !last)
            || words[0].AsSpan().ContainsAnyExceptInRange('0', '9') || !long.TryParse(words[0], out var length))
            return End(SmtpReplies.BadChunkSize);
        Chunk = new SmtpChunk(length, last, refusal);
        Turn = SmtpTurn.Chunk;
        if (refusal is null) state = SmtpState.Chunks;
        return null;
    }

    private SmtpReply Reset()
    {
        envelope = null;
        Turn = SmtpTurn.Command;
        if (state != SmtpState.Connected) state = SmtpState.Greeted;
        return SmtpReplies.ResetOk;
    }

    private SmtpReply Next(SmtpTurn turn, SmtpReply reply)
    {
        Turn = turn;
        return reply;
    }

    private SmtpReply End(SmtpReply reply) => Next(SmtpTurn.Close, reply);

    private SmtpReply Counted(SmtpReply reply)
    {
        if (reply.IsPermanent) badCommands++;
        return reply.Code == 421 ? End(reply) : reply;
    }

    private async Task TellRejectedAsync(SmtpEnvelope rejected, SmtpReply reply, CancellationToken ct)
    {
        try
        {
            await mailbox.RejectedAsync(rejected, reply, ct);
        }
        catch (Exception e)
        {
            log.LogError(e, "A refused message could not be reported");
        }
    }

    private static SmtpReply Checked(SmtpReply reply) =>
        reply.Code is 250 or 251 || reply.IsTemporary || reply.IsPermanent
            ? reply
            : throw new InvalidOperationException($"{reply.Code} is no answer to RCPT or to a message");

    private static bool IsText(ReadOnlySpan<byte> line) =>
        !line.ContainsAnyInRange((byte)0, (byte)0x1F) && !line.Contains((byte)0x7F) && Utf8.IsValid(line);
}
