using System.Text.Json;

namespace Demo.Microsoft365;

/// <summary>A message on its way over SMTP, and how far it has come. Recipients that have it are no longer named.</summary>
public sealed record QueuedMail(
    Guid Id,
    string From,
    IReadOnlyList<string> Recipients,
    DateTimeOffset QueuedAt,
    DateTimeOffset NextTry,
    int Tries,
    string? LastAnswer);

/// <summary>The queue on disk: a message that was taken is sent or bounced, also after a crash.</summary>
internal sealed class QueueStore(string folder)
{
    public IReadOnlyList<QueuedMail> Load() =>
        !System.IO.Directory.Exists(folder) ? []
        : [.. System.IO.Directory.EnumerateFiles(folder, "*.json")
            .Select(file => JsonSerializer.Deserialize<QueuedMail>(File.ReadAllBytes(file))!)];

    public byte[] ReadMime(Guid id) => File.ReadAllBytes(PathOf(id, "eml"));

    public void Add(QueuedMail mail, ReadOnlySpan<byte> mime)
    {
        AtomicFile.Write(PathOf(mail.Id, "eml"), mime);
        Save(mail);
    }

    public void Save(QueuedMail mail) =>
        AtomicFile.Write(PathOf(mail.Id, "json"), JsonSerializer.SerializeToUtf8Bytes(mail));

    public void Remove(Guid id)
    {
        File.Delete(PathOf(id, "json"));
        File.Delete(PathOf(id, "eml"));
    }

    private string PathOf(Guid id, string extension) => Path.Combine(folder, $"{id:N}.{extension}");
}
