using System.Text.Json;
using System.Threading.Channels;

namespace Demo.Microsoft365.Graph;

/// <summary>
/// Tells subscribers what changes in the mailboxes. Changes of one moment to one address travel together; what happens to
/// subscriptions themselves is told on request (POST /sim/subscriptions/{id}/lifecycle-events).
/// </summary>
internal sealed class Notifications(
    Mailboxes mailboxes, Subscriptions subscriptions, NotificationSender sender, GraphTrouble trouble, CallCounts calls) : BackgroundService
{
    private const int MostInOne = 100;
    private readonly Channel<Notification> waiting = Channel.CreateUnbounded<Notification>();

    public override Task StartAsync(CancellationToken ct)
    {
        mailboxes.Changed += Note;
        return base.StartAsync(ct);
    }

    public override Task StopAsync(CancellationToken ct)
    {
        mailboxes.Changed -= Note;
        return base.StopAsync(ct);
    }

    /// <summary>One of Graph's lifecycle events; a removed subscription is none from now on.</summary>
    public void TellLifecycle(Subscription subscription, string lifecycleEvent)
    {
        if (lifecycleEvent == "subscriptionRemoved")
        {
            subscriptions.Remove(subscription.Id);
        }

        waiting.Writer.TryWrite(Notification.OfLifecycle(subscription, lifecycleEvent));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await waiting.Reader.WaitToReadAsync(stoppingToken))
        {
            var batch = new List<Notification>();
            while (batch.Count < MostInOne && waiting.Reader.TryRead(out var notification))
            {
                batch.Add(notification);
            }

            foreach (var toOne in batch.GroupBy(notification => notification.Url))
            {
                calls.Count("notification");
                _ = sender.DeliverAsync(toOne.Key, Notification.Body(toOne), stoppingToken);
            }
        }
    }

    private void Note(MailboxChange change)
    {
        foreach (var subscription in subscriptions.All.Where(s => s.Owner.Address == change.Mailbox))
        {
            foreach (var type in TypesFor(subscription, change).Where(subscription.ChangeTypes.Contains))
            {
                if (!trouble.Meets(now => now.DroppedNotificationsRate))
                {
                    var isOld = type == "deleted" && change.Kind != MailboxChangeKind.Removed;
                    waiting.Writer.TryWrite(Notification.OfMessage(subscription, type, change.Item, isOld ? change.PreviousId : change.Item.Id));
                }
            }
        }
    }

    /// <summary>A folder sees a move as an arrival or a departure; the whole mailbox sees both, for the id changes.</summary>
    private static IEnumerable<string> TypesFor(Subscription subscription, MailboxChange change)
    {
        var isHere = subscription.Folder is null || subscription.Folder == change.Item.Folder;
        var wasHere = subscription.Folder is null || subscription.Folder == change.PreviousFolder;
        var isMove = change.Kind == MailboxChangeKind.Changed && change.PreviousFolder != change.Item.Folder;
        return change.Kind switch
        {
            MailboxChangeKind.Added => isHere ? ["created"] : [],
            MailboxChangeKind.Removed => isHere ? ["deleted"] : [],
            _ when !isMove => isHere ? ["updated"] : [],
            _ => (wasHere, isHere) switch
            {
                (true, true) => subscription.ImmutableIds ? ["updated"] : ["deleted", "created"],
                (true, false) => ["deleted"],
                (false, true) => ["created"],
                _ => [],
            },
        };
    }
}

/// <summary>One entry of what is posted to a subscriber.</summary>
internal sealed record Notification(string Url, Action<Utf8JsonWriter> Write)
{
    public static Notification OfMessage(Subscription subscription, string changeType, MailItem item, string id)
    {
        var mailbox = ItemIds.MailboxGuid(subscription.Owner.Address);
        var shown = ItemIds.ToRest(subscription.ImmutableIds ? ItemIds.Immutable(mailbox, item.Key) : id);
        var resource = $"Users/{subscription.Owner.ObjectId}/Messages/{shown}";
        return new Notification(subscription.NotificationUrl, json =>
        {
            json.WriteStartObject();
            json.WriteString("id", Guid.NewGuid());
            WriteCommon(json, subscription);
            json.WriteString("changeType", changeType);
            json.WriteString("resource", resource);
            json.WriteStartObject("resourceData");
            json.WriteString("@odata.type", "#Microsoft.Graph.Message");
            json.WriteString("@odata.id", resource);
            json.WriteString("@odata.etag", $"W/\"{ItemIds.ChangeKey(mailbox, item.Version)}\"");
            json.WriteString("id", shown);
            json.WriteEndObject();
            json.WriteEndObject();
        });
    }

    public static Notification OfLifecycle(Subscription subscription, string lifecycleEvent) =>
        new(subscription.LifecycleNotificationUrl ?? subscription.NotificationUrl, json =>
        {
            json.WriteStartObject();
            WriteCommon(json, subscription);
            json.WriteString("lifecycleEvent", lifecycleEvent);
            json.WriteEndObject();
        });

    public static byte[] Body(IEnumerable<Notification> notifications)
    {
        using var body = new MemoryStream();
        using (var json = new Utf8JsonWriter(body, MessageJson.Options))
        {
            json.WriteStartObject();
            json.WriteStartArray("value");
            foreach (var notification in notifications)
            {
                notification.Write(json);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return body.ToArray();
    }

    private static void WriteCommon(Utf8JsonWriter json, Subscription subscription)
    {
        json.WriteString("subscriptionId", subscription.Id);
        json.WriteString("subscriptionExpirationDateTime", GraphTime.Of(subscription.ExpiresAt));
        json.WriteString("clientState", subscription.ClientState);
        json.WriteString("tenantId", subscription.TenantId);
    }
}
