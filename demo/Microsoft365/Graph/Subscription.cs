using System.Text.Json;

namespace Demo.Microsoft365.Graph;

/// <summary>A subscription to the changes of a mailbox's messages, or of one folder's (Graph: resources/subscription).</summary>
internal sealed record Subscription
{
    public required string Id { get; init; }
    public required GraphCaller Creator { get; init; }
    public required SimUser Owner { get; init; }

    /// <summary>Null: the whole mailbox. The folders beneath one are not covered.</summary>
    public required string? Folder { get; init; }
    public required string Resource { get; init; }
    public required IReadOnlySet<string> ChangeTypes { get; init; }
    public required string ChangeType { get; init; }
    public required string NotificationUrl { get; init; }
    public string? LifecycleNotificationUrl { get; init; }
    public string? ClientState { get; init; }
    public string? LatestSupportedTlsVersion { get; init; }

    /// <summary>Notifications carry the ids that the creating request preferred.</summary>
    public bool ImmutableIds { get; init; }
    public DateTimeOffset ExpiresAt { get; init; }

    public string TenantId => Creator.TenantId;

    public void Write(Utf8JsonWriter json, string? context)
    {
        json.WriteStartObject();
        if (context is not null)
        {
            json.WriteString("@odata.context", context);
        }

        json.WriteString("id", Id);
        json.WriteString("resource", Resource);
        json.WriteString("applicationId", Creator.AppId);
        json.WriteString("changeType", ChangeType);
        json.WriteString("clientState", ClientState);
        json.WriteString("notificationUrl", NotificationUrl);
        json.WriteNull("notificationQueryOptions");
        json.WriteString("lifecycleNotificationUrl", LifecycleNotificationUrl);
        json.WriteString("expirationDateTime", GraphTime.Of(ExpiresAt));
        json.WriteString("creatorId", Creator.Person?.ObjectId ?? Creator.AppId);
        json.WriteBoolean("includeResourceData", false);
        json.WriteString("latestSupportedTlsVersion", LatestSupportedTlsVersion ?? "v1_2");
        json.WriteNull("encryptionCertificate");
        json.WriteNull("encryptionCertificateId");
        json.WriteNull("notificationUrlAppId");
        json.WriteEndObject();
    }
}
