using CompanionApi.Data;
using CompanionApi.Model;
using CompanionApi.Search;

namespace CompanionApi.Messages;

/// <summary>
/// What becomes of a mail that is new, made before its turn in the queue of writes: reading, hashing and cutting into
/// words take longer than the write, and need no database.
/// </summary>
internal sealed record NewMail(Identity Identity, Message Message, IndexWords Words)
{
    public static NewMail Of(IncomingMessage incoming, StoredContent content)
    {
        var identity = Identity.Of(incoming);
        var message = MessageRows.Make(incoming, identity, content);
        return new NewMail(identity, message, MailIndex.WordsOf(message, incoming.Mail.ReadableText));
    }
}
