using System.Text.Json;

namespace Demo.Microsoft365.Graph;

/// <summary>A message that is in the folder, or the id of one that left it.</summary>
internal sealed record DeltaEntry(long Version, MailItem? Item, string? RemovedId)
{
    public static DeltaEntry Present(MailItem item) => new(item.Version, item, null);

    public void Write(Utf8JsonWriter json, MessageJson messages)
    {
        if (Item is not null)
        {
            messages.Write(json, Item, typed: true);
            return;
        }

        json.WriteStartObject();
        json.WriteString("@odata.type", "#microsoft.graph.message");
        json.WriteString("id", RemovedId);
        json.WriteStartObject("@removed");
        json.WriteString("reason", "deleted");
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
