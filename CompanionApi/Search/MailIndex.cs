using CompanionApi.Data;
using CompanionApi.Data.Prepared;
using CompanionApi.Model;
using CompanionApi.Protocols.Mime;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Search;

/// <summary>Which parts of a mail a search looks at.</summary>
[Flags]
public enum MailColumns
{
    Subject = 1,
    People = 2,
    Body = 4,
    All = Subject | People | Body,
}

/// <summary>
/// The words of every mail (S75). Every word is kept under its owner's mark, so that no entry, count or cost of a
/// search spans owners: whether a word stands in anyone else's mail cannot even be timed (R9, R10). Works on the
/// context's connection and transaction; the index holds no text, only where words stand.
/// </summary>
public static class MailIndex
{
    /// <summary>The longest search; what stands beyond is not looked at.</summary>
    public const int MaxQuery = MailQuery.MaxCharacters;

    /// <summary>What lies beyond, in one part of one mail, is not searched.</summary>
    private const int MaxCharacters = 200_000;

    private const string Sql =
        """INSERT OR REPLACE INTO "MailIndex" (rowid, subject, people, body) VALUES (@id, @subject, @people, @body)""";

    /// <summary>
    /// The words of a message, ready to be put in: cutting a long text takes longer than all else that is written of it,
    /// and needs no database.
    /// </summary>
    /// <param name="message">With its participants and parts; it needs no id yet.</param>
    /// <param name="text">The readable text of its body, no markup.</param>
    public static IndexWords WordsOf(Message message, string? text)
    {
        var people = message.Participants.SelectMany(p => new[] { p.Name, p.Address })
            .Append(message.FromName).Append(message.FromAddress).Distinct();
        var files = message.Parts.Where(p => !p.IsInline).Select(p => p.FileName);
        return new IndexWords(
            Words(message.OwnerId, [message.Subject]), Words(message.OwnerId, [.. people]),
            Words(message.OwnerId, [text ?? "", .. files]));
    }

    /// <summary>Puts a message in, or in again; in a write alone.</summary>
    public static void Put(CompanionDb db, long messageId, IndexWords words) => db.Execute(
        Sql, ("@id", messageId), ("@subject", words.Subject), ("@people", words.People), ("@body", words.Body));

    /// <summary>Puts a message in again with what its rows hold now.</summary>
    public static async Task RenewAsync(CompanionDb db, Message message, CancellationToken ct = default)
    {
        await db.Entry(message).Collection(m => m.Participants).LoadAsync(ct);
        await db.Entry(message).Collection(m => m.Parts).LoadAsync(ct);
        var body = await db.MessageBodies.AsNoTracking().FirstAsync(b => b.Id == message.Id, ct);
        var text = string.IsNullOrWhiteSpace(body.Text) ? HtmlText.From(body.Html) : body.Text;
        Put(db, message.Id, WordsOf(message, text));
    }

    /// <summary>Takes it out; one that is not in is no error.</summary>
    public static Task RemoveAsync(CompanionDb db, long messageId, CancellationToken ct = default) =>
        db.Database.ExecuteSqlAsync($"""DELETE FROM "MailIndex" WHERE rowid = {messageId}""", ct);

    /// <summary>
    /// The ids of the owner's messages that hold every word of <paramref name="q"/>, the last letters of a word still
    /// to come; none where q holds no word. Nothing in q is an operator. To be read through <see cref="Visible.Mine"/>:
    /// <c>visible.Mine.Where(m => found.Contains(m.Id))</c>.
    /// </summary>
    public static IQueryable<long> Find(
        CompanionDb db, long ownerId, string q, MailColumns columns = MailColumns.All)
    {
        var match = MailQuery.Of(Mark(ownerId), q, columns);
        return db.Database.SqlQuery<long>(
            $"""SELECT rowid AS "Value" FROM "MailIndex" WHERE "MailIndex" MATCH {match}""");
    }

    private static string Mark(long ownerId) => $"{ownerId}_";

    private static ReadOnlyMemory<byte> Words(long ownerId, IReadOnlyList<string> texts)
    {
        var words = new WordList(Mark(ownerId), texts.Sum(text => Math.Min(text.Length, MaxCharacters)));
        foreach (var text in texts)
        {
            MailWords.Write(words, text.Length <= MaxCharacters ? text : text[..MaxCharacters]);
        }

        return words.Written;
    }
}

/// <summary>A message's words by column, each under its owner's mark, in UTF-8.</summary>
public sealed record IndexWords(ReadOnlyMemory<byte> Subject, ReadOnlyMemory<byte> People, ReadOnlyMemory<byte> Body);
