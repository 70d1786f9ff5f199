using System.Text;
using System.Text.Json;
using CompanionApi.Data;
using CompanionApi.Model;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Records;

/// <summary>
/// One write of a record: takes over the fields that were sent and collects what is wrong with them. While anything is,
/// nothing may be saved.
/// </summary>
internal sealed class RecordEdit(Write write, CurrentUser me)
{
    public const int MaxName = 200;
    public const int MaxNamePart = 90;
    public const int MaxEmails = 20;
    private const int MaxPersons = 100;

    public Write Write { get; } = write;

    public CurrentUser Me { get; } = me;

    public CompanionDb Db => Write.Db;

    public Visible Visible { get; } = new(write.Db, me);

    public FieldErrors Errors { get; } = new();

    /// <summary>The persons that it is to have, once it is saved; null: as it has.</summary>
    public IReadOnlyList<long>? Persons { get; private set; }

    /// <summary>One line of text, cleaned; null when there is none.</summary>
    public string? Text(string field, string? value, int max)
    {
        var cleaned = Clean(value);
        if (cleaned.Length > max)
        {
            Errors.Add(field, "too_long", $"at most {max} characters.");
        }

        return cleaned.Length == 0 ? null : cleaned;
    }

    /// <summary>A name or title: text that must be there.</summary>
    public string Name(string field, string? value)
    {
        var name = Text(field, value, MaxName);
        if (name is null)
        {
            Errors.Add(field, "required", $"a text of at most {MaxName} characters.");
        }

        return name ?? "";
    }

    /// <summary>Mail addresses, normalised, each once, in their order.</summary>
    public IReadOnlyList<string> Emails(string field, IReadOnlyList<string?>? addresses)
    {
        var wanted = addresses ?? [];
        var emails = wanted.Select(EmailGrammar.Read).OfType<string>().Distinct().ToList();
        if (wanted.Any(address => EmailGrammar.Read(address) is null))
        {
            Errors.Add(field, "malformed", "mail addresses such as taro@acme.example.");
        }

        if (wanted.Count > MaxEmails)
        {
            Errors.Add(field, "too_many", $"at most {MaxEmails} addresses.");
        }

        return emails;
    }

    public RecordStatus Status(string field, string? value, params RecordStatus[] allowed)
    {
        foreach (var status in allowed)
        {
            if (Code(status) == value)
            {
                return status;
            }
        }

        Errors.Add(field, "unknown", $"one of {string.Join(", ", allowed.Select(Code))}.");
        return allowed[0];
    }

    /// <summary>
    /// The record that a field names. Hidden and missing are the same error after the same query. To empty the field
    /// takes nothing away that one does not see.
    /// </summary>
    public async Task<long?> ReferenceAsync<TRecord>(string field, Guid? wanted, long? present)
        where TRecord : Record
    {
        if (wanted is null)
        {
            return present is { } id && !await Visible.Records.AnyAsync(r => r.Id == id) ? present : null;
        }

        var found = await Visible.Records.OfType<TRecord>().Where(r => r.PublicId == wanted)
            .Select(r => (long?)r.Id).FirstOrDefaultAsync();
        if (found is null)
        {
            NotAvailable<TRecord>(field);
        }

        return found;
    }

    /// <summary>The persons that a field names, kept in <see cref="Persons"/>; those one does not see stay.</summary>
    public async Task TakePersonsAsync(string field, IReadOnlyCollection<Guid>? wanted, Record record)
    {
        var ids = (wanted ?? []).Distinct().ToList();
        if (ids.Count > MaxPersons)
        {
            Errors.Add(field, "too_many", $"at most {MaxPersons} persons.");
            return;
        }

        var found = await Visible.Records.OfType<Person>().Where(p => ids.Contains(p.PublicId))
            .ToDictionaryAsync(p => p.PublicId, p => p.Id);
        if (found.Count < ids.Count)
        {
            NotAvailable<Person>(field);
        }

        var seen = Visible.Records.Select(r => r.Id);
        var hidden = await Db.RecordPersons.Where(p => p.RecordId == record.Id && !seen.Contains(p.PersonId))
            .Select(p => p.PersonId).ToListAsync();
        Persons = [.. ids.Where(found.ContainsKey).Select(id => found[id]), .. hidden];
    }

    /// <summary>Owner and visibility, which are the owner's to say (S5).</summary>
    public async Task TakeSightAsync(RecordBody body, Record record)
    {
        if (body.VisibleTo is not null || (body.Has(nameof(body.VisibleTo)) && record.Id != 0))
        {
            var known = Enum.GetValues<VisibleTo>();
            record.VisibleTo = known.FirstOrDefault(v => Code(v) == body.VisibleTo, record.VisibleTo);
            if (Code(record.VisibleTo) != body.VisibleTo)
            {
                Errors.Add("visibleTo", "unknown", "one of owner, team, everyone.");
            }

            // A hand has decided who sees it: sharing its mail no longer widens it (S7, S10).
            record.IsNewByMail = false;
        }

        if (body.Owner is not null || (body.Has(nameof(body.Owner)) && record.Id != 0))
        {
            var owner = await Db.Users.Where(u => u.PublicId == body.Owner && u.LeftAt == null)
                .Select(u => (long?)u.Id).FirstOrDefaultAsync();
            if (owner is null)
            {
                Errors.Add("owner", "not_available", "the id of an active user.");
            }

            record.OwnerId = owner ?? record.OwnerId;
        }
    }

    private void NotAvailable<TRecord>(string field) =>
        Errors.Add(field, "not_available", $"the id of a {typeof(TRecord).Name.ToLowerInvariant()} that you can see.");

    private static string Code<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    /// <summary>On one line, without what cannot be seen.</summary>
    private static string Clean(string? value)
    {
        var cleaned = new StringBuilder();
        foreach (var c in value ?? "")
        {
            cleaned.Append(char.IsControl(c) ? ' ' : c);
        }

        return cleaned.ToString().Trim();
    }
}
