using System.Security.Cryptography;
using System.Text;
using CompanionApi.Data;
using CompanionApi.Messages;
using CompanionApi.Model;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace MailCrm.Benchmarks;

/// <summary>
/// Writes what capture would have written, without asking what capture has to ask: all rows of a message, its words in
/// the index, its links. <c>fill</c> compares the two, table by table and column by column.
/// </summary>
internal sealed class Filler : IDisposable
{
    private const int PerTransaction = 20_000;
    private const int SnippetLength = 200;

    private readonly SqliteConnection connection;
    private readonly IModel model;
    private readonly FilledPeople people;
    private readonly string contentFolder;
    private readonly ModelInsert<Conversation> conversations;
    private readonly ModelInsert<Message> messages;
    private readonly ModelInsert<MessageBody> bodies;
    private readonly ModelInsert<Participant> participants;
    private readonly ModelInsert<MessageReference> references;
    private readonly ModelInsert<Arrival> arrivals;
    private readonly ModelInsert<MessageLink> messageLinks;
    private readonly ModelInsert<ConversationLink> conversationLinks;
    private readonly ModelInsert<Change> changes;
    private readonly ModelInsert<ChangeItem> items;
    private readonly ModelInsert<IntakeAttempt> attempts;
    private readonly SqliteCommand index;
    private readonly Dictionary<int, long> conversationIds = [];

    private Filler(BenchCompany company, IModel model, FilledPeople people)
    {
        (this.model, this.people, contentFolder) = (model, people, company.ContentFolder);
        // Nobody else is there, and a fill that was broken off is made anew: nothing has to be kept safe.
        connection = new SqliteConnection($"Data Source={company.DatabaseFile};Pooling=False");
        connection.Open();
        Say("PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; " +
            "PRAGMA cache_size=-600000; PRAGMA foreign_keys=OFF");
        (conversations, messages, bodies) = (Into<Conversation>(), Into<Message>(), Into<MessageBody>());
        (participants, references, arrivals) = (Into<Participant>(), Into<MessageReference>(), Into<Arrival>());
        (messageLinks, conversationLinks) = (Into<MessageLink>(), Into<ConversationLink>());
        (changes, items, attempts) = (Into<Change>(), Into<ChangeItem>(), Into<IntakeAttempt>());
        index = connection.CreateCommand();
        index.CommandText = """INSERT INTO "MailIndex" (rowid, subject, people, body) VALUES ($id, $subject, $people, $body)""";
        foreach (var name in new[] { "$id", "$subject", "$people", "$body" })
        {
            index.Parameters.Add(name, SqliteType.Text).ResetSqliteType();
        }
    }

    /// <param name="company">Its people are there already, and no program has it open.</param>
    /// <param name="mails">Which of them.</param>
    /// <param name="sources">As many have their source in the content store; the rest name one that is not there.</param>
    public static async Task FillAsync(BenchCompany company, IEnumerable<FilledMail> mails, int sources)
    {
        var (model, people) = await LoadAsync(company);
        SqliteConnection.ClearAllPools();
        using var filler = new Filler(company, model, people);
        foreach (var some in mails.Chunk(PerTransaction))
        {
            filler.Say("BEGIN");
            foreach (var mail in some)
            {
                filler.Add(mail, mail.Number < sources);
            }

            filler.Say("COMMIT");
        }

        filler.Say("PRAGMA journal_mode=WAL");
    }

    public void Dispose()
    {
        foreach (var one in new IDisposable[] { conversations, messages, bodies, participants, references, arrivals,
            messageLinks, conversationLinks, changes, items, attempts, index, connection })
        {
            one.Dispose();
        }
    }

    private void Add(FilledMail mail, bool withSource)
    {
        var rep = people.Reps[mail.Rep];
        var person = people.Persons[mail.Person];
        var message = messages.Add(MessageOf(mail, rep, ConversationOf(mail, rep), withSource));
        bodies.Add(new MessageBody { Id = message.Id, Text = mail.Text });
        participants.Add(new Participant
        {
            MessageId = message.Id, Role = ParticipantRole.From, Name = rep.Name, Address = rep.Address,
        });
        participants.Add(new Participant
        {
            MessageId = message.Id, Role = ParticipantRole.To, Name = person.Name, Address = person.Address,
        });
        foreach (var id in mail.Mentions)
        {
            references.Add(new MessageReference { OwnerId = rep.Id, MessageId = message.Id, InternetMessageId = id });
        }

        arrivals.Add(new Arrival
        {
            MessageId = message.Id, Door = Door.SmartBcc, At = mail.SentAt, Proof = $"spf {BenchCompany.Domain}",
            MailFrom = rep.Address, Recipients = BenchCompany.BccAddress, ClientAddress = "127.0.0.1", Helo = "bench",
        });
        Link(mail, message, person);
        attempts.Add(new IntakeAttempt
        {
            PublicId = mail.Id(13), UserId = rep.Id, At = mail.SentAt, LastAt = mail.SentAt, Outcome = IntakeOutcome.Stored,
            MailHash = SHA256.HashData(Encoding.UTF8.GetBytes($"{mail.MessageId}\n{rep.Address}"))[..16],
            Reason = IntakeReasons.Stored, Door = Door.SmartBcc, AddressKind = "company", MailFrom = rep.Address,
            FromAddress = rep.Address, ClientAddress = "127.0.0.1", SizeBytes = message.SizeBytes, IsProven = true,
            Proof = $"spf {BenchCompany.Domain}", Subject = mail.Subject, MessageId = message.Id,
        });
        Index(mail, message, [rep.Name, rep.Address, person.Name, person.Address]);
    }

    private long ConversationOf(FilledMail mail, FilledPerson rep)
    {
        if (mail.Position == 0)
        {
            conversationIds[mail.Conversation] = conversations.Add(new Conversation
            {
                PublicId = mail.Id(11), OwnerId = rep.Id, LastEnteredAt = mail.ConversationEndsAt,
            }).Id;
        }

        return conversationIds[mail.Conversation];
    }

    private Message MessageOf(FilledMail mail, FilledPerson rep, long conversationId, bool withSource)
    {
        var name = mail.Id(14).ToString("N");
        var source = Encoding.UTF8.GetBytes(
            $"From: {rep.Name} <{rep.Address}>\r\nMessage-ID: <{mail.MessageId}>\r\nSubject: {mail.Subject}\r\n\r\n{mail.Text}");
        var key = $"{name[^2..]}/{name}";
        if (withSource)
        {
            var path = Path.Combine(contentFolder, key);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, source);
        }

        return new Message
        {
            PublicId = mail.Id(10), OwnerId = rep.Id, ConversationId = conversationId,
            PlacedBy = mail.Position == 0 ? PlacedBy.First : PlacedBy.ReplyHeaders, InternetMessageId = mail.MessageId,
            FromAddress = rep.Address, FromName = rep.Name, Subject = mail.Subject,
            NormalizedSubject = Subjects.Telling(mail.Subject), SentAt = mail.SentAt, EnteredAt = mail.SentAt,
            IsSent = true, IsRead = true, Visibility = mail.IsShared ? Visibility.Shared : Visibility.Private,
            Snippet = mail.Text[..SnippetLength].TrimEnd(), SizeBytes = source.Length, ContentKey = key,
            ContentHash = SHA256.HashData(source),
        };
    }

    private void Link(FilledMail mail, Message message, FilledPerson person)
    {
        var change = changes.Add(new Change
        {
            PublicId = mail.Id(12), At = mail.SentAt, Kind = ChangeKind.Captured, Rule = "smart_bcc",
        });
        items.Add(new ChangeItem
        {
            ChangeId = change.Id, MessageId = message.Id, Field = ChangeField.Captured, After = message.Visibility.ToString(),
        });
        messageLinks.Add(new MessageLink
        {
            MessageId = message.Id, RecordId = person.Id, SentAt = mail.SentAt, Rule = LinkRule.Participant,
            Address = person.Address, At = mail.SentAt,
        });
        items.Add(new ChangeItem
        {
            ChangeId = change.Id, MessageId = message.Id, RecordId = person.Id, Field = ChangeField.PersonLink,
            After = $"{person.Id}", Rule = "participant",
        });
        if (mail.Position > 0 || people.DealOf.GetValueOrDefault(person.Id) is not (> 0 and var deal))
        {
            return;
        }

        conversationLinks.Add(new ConversationLink
        {
            ConversationId = message.ConversationId, RecordId = deal, Slot = LinkSlot.DealOrLead, Rule = LinkRule.OnlyOpen,
            PersonId = person.Id, At = mail.SentAt,
        });
        items.Add(new ChangeItem
        {
            ChangeId = change.Id, ConversationId = message.ConversationId, RecordId = deal,
            Field = ChangeField.ConversationLink, After = $"{deal}", Rule = "only_open",
        });
    }

    /// <summary>Every word here is plain ASCII in lower case, but for names: what the product's MailWords makes of it.</summary>
    private void Index(FilledMail mail, Message message, IEnumerable<string> names)
    {
        index.Parameters[0].Value = message.Id;
        index.Parameters[1].Value = Words(message.OwnerId, mail.Subject);
        index.Parameters[2].Value = Words(message.OwnerId, string.Join(' ', names));
        index.Parameters[3].Value = Words(message.OwnerId, mail.Text);
        index.ExecuteNonQuery();
    }

    private static string Words(long owner, string text) => string.Join(' ', text.ToLowerInvariant()
        .Split([' ', '@', '.', ':', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries).Select(word => $"{owner}_{word}"));

    private static async Task<(IModel Model, FilledPeople People)> LoadAsync(BenchCompany company)
    {
        await using var db = await company.OpenAsync();
        return (db.Model, await FilledPeople.LoadAsync(db));
    }

    private ModelInsert<T> Into<T>()
        where T : Row => new(model, people.Company, connection);

    private void Say(string statement)
    {
        using var command = connection.CreateCommand();
        command.CommandText = statement;
        command.ExecuteNonQuery();
    }
}

internal sealed record FilledPerson(long Id, string Name, string Address);

/// <summary>The company's people with the ids that they got.</summary>
internal sealed record FilledPeople(
    int Company, IReadOnlyList<FilledPerson> Reps, IReadOnlyList<FilledPerson> Persons, IReadOnlyDictionary<long, long> DealOf)
{
    public static async Task<FilledPeople> LoadAsync(CompanionDb db) => new(
        db.CompanyId,
        await db.Users.OrderBy(u => u.Id).Select(u => new FilledPerson(u.Id, u.DisplayName, u.Email)).ToListAsync(),
        await db.Records.OfType<Person>().OrderBy(p => p.Id)
            .Select(p => new FilledPerson(p.Id, p.Name, p.Emails[0].Address)).ToListAsync(),
        await db.RecordPersons.ToDictionaryAsync(p => p.PersonId, p => p.RecordId));
}
