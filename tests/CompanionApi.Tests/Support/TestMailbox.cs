using System.Collections.Concurrent;
using System.Text;
using CompanionApi.Sync;

namespace CompanionApi.Tests.Support;

/// <summary>Anna's mailbox in memory: what stands in it under an item id is what the pane reads.</summary>
internal sealed class TestMailbox : IMailReader
{
    private readonly ConcurrentDictionary<string, SourceMessage> items = new();

    public void Put(string itemId, string letter, DateTimeOffset? receivedAt = null, string? conversation = null) => items[itemId] = new SourceMessage(
        Encoding.UTF8.GetBytes(letter), itemId, World.Anna.Address, conversation, false, true,
        receivedAt ?? DateTimeOffset.UtcNow, []);

    public Task<SourceMessage> ReadAsync(
        MailboxReader reader, string mailbox, string? itemId, string? internetMessageId, CancellationToken ct) =>
        itemId is not null && items.TryGetValue(itemId, out var item)
            ? Task.FromResult(item)
            : throw new MailSourceException(MailSourceFailure.NotFound, "Not there.");
}
