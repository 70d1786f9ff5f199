using CompanionApi.Data;
using CompanionApi.Data.Prepared;
using CompanionApi.Model;

namespace CompanionApi.Messages;

/// <summary>When a conversation's newest message entered: what the inbox is ordered by (S53).</summary>
internal static class ConversationEntries
{
    private const string Sql =
        $"""
        UPDATE "{nameof(CompanionDb.Conversations)}" SET "{nameof(Conversation.LastEnteredAt)}" = @at
        WHERE "{nameof(Row.CompanyId)}" = @company AND "{nameof(Row.Id)}" = @id
        """;

    public static void Note(CompanionDb db, long conversationId, DateTimeOffset at) =>
        db.Execute(Sql, ("@at", at.ToUnixTimeMilliseconds()), ("@company", db.CompanyId), ("@id", conversationId));
}
