using CompanionApi.Data;
using CompanionApi.Linking;
using CompanionApi.Model;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Pane;

/// <summary>
/// What the open mail may belong to, with the reason: open deals, leads and projects of its people, then open deals of
/// their organizations; seen with the viewer's eyes (S9).
/// </summary>
public sealed class Suggestions(CompanionDb db, Visible visible, CurrentUser me, RecordCards cards)
{
    private const int Most = 5;

    public async Task<IReadOnlyList<LinkView>> ForAsync(
        IReadOnlyCollection<string> outside, IReadOnlyCollection<Guid> linked, CancellationToken ct)
    {
        if (outside.Count == 0)
        {
            return [];
        }

        var persons = (await new PersonFinder(db, me.Id).FindAsync(outside, ct)).SelectMany(p => p)
            .DistinctBy(p => p.Id).ToList();
        var open = await new LinkFinder(db, me.Id).OpenOfAsync([.. persons.Select(p => p.Id)], outside, ct);
        var organizations = persons.Select(p => p.OrganizationId).OfType<long>().Distinct().ToList();
        var near = await visible.Records.OfType<Deal>()
            .Where(d => d.Status == RecordStatus.Open && d.OrganizationId != null &&
                organizations.Contains(d.OrganizationId.Value))
            .OrderByDescending(d => d.CreatedAt).Take(Most).Select(d => d.Id).ToListAsync(ct);
        var shown = await cards.LoadAsync(db, visible, open.Select(c => c.RecordId).Concat(near), ct);
        var names = persons.ToDictionary(p => p.Id, RecordRef.Of);

        var ranked = open.OrderBy(c => c.Kind == RecordKind.Deal ? 0 : c.Kind == RecordKind.Lead ? 1 : 2)
            .ThenByDescending(c => c.RecordId)
            .Select(c => (c.RecordId, Why: new Why("open_of_person")
            {
                Person = c.PersonId is { } person ? names.GetValueOrDefault(person) : null,
            }))
            .Concat(near.Select(id => (RecordId: id, Why: new Why("same_organization"))));
        return
        [
            .. ranked.DistinctBy(r => r.RecordId)
                .Where(r => shown.ContainsKey(r.RecordId) && !linked.Contains(shown[r.RecordId].Id))
                .Take(Most)
                .Select(r => new LinkView(shown[r.RecordId].Kind, shown[r.RecordId], r.Why)),
        ];
    }
}
