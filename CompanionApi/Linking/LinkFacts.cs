using CompanionApi.Data;
using CompanionApi.Model;

namespace CompanionApi.Linking;

/// <summary>
/// What linking asks of an owner: her switches, the persons of the addresses that she sees, and the open records that those lead
/// to. Asked once for as many mails as are captured together: none of them changes it, unless it makes persons.
/// </summary>
public sealed class LinkFacts
{
    private readonly ILookup<long, Candidate> byPerson;
    private readonly ILookup<string, Candidate> byAddress;

    private LinkFacts(MailSettings settings, ILookup<string, PersonMatch> persons, IReadOnlyList<Candidate> open)
    {
        (Settings, Persons) = (settings, persons);
        byPerson = open.Where(c => c.PersonId is not null).ToLookup(c => c.PersonId!.Value);
        byAddress = open.Where(c => c.Address is not null).ToLookup(c => c.Address!);
    }

    /// <inheritdoc cref="OwnerSettings.OfAsync"/>
    public MailSettings Settings { get; }

    /// <summary>The visible persons by address; one address may belong to several.</summary>
    public ILookup<string, PersonMatch> Persons { get; }

    /// <param name="db">One company's context.</param>
    /// <param name="ownerId">With whose eyes (S9).</param>
    /// <param name="addresses">The addresses that will be asked about, in compared form; nothing else is loaded.</param>
    public static async Task<LinkFacts> LoadAsync(CompanionDb db, long ownerId, IReadOnlyCollection<string> addresses)
    {
        var settings = await OwnerSettings.OfAsync(db, ownerId);
        if (addresses.Count == 0)
        {
            return new LinkFacts(settings, Array.Empty<PersonMatch>().ToLookup(match => match.Address), []);
        }

        var persons = await new PersonFinder(db, ownerId).MatchAsync(addresses);
        var ids = persons.SelectMany(p => p).Select(p => p.Id).Distinct().ToList();
        return new LinkFacts(settings, persons, await new LinkFinder(db, ownerId).CandidatesAsync(ids, addresses));
    }

    /// <summary>The open deals, leads and projects of these addresses and their persons, each once.</summary>
    public IReadOnlyList<Candidate> OpenOf(IReadOnlyCollection<string> addresses)
    {
        var persons = addresses.SelectMany(address => Persons[address]).Select(p => p.Id).Distinct().Order();
        return LinkFinder.Once(persons.SelectMany(id => byPerson[id]).Concat(addresses.SelectMany(address => byAddress[address])));
    }
}
