using System.Text.Json;
using Demo.Microsoft365.Generated;

namespace Demo.Microsoft365;

/// <summary>
/// A mailbox on disk: for each item its source (<c>.eml</c>) and, written after it, what Exchange knows about it
/// (<c>.json</c>). A file is replaced by renaming, so after a crash an item is there whole or not at all.
/// </summary>
internal sealed class MailboxStore
{
    private const string DelegatesFile = "delegates";
    private const string FoldersFile = "folders";
    private const string GeneratedFile = "generated";
    private readonly string folder;

    public MailboxStore(string folder)
    {
        this.folder = folder;
    }

    public IEnumerable<MailItem> LoadItems() =>
        (System.IO.Directory.Exists(folder) ? System.IO.Directory.EnumerateFiles(folder, "*.json") : [])
            .Select(file => JsonSerializer.Deserialize<MailItem>(File.ReadAllBytes(file))!)
            .Where(item => File.Exists(PathOf(item.Key, "eml")));

    /// <summary>A person's own folders; the well-known ones are in every mailbox.</summary>
    public IEnumerable<MailFolder> LoadFolders() => File.Exists(Path.Combine(folder, FoldersFile))
        ? JsonSerializer.Deserialize<MailFolder[]>(File.ReadAllBytes(Path.Combine(folder, FoldersFile)))!
        : [];

    public IEnumerable<string> LoadDelegates() =>
        File.Exists(Path.Combine(folder, DelegatesFile)) ? File.ReadAllLines(Path.Combine(folder, DelegatesFile)) : [];

    /// <exception cref="KeyNotFoundException">It was deleted meanwhile.</exception>
    public byte[] ReadMime(Guid key)
    {
        try
        {
            return File.ReadAllBytes(PathOf(key, "eml"));
        }
        catch (FileNotFoundException)
        {
            throw new KeyNotFoundException("The item was deleted.");
        }
    }

    public void WriteMime(Guid key, ReadOnlyMemory<byte> mime) => AtomicFile.Write(PathOf(key, "eml"), mime.Span);

    public void Save(MailItem item) =>
        AtomicFile.Write(PathOf(item.Key, "json"), JsonSerializer.SerializeToUtf8Bytes(item));

    public void SaveDelegates(IEnumerable<string> addresses) =>
        AtomicFile.Write(Path.Combine(folder, DelegatesFile), System.Text.Encoding.UTF8.GetBytes(string.Join('\n', addresses)));

    public void SaveFolders(IEnumerable<MailFolder> folders) =>
        AtomicFile.Write(Path.Combine(folder, FoldersFile), JsonSerializer.SerializeToUtf8Bytes(folders));

    /// <summary>What generated mail is made from; it makes the same mail again. Changes to it are not kept.</summary>
    public KeptPlan? LoadGenerated() => File.Exists(Path.Combine(folder, GeneratedFile))
        ? JsonSerializer.Deserialize<KeptPlan>(File.ReadAllBytes(Path.Combine(folder, GeneratedFile)))
        : null;

    public void SaveGenerated(KeptPlan plan) =>
        AtomicFile.Write(Path.Combine(folder, GeneratedFile), JsonSerializer.SerializeToUtf8Bytes(plan));

    /// <summary>An item that was never written is no trouble.</summary>
    public void Delete(Guid key)
    {
        if (System.IO.Directory.Exists(folder))
        {
            File.Delete(PathOf(key, "json"));
            File.Delete(PathOf(key, "eml"));
        }
    }

    private string PathOf(Guid key, string extension) => Path.Combine(folder, $"{key:N}.{extension}");
}

/// <summary>Generated mail as it is kept: its plan, and its owner's name, which stands in it.</summary>
internal sealed record KeptPlan(string OwnerName, GeneratedMailPlan Plan);
