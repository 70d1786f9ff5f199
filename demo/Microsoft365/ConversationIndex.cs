using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Demo.Microsoft365;

/// <summary>
/// Which conversation a message belongs to, as Exchange decides it: by what it answers (References, In-Reply-To); else,
/// for a reply or forward, by its topic (the subject without prefixes); else it starts one. <c>elsewhere</c> knows the
/// conversations of messages that were never remembered here.
/// </summary>
internal sealed partial class ConversationIndex(Guid mailbox, Func<string, string?> elsewhere)
{
    private readonly Dictionary<string, string> byMessageId = [];
    private readonly Dictionary<string, string> byTopic = [];

    public string Place(HeaderBlock header)
    {
        var own = NormaliseMessageId(header.Get("Message-ID") ?? "");
        if (byMessageId.TryGetValue(own, out var known))
        {
            return known;
        }

        foreach (var answered in Answered(header))
        {
            if ((byMessageId.GetValueOrDefault(answered) ?? elsewhere(answered)) is { } conversation)
            {
                return conversation;
            }
        }

        var topic = Topic(header, out var isAnswer);
        return isAnswer && topic.Length > 0 && byTopic.TryGetValue(topic, out var sameTopic)
            ? sameTopic
            : ItemIds.Conversation(mailbox, IndexGuid(Answered(header).LastOrDefault() ?? own));
    }

    public void Remember(MailItem item, HeaderBlock header)
    {
        byMessageId[NormaliseMessageId(item.InternetMessageId)] = item.ConversationId;
        foreach (var answered in Answered(header))
        {
            byMessageId.TryAdd(answered, item.ConversationId);
        }

        byTopic[Topic(header, out _)] = item.ConversationId;
    }

    public static string NormaliseMessageId(string id) => id.Trim().Trim('<', '>').Trim();

    // The nearest ancestor first.
    private static IEnumerable<string> Answered(HeaderBlock header) =>
        MessageId().Matches($"{header.Get("References")} {header.Get("In-Reply-To")}")
            .Select(match => NormaliseMessageId(match.Value))
            .Reverse();

    private static string Topic(HeaderBlock header, out bool isAnswer)
    {
        var subject = header.Get("Subject") ?? "";
        var topic = Prefixes().Replace(subject, "");
        isAnswer = topic.Length < subject.Length;
        return topic.Trim().ToUpperInvariant();
    }

    private static Guid IndexGuid(string messageId) => new(SHA256.HashData(Encoding.UTF8.GetBytes(messageId)).AsSpan(0, 16));

    [GeneratedRegex("<[^<>]+>")]
    private static partial Regex MessageId();

    [GeneratedRegex(@"^(?:\s*(?:re|fw|fwd|aw|wg|sv|vs|tr|rv|返信|転送)\s*(?:\[\d+\])?\s*[:：])+\s*", RegexOptions.IgnoreCase)]
    private static partial Regex Prefixes();
}
