using System.Collections.Concurrent;

namespace Demo.Microsoft365.Graph;

/// <summary>The content of any message; kept ones are remembered for a while, since reading a source is dear.</summary>
internal sealed class MessageContents
{
    private const int Remembered = 500;
    private readonly ConcurrentDictionary<(Guid Key, int Size, DateTimeOffset At), StoredContent> read = new();

    public IMessageContent Of(Mailbox mailbox, MailItem item) =>
        mailbox.Generated(item) is { } generated ? new GeneratedContent(generated) : Stored(mailbox, item);

    public StoredContent Stored(Mailbox mailbox, MailItem item)
    {
        if (read.Count > Remembered)
        {
            read.Clear();
        }

        return read.GetOrAdd((item.Key, item.Size, item.ReceivedAt), _ => new StoredContent(mailbox.ReadMime(item)));
    }
}
