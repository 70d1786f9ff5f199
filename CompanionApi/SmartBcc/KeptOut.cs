using CompanionApi.Data;
using CompanionApi.Messages;
using CompanionApi.Protocols.Mime;
using CompanionApi.Protocols.Smtp;

namespace CompanionApi.SmartBcc;

/// <summary>
/// Several mails hang on one forward, and a never-capture list keeps some of them out (R70, S56): those are named in the log,
/// the others are taken. Each message keeps the source it was read out of, so what is kept out is overwritten there first.
/// The forward's own people say nothing: they are the rep and our addresses (S37).
/// </summary>
internal sealed record KeptOut(
    int CompanyId, IReadOnlyList<(int Number, NeverCaptured By)> Mails, IReadOnlyList<IncomingMessage> Others)
{
    /// <summary>Where at least one was taken.</summary>
    public SmtpReply Reply => Mails.Count == 0 ? SmtpReplies.MessageTaken : new SmtpReply(250, "2.0.0",
        $"Message taken, but {Mails.Count} of {Mails.Count + Others.Count} attached mails: never-capture list; see the intake log");

    public static async Task<KeptOut> SeparateAsync(
        CompanionDb db, IncomingMessage outer, IReadOnlyList<ForwardedIn> forwarded, CancellationToken ct)
    {
        var kept = new List<(int Number, NeverCaptured By)>();
        foreach (var forward in forwarded)
        {
            if (await NeverCapture.FindAsync(db, outer.OwnerId, MessageRows.Everyone(outer.Inner(forward)), ct) is { } by)
            {
                kept.Add((forward.Number, by));
            }
        }

        var left = forwarded.ExceptBy(kept.Select(k => k.Number), forward => forward.Number).ToList();
        var blank = outer with { Source = Without(outer.Source, [.. forwarded.Except(left)]) };
        return new KeptOut(outer.CompanyId, kept, [.. left.Select(blank.Inner)]);
    }

    // Line ends stay, so that the places of all other parts and the boundaries do.
    private static ReadOnlyMemory<byte> Without(ReadOnlyMemory<byte> source, IReadOnlyList<ForwardedIn> mails)
    {
        if (mails.Count == 0)
        {
            return source;
        }

        var rest = source.ToArray();
        foreach (var part in mails.Select(mail => mail.Reading.Attached).OfType<MailPart>())
        {
            foreach (ref var octet in rest.AsSpan(part.Start, part.Offset + part.Length - part.Start))
            {
                octet = octet is (byte)'\r' or (byte)'\n' ? octet : (byte)' ';
            }
        }

        return rest;
    }
}
