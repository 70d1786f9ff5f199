using System.Text.Json.Serialization.Metadata;
using CompanionApi.Protocols.Mime;
using Microsoft.Graph;
using Microsoft.Kiota.Abstractions;

namespace CompanionApi.Sync.Graph;

/// <summary>
/// The open mail, read through Graph on the rep's behalf: her own mailbox, or a shared or delegated one that she may open
/// (graph/outlook-share-messages-folders). A sync of that mailbox may be under way: both have the same few calls at once, and
/// this one goes first.
/// </summary>
internal sealed class GraphMailReader(
    GraphClients clients, GraphTokens tokens, SyncDispatcher dispatcher, TimeProvider clock, SyncOptions options) : IMailReader
{
    // Outlook's ids and Graph's differ in two characters (base64 and its form for addresses).
    private static string ToRestId(string id) => id.Replace('/', '-').Replace('+', '_');

    public async Task<SourceMessage> ReadAsync(
        MailboxReader reader, string mailbox, string? itemId, string? internetMessageId, CancellationToken ct)
    {
        var graph = clients.For(reader);
        var calls = dispatcher.CallsOf(mailbox.Equals(reader.Address, StringComparison.OrdinalIgnoreCase)
            ? reader.ObjectId : mailbox.ToLowerInvariant());
        var message = await calls.RunSoonAsync(
            () => tokens.RunAsync(reader, () => FindAsync(graph, mailbox, itemId, internetMessageId, ct)), ct)
            ?? throw new MailSourceException(MailSourceFailure.NotFound, "The mailbox has no such message for this reader.");
        var source = await calls.RunSoonAsync(
            () => tokens.RunAsync(
                reader, () => GraphContent.ReadAsync(graph, mailbox, message.Id!, options.MaxAttachmentBytes, clock, ct)),
            ct);
        return new SourceMessage(
            source ?? ComposedMail.Write(message), itemId ?? message.Id!, mailbox, message.ConversationId,
            message.IsDraft ?? false, message.IsRead ?? true, message.ReceivedDateTime ?? clock.GetUtcNow(),
            [.. GraphItems.Addresses(message.BccRecipients)])
        {
            IsWithoutAttachments = source is null,
        };
    }

    private async Task<GraphMessage?> FindAsync(
        GraphServiceClient graph, string mailbox, string? itemId, string? internetMessageId, CancellationToken ct)
    {
        if (itemId is not null)
        {
            try
            {
                return await AnswerAsync(
                    GraphShapes.Default.GraphMessage,
                    answer => graph.Users[mailbox].Messages[ToRestId(itemId)].GetAsync(
                        c =>
                        {
                            c.Options.Add(answer);
                            c.QueryParameters.Select = GraphItems.WithContent;
                        },
                        ct),
                    ct);
            }
            catch (MailSourceException failed)
                when (failed.Failure == MailSourceFailure.NotFound && internetMessageId is not null)
            {
                // Moved since Outlook drew it: its Message-ID finds it.
            }
        }

        if (MessageIds.Normalize(internetMessageId) is not { } id)
        {
            return null;
        }

        var found = await AnswerAsync(
            GraphShapes.Default.GraphPage,
            answer => graph.Users[mailbox].Messages.GetAsync(
                c =>
                {
                    c.Options.Add(answer);
                    c.QueryParameters.Filter = $"internetMessageId eq '<{id.Replace("'", "''")}>'";
                    c.QueryParameters.Select = GraphItems.WithContent;
                },
                ct),
            ct);
        return (found.Value ?? []).Where(m => m?.Id is not null).OrderBy(m => m.IsDraft ?? false).FirstOrDefault();
    }

    private Task<T> AnswerAsync<T>(JsonTypeInfo<T> shape, Func<IRequestOption, Task> call, CancellationToken ct)
        where T : class => GraphErrors.GuardAsync(() => GraphAnswer<T>.OfAsync(shape, null, call), clock, ct);
}
