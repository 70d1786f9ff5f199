using System.Text.RegularExpressions;
using CompanionApi.Data;
using CompanionApi.Data.Prepared;
using CompanionApi.Model;

namespace CompanionApi.Linking;

/// <summary>An outside address of a mail, normalised, with the name it stood with.</summary>
public sealed record OutsideAddress(string Address, string Name);

/// <summary>A visible person by an address, as far as linking asks.</summary>
public sealed record PersonMatch(string Address, long Id, long OwnerId);

/// <summary>
/// Finds the persons of a mail among the records that its owner may see (S9), and makes the missing ones where the
/// door allows (R25, S10, S36).
/// </summary>
public sealed partial class PersonFinder(CompanionDb db, long ownerId)
{
    private static readonly char[] Digits = [.. "0123456789"];

    private sealed record Asked(long OwnerId, IReadOnlyCollection<string> Addresses);

    private static readonly PreparedQuery<Asked, PersonMatch> Matches = new((db, asked) =>
        from email in db.RecordEmails
        where asked.Addresses.Contains(email.Address)
        join person in Visible.RecordsOf(db, asked.OwnerId).OfType<Person>() on email.RecordId equals person.Id
        orderby person.Id
        select new PersonMatch(email.Address, person.Id, person.OwnerId));

    private sealed record AskedIds(long OwnerId, IReadOnlyCollection<long> Ids);

    private static readonly PreparedQuery<AskedIds, Person> Found = new((db, asked) =>
        Visible.RecordsOf(db, asked.OwnerId).OfType<Person>().Where(p => asked.Ids.Contains(p.Id)));

    private static readonly PreparedQuery<Asked, string> TakenAway = new((db, asked) =>
        from email in db.RecordEmails
        where asked.Addresses.Contains(email.Address)
        join person in db.Records on email.RecordId equals person.Id
        where person.OwnerId == asked.OwnerId && person.IsNewByMail && person.DeletedAt != null && person.SuccessorId == null
        // Gone with a sender that was put right, or with an undo, is not taken away by hand.
        where (
            from item in db.ChangeItems
            where item.RecordId == person.Id && item.Field == ChangeField.RecordDeleted
            join change in db.Changes on item.ChangeId equals change.Id
            where change.UndoneAt == null && (change.Kind == ChangeKind.RecordDeleted || change.Kind == ChangeKind.AddressMoved)
            select item.Id).Any()
        select email.Address);

    /// <summary>The visible persons by address; one address may belong to several.</summary>
    public async Task<ILookup<string, PersonMatch>> MatchAsync(
        IReadOnlyCollection<string> addresses, CancellationToken ct = default) =>
        (await Matches.ToListAsync(db, new Asked(ownerId, addresses), ct)).ToLookup(f => f.Address);

    /// <summary>The same with their records.</summary>
    public async Task<ILookup<string, Person>> FindAsync(IReadOnlyCollection<string> addresses, CancellationToken ct = default)
    {
        var found = await MatchAsync(addresses, ct);
        var ids = found.SelectMany(f => f).Select(f => f.Id).Distinct().ToList();
        var persons = ids.Count == 0
            ? []
            : (await Found.ToListAsync(db, new AskedIds(ownerId, ids), ct)).ToDictionary(p => p.Id);
        return found.SelectMany(f => f).Where(f => persons.ContainsKey(f.Id)).ToLookup(f => f.Address, f => persons[f.Id]);
    }

    /// <summary>
    /// Those of these addresses without a person that mail may make one of: somebody's, not a machine's (S36), and not
    /// one whose person, made by mail, its owner took away again: what a hand removed no rule puts back (S7).
    /// </summary>
    public async Task<HashSet<string>> MissingAsync(IReadOnlyCollection<string> addresses, CancellationToken ct = default)
    {
        if (addresses.Count == 0)
        {
            return [];
        }

        var removed = await TakenAway.ToListAsync(db, new Asked(ownerId, addresses), ct);
        return [.. addresses.Where(IsSomebody).Except(removed)];
    }

    /// <summary>
    /// Addresses that only machines answer make no persons (S36). By whole words where a name may begin or end alike:
    /// Mr Bouncer is somebody.
    /// </summary>
    public static bool IsSomebody(string address)
    {
        var local = address[..Math.Max(address.IndexOf('@'), 0)].ToLowerInvariant();
        // What follows a + says which letter of the machine's it was.
        local = local.Split('+')[0];
        var words = local.Split(['-', '_', '.'], StringSplitOptions.RemoveEmptyEntries);
        var letters = string.Concat(words);
        return letters.Length > 0 && !Unanswered().IsMatch(local) && !letters.StartsWith("mailerdaemon", StringComparison.Ordinal) &&
            words[0].TrimEnd(Digits) is not ("bounce" or "bounces" or "bounceback") && words[^1] is not ("notify" or "alerts") &&
            !letters.EndsWith("notification", StringComparison.Ordinal) && !letters.EndsWith("notifications", StringComparison.Ordinal) &&
            letters is not ("postmaster" or "autoreply" or "autoresponder" or "autoresponse");
    }

    /// <summary>
    /// Of several persons with one address: the owner's own before others', the oldest first. The same order each time.
    /// </summary>
    public Person? Best(IEnumerable<Person> persons) =>
        persons.OrderByDescending(p => p.OwnerId == ownerId).ThenBy(p => p.Id).FirstOrDefault();

    /// <inheritdoc cref="Best(IEnumerable{Person})"/>
    public PersonMatch? Best(IEnumerable<PersonMatch> persons) =>
        persons.OrderByDescending(p => p.OwnerId == ownerId).ThenBy(p => p.Id).FirstOrDefault();

    /// <summary>A person made by mail: its owner's alone until a message of it is shared.</summary>
    public Person Make(OutsideAddress who, DateTimeOffset now)
    {
        var person = new Person
        {
            OwnerId = ownerId,
            Name = PersonNames.Of(who),
            VisibleTo = VisibleTo.Owner,
            IsNewByMail = true,
            CreatedAt = now,
            Emails = [new RecordEmail { Address = who.Address }],
        };
        db.Records.Add(person);
        return person;
    }

    [GeneratedRegex("(?:no|do[-_.]?not|dont)[-_.]?reply")]
    private static partial Regex Unanswered();
}
