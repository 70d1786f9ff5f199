using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Demo.Microsoft365;

/// <summary>
/// Ids shaped like Exchange's: base64 around the mailbox's guid, so "AAMk…" for items (152 characters, changed by
/// every move) and folders (120), "AAkA…" for items under their immutable id, and "AAQk…" for conversations (the same
/// for the whole run of mail, different in each mailbox).
/// </summary>
public static class ItemIds
{
    private const int EntryIdLength = 70;
    private const int FolderEntryIdLength = 46;
    private const int EntryAt = 42;
    private const int ItemLength = EntryAt + EntryIdLength + 1;
    private const int FolderLength = EntryAt + FolderEntryIdLength + 2;
    private const int ImmutableLength = 52;
    private static readonly ConcurrentDictionary<string, byte[]> FolderHashes = new();
    private static readonly byte[] ImmutableStart = [0, 9, 0, 0x2e, 0, 0, 0, 0, 0, 0x1d, 0x84, 0x03];

    public static Guid MailboxGuid(string address) => new(SHA256.HashData(Encoding.UTF8.GetBytes(address)).AsSpan(0, 16));

    /// <summary><paramref name="moves"/>: how often the item was moved, so that no move gives an earlier id back.</summary>
    public static string Item(Guid mailbox, string folder, Guid key, int moves = 0)
    {
        Span<byte> entry = stackalloc byte[EntryIdLength];
        entry.Clear();
        mailbox.TryWriteBytes(entry[4..]);
        entry[20] = 0x07;
        HashOf(folder, entry.Slice(22, 20));
        BinaryPrimitives.WriteInt32LittleEndian(entry[42..], moves);
        key.TryWriteBytes(entry[46..]);
        return Wrap(0x03, mailbox, entry, 1);
    }

    /// <summary>The id that an item keeps while it is in this mailbox (Graph: outlook-immutable-id).</summary>
    public static string Immutable(Guid mailbox, Guid key)
    {
        Span<byte> bytes = stackalloc byte[ImmutableLength];
        bytes.Clear();
        ImmutableStart.CopyTo(bytes);
        mailbox.TryWriteBytes(bytes[16..]);
        key.TryWriteBytes(bytes[34..]);
        return Convert.ToBase64String(bytes);
    }

    public static string Folder(Guid mailbox, string key)
    {
        Span<byte> entry = stackalloc byte[FolderEntryIdLength];
        entry.Clear();
        mailbox.TryWriteBytes(entry[4..]);
        entry[20] = 0x01;
        HashOf(key, entry.Slice(22, 20));
        return Wrap(0x03, mailbox, entry, 2);
    }

    public static string Conversation(Guid mailbox, Guid index)
    {
        Span<byte> bytes = stackalloc byte[16];
        index.TryWriteBytes(bytes);
        return Wrap(0x04, mailbox, bytes, 0);
    }

    /// <summary>The item that an id in any form names; null where the text is no item id at all.</summary>
    public static ItemName? Read(string id)
    {
        Span<byte> bytes = stackalloc byte[ItemLength];
        if (id.Length > 152 || !Convert.TryFromBase64String(ToEws(id), bytes, out var length))
        {
            return null;
        }

        var isImmutable = length == ImmutableLength && bytes.StartsWith(ImmutableStart);
        return isImmutable ? new ItemName(new Guid(bytes[16..32]), new Guid(bytes[34..50]), IsImmutable: true)
            : length == ItemLength && bytes[1] == 0x03
                ? new ItemName(new Guid(bytes.Slice(EntryAt + 4, 16)), new Guid(bytes.Slice(EntryAt + 46, 16)), IsImmutable: false)
            : null;
    }

    /// <summary>Whether the text has the shape of a folder's id, in this mailbox or another.</summary>
    public static bool IsFolderId(string id)
    {
        Span<byte> bytes = stackalloc byte[FolderLength];
        return id.Length <= 120 && Convert.TryFromBase64String(ToEws(id), bytes, out var length)
            && length == FolderLength && bytes[1] == 0x03;
    }

    /// <summary>Exchange's change key: another one after every change of the item.</summary>
    public static string ChangeKey(Guid mailbox, long version)
    {
        Span<byte> bytes = stackalloc byte[30];
        bytes.Clear();
        bytes[0] = 0x09;
        bytes[4] = 0x16;
        mailbox.TryWriteBytes(bytes[8..]);
        BinaryPrimitives.WriteInt32BigEndian(bytes[26..], (int)version);
        return Convert.ToBase64String(bytes);
    }

    /// <summary>The EWS form (+ and /) of an id in either form; Office.js converts between the two.</summary>
    public static string ToEws(string id) => id.Replace('-', '/').Replace('_', '+');

    /// <summary>The REST form (URL-safe) of an id in either form.</summary>
    public static string ToRest(string id) => id.Replace('/', '-').Replace('+', '_');

    private static void HashOf(string folder, Span<byte> target) =>
        FolderHashes.GetOrAdd(folder, key => SHA256.HashData(Encoding.UTF8.GetBytes(key))).AsSpan(0, target.Length).CopyTo(target);

    private static string Wrap(byte kind, Guid mailbox, ReadOnlySpan<byte> body, int tail)
    {
        Span<byte> bytes = stackalloc byte[EntryAt + body.Length + tail];
        bytes.Clear();
        bytes[1] = kind;
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[2..], 36);
        mailbox.TryFormat(bytes[4..], out _);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[40..], (ushort)body.Length);
        body.CopyTo(bytes[EntryAt..]);
        return Convert.ToBase64String(bytes);
    }
}

/// <summary>What an item id names: an item of a mailbox, by the id of its present place or the one it keeps.</summary>
public readonly record struct ItemName(Guid Mailbox, Guid Key, bool IsImmutable);
