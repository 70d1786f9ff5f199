using CompanionApi.Data;
using CompanionApi.Model;
using CompanionApi.Search;
using CompanionApi.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CompanionApi.Tests.Faults;

/// <summary>Compares what senders were promised with what is there, row by row and byte by byte.</summary>
internal static class Ledger
{
    /// <summary>The API on the files that another program wrote.</summary>
    public static Task<CompanionApp> OpenAsync(string folder) => CompanionApp.StartAsync(null,
        ("Database:ConnectionString", $"Data Source={Path.Combine(folder, "mailcrm.db")}"),
        ("Content:Folder", Path.Combine(folder, "content")));

    /// <summary>
    /// Each answered letter is one message: its rows, words, source, attachment, one line that says stored, and no other
    /// message is there.
    /// </summary>
    public static async Task HoldsOnceAsync(this CompanionApp app, IEnumerable<LetterStream> streams)
    {
        foreach (var stream in streams)
        {
            var letters = stream.Answered;
            await app.HoldsAsync(stream.Sender, letters);
            await using var db = await app.OpenAsync(stream.Sender);
            var owner = (await app.UserAsync(stream.Sender)).Id;
            Assert.Equal(letters.Count, await db.Messages.CountAsync(m => m.OwnerId == owner));
            var lines = await db.IntakeAttempts.Where(a => a.UserId == owner && a.MessageId != null).ToListAsync();
            Assert.Equal(letters.Count, lines.Count(a => a.Outcome == IntakeOutcome.Stored));
            Assert.Equal(letters.Count, lines.Select(a => a.MessageId).Distinct().Count());
            Assert.Equal(
                lines.Sum(a => a.Times),
                await db.Arrivals.CountAsync(a => db.Messages.Any(m => m.Id == a.MessageId && m.OwnerId == owner)));
            Assert.True(lines.Sum(a => a.Times) >= stream.Promises, $"{lines.Sum(a => a.Times)} arrivals, {stream.Promises} promises");
        }
    }

    /// <summary>Each of these letters is one message, whole.</summary>
    public static async Task HoldsAsync(this CompanionApp app, TestUser sender, IEnumerable<StreamLetter> letters)
    {
        var content = app.Services.GetRequiredService<ContentStore>();
        await using var db = await app.OpenAsync(sender);
        var owner = (await app.UserAsync(sender)).Id;
        var messages = (await db.Messages.AsNoTracking().Include(m => m.Body).Include(m => m.Parts)
            .Where(m => m.OwnerId == owner).ToListAsync()).ToLookup(m => m.InternetMessageId);
        using var client = app.ClientFor(sender);
        foreach (var letter in letters)
        {
            var message = Assert.Single(messages[letter.MessageId]);
            Assert.Contains(letter.Word, message.Body!.Text);
            Assert.Equal([message.Id], await MailIndex.Find(db, owner, letter.Word).ToListAsync());
            Assert.Equal(letter.Source, await content.ReadAsync(message.ContentKey, message.ContentHash));
            var part = Assert.Single(message.Parts);
            var attachment = await client.GetByteArrayAsync($"/api/messages/{message.PublicId}/attachments/{part.Number}");
            Assert.Equal(letter.Attachment, attachment);
        }
    }

    /// <summary>SQLite finds nothing wrong, no row points nowhere, the index knows the messages and nothing else.</summary>
    public static async Task IsSoundAsync(string folder)
    {
        await using var file = new SqliteConnection($"Data Source={Path.Combine(folder, "mailcrm.db")};Pooling=False");
        await file.OpenAsync();
        Assert.Equal(["ok"], await AskAsync(file, "PRAGMA integrity_check"));
        Assert.Empty(await AskAsync(file, "PRAGMA foreign_key_check"));
        Assert.Empty(await AskAsync(file, "INSERT INTO \"MailIndex\" (\"MailIndex\") VALUES ('integrity-check')"));
        Assert.Empty(await AskAsync(file,
            """
            SELECT id FROM "MailIndex_docsize" WHERE id NOT IN (SELECT "Id" FROM "Messages")
            UNION ALL SELECT "Id" FROM "Messages" WHERE "Id" NOT IN (SELECT id FROM "MailIndex_docsize")
            UNION ALL SELECT "Id" FROM "Messages" WHERE "Id" NOT IN (SELECT "Id" FROM "MessageBodies")
            UNION ALL SELECT "Id" FROM "MessageBodies" WHERE "Id" NOT IN (SELECT "Id" FROM "Messages")
            UNION ALL SELECT "Id" FROM "Conversations" WHERE "Id" NOT IN (SELECT "ConversationId" FROM "Messages")
            """));
    }

    private static async Task<List<string>> AskAsync(SqliteConnection file, string question)
    {
        await using var command = file.CreateCommand();
        command.CommandText = question;
        await using var reader = await command.ExecuteReaderAsync();
        var answers = new List<string>();
        while (await reader.ReadAsync())
        {
            answers.Add(reader.GetValue(0).ToString()!);
        }

        return answers;
    }
}
