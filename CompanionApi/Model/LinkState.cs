using System.Text.Json;

namespace CompanionApi.Model;

/// <summary>A link as it stood before a change took it away, so that undo puts back its reason with it (R8).</summary>
public sealed record LinkState(
    long RecordId, LinkRule Rule, long? ByUserId, long? PersonId, string? Address, DateTimeOffset At)
{
    public static string Of(ConversationLink link) =>
        new LinkState(link.RecordId, link.Rule, link.ByUserId, link.PersonId, link.Address, link.At).ToText();

    public static string Of(MessageLink link) =>
        new LinkState(link.RecordId, link.Rule, link.ByUserId, null, link.Address, link.At).ToText();

    public string ToText() => JsonSerializer.Serialize(this);

    public static LinkState Parse(string state) => JsonSerializer.Deserialize<LinkState>(state)!;

    public ConversationLink ToConversation(long conversationId, LinkSlot slot) => new()
    {
        ConversationId = conversationId, RecordId = RecordId, Slot = slot, Rule = Rule, ByUserId = ByUserId,
        PersonId = PersonId, Address = Address, At = At,
    };

    public MessageLink ToMessage(Message message) => new()
    {
        MessageId = message.Id, RecordId = RecordId, SentAt = message.SentAt, Rule = Rule, ByUserId = ByUserId,
        Address = Address, At = At,
    };
}
