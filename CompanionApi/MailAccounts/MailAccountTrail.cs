using System.Text.Json;
using CompanionApi.Data;
using CompanionApi.Http;
using CompanionApi.Model;

namespace CompanionApi.MailAccounts;

/// <summary>
/// How a mailbox stands, for the trail of what its rep does to it: before and after as JSON, without a name of a folder
/// (S11, S76). No button undoes it.
/// </summary>
internal sealed record MailAccountTrail(string Mailbox, string State, bool AllFolders, int? Folders, DateTimeOffset? Since)
{
    public static MailAccountTrail Of(MailAccount account, int? folders = null) => new(
        account.Address, JsonNamingPolicy.SnakeCaseLower.ConvertName(account.State.ToString()), account.TakesAllFolders,
        folders, account.State == MailAccountState.Choosing ? null : account.Since);

    /// <summary>The change from one to the other; null: the mailbox was not connected, or is no more.</summary>
    public static ChangeRef? Note(Write write, CurrentUser me, MailAccountTrail? before, MailAccountTrail? after)
    {
        var item = new ChangeItem { Field = ChangeField.Other, Before = Json(before), After = Json(after) };
        var change = Change.By(me.Id, write.Now, ChangeKind.SettingsChanged, [item], canUndo: false);
        write.Db.Changes.Add(change);
        return ChangeRef.Of(change);
    }

    private static string? Json(MailAccountTrail? trail) =>
        trail is null ? null : JsonSerializer.Serialize(trail, JsonSerializerOptions.Web);
}
