using System.Collections.Concurrent;
using System.Text;

namespace Demo.Microsoft365;

/// <summary>
/// All simulated mailboxes, kept under one folder. People of the tenants have one; an address of the outside world gets one
/// when mail first reaches it, so that what a customer received can be looked at.
/// </summary>
public sealed class Mailboxes(string folder, TimeProvider? clock = null)
{
    private readonly ConcurrentDictionary<string, Lazy<Mailbox>> open = new();

    /// <summary>Raised after each change in any mailbox, outside its lock, on the thread that made the change.</summary>
    public event Action<MailboxChange>? Changed;

    public Mailbox For(string address)
    {
        var name = MailAddresses.Normalise(address);
        return open.GetOrAdd(name, _ => new Lazy<Mailbox>(() => Open(name))).Value;
    }

    private Mailbox Open(string address)
    {
        var mailbox = new Mailbox(address, Path.Combine(folder, FolderName(address)), clock);
        mailbox.Changed += change => Changed?.Invoke(change);
        return mailbox;
    }

    // Any byte may stand in a local part; a folder name may hold few, and never a path.
    private static string FolderName(string address) =>
        string.Concat(Encoding.UTF8.GetBytes(address).Select(b =>
            char.IsAsciiLetterOrDigit((char)b) || b is (byte)'@' or (byte)'-' or (byte)'.' ? $"{(char)b}" : $"%{b:x2}"));
}
