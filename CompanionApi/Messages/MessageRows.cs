using CompanionApi.Data;
using CompanionApi.Linking;
using CompanionApi.Model;
using CompanionApi.Protocols.Mime;

namespace CompanionApi.Messages;

/// <summary>A parsed mail as rows.</summary>
internal static class MessageRows
{
    private const int MaxName = 200;
    private const int MaxAddress = 320;
    private const int MaxSnippet = 200;
    private const int MaxId = 998;
    private const int MaxMentions = 200;

    /// <summary>The message as it will be if it is new: with no id, variant and conversation yet.</summary>
    public static Message Make(IncomingMessage incoming, Identity identity, StoredContent content)
    {
        var mail = incoming.Mail;
        return new Message
        {
            OwnerId = incoming.OwnerId,
            InternetMessageId = identity.InternetMessageId,
            FromAddress = identity.FromAddress,
            FromName = Cut(mail.From.Count > 0 ? mail.From[0].Name : "", MaxName),
            Subject = Subjects.Cut(mail.Subject),
            NormalizedSubject = Subjects.Telling(mail.Subject),
            ProviderConversationId = incoming.ProviderConversationId,
            SentAt = identity.SentAt,
            IsAutomatic = mail.IsAutomatic,
            Snippet = ReplyQuoting.Snippet(mail.ReadableText, MaxSnippet),
            HasAttachments = mail.Attachments.Any(a => !a.IsInline),
            QuotesEarlierMail = ReplyQuoting.QuotesEarlierMail(mail.Text, mail.Html, mail.TextOfHtml),
            SizeBytes = incoming.Source.Length,
            ContentKey = content.Key,
            ContentHash = content.Hash,
            Body = new MessageBody { Text = mail.Text, Html = mail.Html },
            Participants = [.. Participants(incoming)],
            Parts = [.. Parts(incoming)],
            SenderReadFrom = incoming.Forward?.Reading.Form switch
            {
                null => null,
                ForwardForm.Attachment => Model.SenderReadFrom.Attachment,
                _ => Model.SenderReadFrom.Inline,
            },
        };
    }

    public static Forward Forward(ForwardedIn forward, Message message) => new()
    {
        OwnerId = message.OwnerId,
        MessageId = message.Id,
        OuterMessageId = forward.OuterMessageId,
        Number = forward.Number,
        At = forward.At,
        Note = forward.Reading.Note.Length > 0 ? forward.Reading.Note : null,
        ReadName = message.FromName,
        ReadAddress = message.FromAddress,
        MatchKey = ForwardMatch.KeyOf(message.FromAddress, message.Subject),
        IsIdCertain = forward.IsIdCertain,
        IsDateLocal = forward.Reading.Dated != ForwardDate.Instant,
    };

    /// <summary>Where the attachments lie in the source; inside an encoded mail that hangs on it, where in that.</summary>
    public static IEnumerable<Model.MessagePart> Parts(IncomingMessage incoming)
    {
        var reading = incoming.Forward?.Reading;
        var source = reading?.Source ?? incoming.Source;
        var hashOfEncoded = reading?.Attached is { IsEncoded: true } encoded && incoming.Mail.Attachments.Count > 0
            ? ContentStore.HashOf(incoming.Source.Span.Slice(encoded.Offset, encoded.Length))
            : null;
        foreach (var attachment in incoming.Mail.Attachments)
        {
            var part = Part(attachment, source.Span);
            if (reading?.Attached is { IsEncoded: true } within)
            {
                (part.WithinOffset, part.WithinLength) = (within.Offset, within.Length);
                part.WithinEncoding = within.TransferEncoding;
                part.ContentHash = hashOfEncoded!;
            }
            else if (reading?.Attached is { } plain)
            {
                part.Offset += plain.Offset;
            }

            yield return part;
        }
    }

    public static IReadOnlyCollection<string> Mentions(ParsedMail mail) =>
        [.. mail.InReplyTo.Concat(mail.References.Reverse()).Where(id => id.Length <= MaxId).Distinct().Take(MaxMentions)];

    public static IEnumerable<MessageReference> References(ParsedMail mail, Message message) =>
        Mentions(mail).Select(id => new MessageReference
        {
            OwnerId = message.OwnerId, MessageId = message.Id, InternetMessageId = id,
        });

    /// <summary>Every address in From, To and Cc, normalised.</summary>
    private static IReadOnlyCollection<string> Addresses(ParsedMail mail) =>
        [.. mail.From.Concat(mail.To).Concat(mail.Cc).Select(a => Protocols.Mime.Addresses.Normalize(a.Address)).Distinct()];

    /// <summary>Everyone that the mail names in any role, normalised.</summary>
    public static IReadOnlyCollection<string> Everyone(IncomingMessage incoming)
    {
        var mail = incoming.Mail;
        var others = mail.Bcc.Concat(mail.ReplyTo).Select(a => a.Address).Append(mail.Sender?.Address).Concat(incoming.Bcc);
        return [.. Addresses(mail).Concat(others.Select(Protocols.Mime.Addresses.Normalize)).Distinct()];
    }

    /// <summary>The people outside the company, in the order of From, To, Cc.</summary>
    public static IReadOnlyList<OutsideAddress> Outside(ParsedMail mail, OwnAddresses own) =>
        Outside(mail.From.Concat(mail.To).Concat(mail.Cc)
            .Select(a => new OutsideAddress(Protocols.Mime.Addresses.Normalize(a.Address), a.Name)), own);

    public static IReadOnlyList<OutsideAddress> Outside(IEnumerable<OutsideAddress> people, OwnAddresses own) =>
        [.. people
            .Where(a => !own.IsInternal(a.Address) && a.Address.Length <= MaxAddress)
            .GroupBy(a => a.Address)
            .Select(same => same.FirstOrDefault(a => a.Name.Trim().Length > 0) ?? same.First())];

    public static IEnumerable<Participant> Participants(IncomingMessage incoming)
    {
        var mail = incoming.Mail;
        var bcc = mail.Bcc.Count > 0 ? mail.Bcc : [.. incoming.Bcc.Select(address => new MailAddress("", address))];
        return Of(ParticipantRole.From, mail.From).Concat(Of(ParticipantRole.To, mail.To))
            .Concat(Of(ParticipantRole.Cc, mail.Cc)).Concat(Of(ParticipantRole.Bcc, bcc))
            .Concat(Of(ParticipantRole.ReplyTo, mail.ReplyTo));
    }

    private static IEnumerable<Participant> Of(ParticipantRole role, IEnumerable<MailAddress> addresses) =>
        addresses.Select((address, position) => new Participant
        {
            Role = role,
            Position = position,
            Name = Cut(address.Name, MaxName),
            Address = Cut(Protocols.Mime.Addresses.Normalize(address.Address), MaxAddress),
        });

    private static Model.MessagePart Part(MailPart part, ReadOnlySpan<byte> source) => new()
    {
        Number = part.Number,
        FileName = Cut(part.FileName ?? "", MaxName),
        ContentType = Cut(part.ContentType, MaxName),
        ContentId = part.ContentId,
        IsInline = part.IsInline,
        TransferEncoding = part.TransferEncoding,
        Offset = part.Offset,
        Length = part.Length,
        DecodedLength = part.DecodedLength(source),
        ContentHash = ContentStore.HashOf(source.Slice(part.Offset, part.Length)),
    };

    /// <summary>As much of it as <paramref name="length"/> allows, and no half character.</summary>
    public static string Cut(string text, int length)
    {
        if (text.Length <= length)
        {
            return text;
        }

        return text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
    }
}
