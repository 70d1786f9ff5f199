using System.Text.Json;
using System.Text.Json.Serialization;

namespace CompanionApi.Sync.Graph;

/// <summary>
/// A message as Graph shows it (graph/resources/message), as far as we ask for it. The SDK's own models cost a first sync as
/// much as all that is written of its mails: each property is an object of its own, twice.
/// </summary>
internal sealed record GraphMessage
{
    public string? Id { get; init; }

    public string? ParentFolderId { get; init; }

    public string? ChangeKey { get; init; }

    public bool? IsRead { get; init; }

    public bool? IsDraft { get; init; }

    public DateTimeOffset? ReceivedDateTime { get; init; }

    public DateTimeOffset? SentDateTime { get; init; }

    public string? ConversationId { get; init; }

    public string? InternetMessageId { get; init; }

    public IReadOnlyList<GraphHeader>? InternetMessageHeaders { get; init; }

    public string? Subject { get; init; }

    public GraphPerson? From { get; init; }

    public GraphPerson? Sender { get; init; }

    public IReadOnlyList<GraphPerson>? ToRecipients { get; init; }

    public IReadOnlyList<GraphPerson>? CcRecipients { get; init; }

    public IReadOnlyList<GraphPerson>? BccRecipients { get; init; }

    public IReadOnlyList<GraphPerson>? ReplyTo { get; init; }

    public bool? HasAttachments { get; init; }

    public GraphBody? Body { get; init; }

    /// <summary>Set: it is no longer in the folder; the mailbox may still have it (graph/delta-query-messages).</summary>
    [JsonPropertyName("@removed")]
    public JsonElement? Removed { get; init; }
}

internal sealed record GraphHeader(string? Name, string? Value);

internal sealed record GraphPerson(GraphAddress? EmailAddress);

internal sealed record GraphAddress(string? Name, string? Address);

/// <param name="ContentType"><c>text</c> or <c>html</c>.</param>
/// <param name="Content">In UTF-8, as it goes into the mail that we make of it.</param>
internal sealed record GraphBody(
    string? ContentType, [property: JsonConverter(typeof(Utf8Content))] ReadOnlyMemory<byte> Content);

internal sealed record GraphPage
{
    public IReadOnlyList<GraphMessage>? Value { get; init; }

    [JsonPropertyName("@odata.nextLink")]
    public string? NextLink { get; init; }

    [JsonPropertyName("@odata.deltaLink")]
    public string? DeltaLink { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(LenientText)])]
[JsonSerializable(typeof(GraphPage))]
[JsonSerializable(typeof(GraphMessage))]
internal sealed partial class GraphShapes : JsonSerializerContext
{
    /// <summary>For a page that <see cref="Default"/> cannot read.</summary>
    public static GraphShapes Lenient { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase, Converters = { new LenientText(), new LenientMessages() },
    });
}
