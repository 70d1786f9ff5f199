using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Demo.Microsoft365;

/// <summary>
/// Ids shaped like Exchange's: base64 around the mailbox's guid, so "AAMk…" for items (152 characters, changed by
/// every move) and "AAQk…" for conversations (the same for the whole run of mail, different in each mailbox).
/// </summary>
public static class ItemIds
{
    private const int EntryIdLength = 70;

    public static Guid MailboxGuid(string address) => new(SHA256.HashData(Encoding.UTF8.GetBytes(address)).AsSpan(0, 16));

    public static string Item(Guid mailbox, string folder, Guid key)
    {
        var entry = new byte[EntryIdLength];
        mailbox.TryWriteBytes(entry.AsSpan(4));
        entry[20] = 0x07;
        SHA256.HashData(Encoding.UTF8.GetBytes(folder)).AsSpan(0, 22).CopyTo(entry.AsSpan(22));
        key.TryWriteBytes(entry.AsSpan(46));
        SHA256.HashData(entry).AsSpan(0, 6).CopyTo(entry.AsSpan(62));
        return Wrap(0x03, mailbox, entry, [0]);
    }

    public static string Conversation(Guid mailbox, Guid index) => Wrap(0x04, mailbox, index.ToByteArray(), []);

    /// <summary>The EWS form (+ and /) of an id in either form; Office.js converts between the two.</summary>
    public static string ToEws(string id) => id.Replace('-', '/').Replace('_', '+');

    /// <summary>The REST form (URL-safe) of an id in either form.</summary>
    public static string ToRest(string id) => id.Replace('/', '-').Replace('+', '_');

    private static string Wrap(byte kind, Guid mailbox, byte[] body, byte[] tail)
    {
        var name = Encoding.ASCII.GetBytes(mailbox.ToString());
        var bytes = new byte[2 + 2 + name.Length + 2 + body.Length + tail.Length];
        bytes[1] = kind;
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(2), (ushort)name.Length);
        name.CopyTo(bytes, 4);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(4 + name.Length), (ushort)body.Length);
        body.CopyTo(bytes, 6 + name.Length);
        tail.CopyTo(bytes, bytes.Length - tail.Length);
        return Convert.ToBase64String(bytes);
    }
}
