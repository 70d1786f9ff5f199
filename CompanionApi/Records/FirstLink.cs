using CompanionApi.Linking;
using CompanionApi.Model;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Records;

/// <summary>
/// The mail of one's own that a record is made from: found through the gate before anything is written, linked in the
/// same change. Both null: it is made from none.
/// </summary>
internal sealed record FirstLink(Message? Message = null, Conversation? Conversation = null)
{
    /// <summary>Null: there is no such message of mine.</summary>
    public static async Task<FirstLink?> ToMessageAsync(Guid? id, RecordEdit edit)
    {
        if (id is null)
        {
            return new FirstLink();
        }

        var mine = await edit.Visible.Mine.FirstOrDefaultAsync(m => m.PublicId == id);
        return mine is null ? null : new FirstLink(Message: mine);
    }

    /// <summary>Null: there is no such conversation of mine.</summary>
    public static async Task<FirstLink?> ToConversationAsync(Guid? id, RecordEdit edit)
    {
        if (id is null)
        {
            return new FirstLink();
        }

        var mine = await edit.Visible.MyConversations.FirstOrDefaultAsync(c => c.PublicId == id);
        return mine is null ? null : new FirstLink(Conversation: mine);
    }

    public async Task<ChangeItem?> MakeAsync(Record record, RecordEdit edit)
    {
        var links = new HandLinks(edit.Write, edit.Me);
        return this switch
        {
            { Message: { } message } when record is Person person => await links.LinkAsync(message, person),
            { Conversation: { } conversation } => await links.LinkAsync(conversation, record),
            _ => null,
        };
    }
}
