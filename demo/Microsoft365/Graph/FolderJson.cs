using System.Text.Json;

namespace Demo.Microsoft365.Graph;

/// <summary>Writes mail folders as JSON (Graph's resource page mailFolder; v1.0 has no wellKnownName).</summary>
internal sealed class FolderJson
{
    private static readonly string[] All =
        ["displayName", "parentFolderId", "childFolderCount", "unreadItemCount", "totalItemCount", "isHidden"];

    private readonly Mailbox mailbox;
    private readonly HashSet<string> selected;

    public FolderJson(Mailbox mailbox, IReadOnlyList<string>? select)
    {
        this.mailbox = mailbox;
        selected = new(select ?? All, StringComparer.OrdinalIgnoreCase);
        if (selected.FirstOrDefault(name => name != "id" && !All.Contains(name, StringComparer.OrdinalIgnoreCase)) is { } unknown)
        {
            throw GraphException.Parse($"Could not find a property named '{unknown}' on type 'Microsoft.OutlookServices.MailFolder'.");
        }
    }

    public void Write(Utf8JsonWriter json, MailFolder folder, string? context = null)
    {
        var counts = mailbox.Folders.Counts(folder.Key);
        json.WriteStartObject();
        if (context is not null)
        {
            json.WriteString("@odata.context", context);
        }

        json.WriteString("id", ItemIds.ToRest(folder.Id));
        foreach (var name in All.Where(selected.Contains))
        {
            switch (name)
            {
                case "displayName":
                    json.WriteString(name, folder.DisplayName);
                    break;
                case "parentFolderId":
                    json.WriteString(name, ItemIds.ToRest(ParentId(folder)));
                    break;
                case "childFolderCount":
                    json.WriteNumber(name, mailbox.Folders.Children(folder.Key).Count(child => !child.IsHidden));
                    break;
                case "unreadItemCount":
                    json.WriteNumber(name, counts.Unread);
                    break;
                case "totalItemCount":
                    json.WriteNumber(name, counts.Total);
                    break;
                case "isHidden":
                    json.WriteBoolean(name, folder.IsHidden);
                    break;
            }
        }

        json.WriteEndObject();
    }

    public static void WriteRemoved(Utf8JsonWriter json, MailFolder folder)
    {
        json.WriteStartObject();
        json.WriteString("id", ItemIds.ToRest(folder.Id));
        json.WriteStartObject("@removed");
        json.WriteString("reason", "deleted");
        json.WriteEndObject();
        json.WriteEndObject();
    }

    // Above the folders that people see stands the store's own root, which Graph names and does not show.
    private string ParentId(MailFolder folder) => folder.Parent is { } parent
        ? mailbox.Folders.Get(parent).Id
        : ItemIds.Folder(mailbox.Guid, "store-root");
}
