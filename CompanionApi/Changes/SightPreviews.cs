using CompanionApi.Data;
using CompanionApi.Http;
using CompanionApi.Model;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Changes;

/// <summary>
/// Previews of acts on records and teams (S6). Blind: everybody's shared mail on them counts, none of it is told; what
/// warns names the viewer's own mail alone.
/// </summary>
public sealed class SightPreviews(CompanionDb db, Visible visible, CurrentUser me)
{
    private const int MaxNamed = 50;

    internal async Task<AudiencePreview> OfAsync(
        IReadOnlyCollection<long> recordIds, Func<SeenRecord, SeenRecord> changed, CancellationToken ct)
    {
        var now = await MailSight.OnAsync(db, db.Records.Where(r => recordIds.Contains(r.Id)).Select(r => r.Id), ct);
        return await TellAsync(now.To(now.With(changed)), ct);
    }

    internal async Task<Results<Ok<AudiencePreview>, ProblemHttpResult>> OfMergeAsync(
        Guid intoId, PreviewMerge merge, CancellationToken ct)
    {
        var persons = visible.Records.OfType<Person>();
        if (await SeenAsync(persons, intoId, ct) is not { } into)
        {
            return Unknown("recordId", "person");
        }

        if (merge.PersonId is not { } fromId || fromId == intoId || await SeenAsync(persons, fromId, ct) is not { } from)
        {
            return Unknown("merge.personId", "person");
        }

        long[] both = [into.Id, from.Id];
        var now = await MailSight.OnAsync(db, db.Records.Where(r => both.Contains(r.Id)).Select(r => r.Id), ct);
        var merged = now.Audiences.Merged(into, from, now.HasMail);
        return TypedResults.Ok(await TellAsync(now.To(now.With(r => both.Contains(r.Id) ? merged : r)), ct));
    }

    internal async Task<Results<Ok<AudiencePreview>, ProblemHttpResult>> OfConversionAsync(
        Guid leadId, PreviewConversion conversion, CancellationToken ct)
    {
        if (await SeenAsync(visible.Records.OfType<Lead>(), leadId, ct) is not { } lead)
        {
            return Unknown("recordId", "lead");
        }

        var deal = conversion.DealId is { } id
            ? await SeenAsync(visible.Records.OfType<Deal>(), id, ct)
            : lead with { Id = 0, VisibleTo = conversion.VisibleTo ?? lead.VisibleTo };
        return deal is null
            ? Unknown("conversion.dealId", "deal")
            : TypedResults.Ok(await OfAsync([lead.Id], r => r.Id == lead.Id ? deal : r, ct));
    }

    internal async Task<Results<Ok<AudiencePreview>, ProblemHttpResult>> OfTeamAsync(PreviewTeam team, CancellationToken ct)
    {
        if (!me.IsAdmin)
        {
            return AdminOnly();
        }

        var memberIds = (team.MemberIds ?? []).Distinct().ToList();
        var teamId = await db.Teams.Where(t => t.PublicId == team.TeamId).Select(t => (long?)t.Id).FirstOrDefaultAsync(ct);
        var wanted = await db.Users.Where(u => memberIds.Contains(u.PublicId) && u.LeftAt == null)
            .Select(u => u.Id).ToListAsync(ct);
        if ((teamId is null) != (team.TeamId is null) || wanted.Count != memberIds.Count)
        {
            return Problems.Invalid("team", "unknown", "ids of a team and of active users of the company.");
        }

        var touched = TeamSight.RecordsOf(db, teamId ?? 0, wanted);
        var now = await MailSight.OnAsync(db, touched.Select(r => r.Id), ct);
        var then = now.With(r => r, now.Audiences.WithTeam(teamId ?? 0, wanted));
        return TypedResults.Ok(await TellAsync(now.To(then), ct) with { Records = await touched.CountAsync(ct) });
    }

    internal async Task<Results<Ok<AudiencePreview>, ProblemHttpResult>> OfReassignmentAsync(
        PreviewReassignment reassignment, CancellationToken ct)
    {
        if (!me.IsAdmin)
        {
            return AdminOnly();
        }

        var users = await db.Users.Where(u => u.PublicId == reassignment.From || u.PublicId == reassignment.To)
            .Select(u => new { u.Id, u.PublicId, u.LeftAt }).ToListAsync(ct);
        var from = users.Find(u => u.PublicId == reassignment.From && u.LeftAt is not null);
        var to = users.Find(u => u.PublicId == reassignment.To && u.LeftAt is null);
        if (from is null || to is null)
        {
            return Problems.Invalid("reassignment", "unknown", "who has left, and an active user.");
        }

        var theirs = LeaverRecords.Of(db, from.Id);
        var now = await MailSight.OnAsync(db, theirs.Select(r => r.Id), ct);
        var then = now.With(r => r.OwnerId == from.Id ? r with { OwnerId = to.Id } : r);
        return TypedResults.Ok(await TellAsync(now.To(then), ct) with { Records = await theirs.CountAsync(ct) });
    }

    /// <summary>One alone gains: who comes back, all shared mail on what the gate would show again.</summary>
    internal async Task<Results<Ok<AudiencePreview>, ProblemHttpResult>> OfReturnAsync(
        PreviewReturn back, CancellationToken ct)
    {
        if (!me.IsAdmin)
        {
            return AdminOnly();
        }

        var user = await db.Users.FirstOrDefaultAsync(u => u.PublicId == back.UserId && u.LeftAt != null, ct);
        if (user is null)
        {
            return Problems.Invalid("return.userId", "unknown", "the id of a user who has left.");
        }

        var records = Visible.RecordsOf(db, user.Id).Select(r => r.Id);
        var byPerson = db.MessageLinks.Where(l => records.Contains(l.RecordId)).Select(l => l.MessageId);
        var byConversation = db.ConversationLinks.Where(l => records.Contains(l.RecordId)).Select(l => l.ConversationId);
        var count = await db.Messages.CountAsync(
            m => m.OwnerId != user.Id && m.DeletedAt == null && m.Visibility == Visibility.Shared &&
                (byPerson.Contains(m.Id) || byConversation.Contains(m.ConversationId)),
            ct);
        var gains = new Dictionary<long, int>();
        if (count > 0)
        {
            gains[user.Id] = count;
        }

        return TypedResults.Ok(new AudiencePreview(await NamedAsync(gains, ct), gains.Count, count, []));
    }

    private static Task<SeenRecord?> SeenAsync(IQueryable<Record> among, Guid id, CancellationToken ct) => among
        .Where(r => r.PublicId == id).Select(r => new SeenRecord(r.Id, r.OwnerId, r.VisibleTo, r.IsNewByMail))
        .FirstOrDefaultAsync(ct);

    private static ProblemHttpResult Unknown(string field, string kind) =>
        Problems.Invalid(field, "unknown", $"the id of a {kind} that you can see.");

    private static ProblemHttpResult AdminOnly() =>
        Problems.Forbidden("admin_only", "Only admins change teams, take back who has left and reassign a leaver's records.");

    private async Task<AudiencePreview> TellAsync(SightChange sight, CancellationToken ct) => new(
        await NamedAsync(sight.Gains, ct), sight.Gains.Count, sight.Gained.Count, await WarningsAsync(sight.Gained, ct))
    {
        Losing = await NamedAsync(sight.Losses, ct), LosingCount = sight.Losses.Count, LosingMessages = sight.Lost,
    };

    internal async Task<IReadOnlyList<Gaining>> NamedAsync(IReadOnlyDictionary<long, int> counts, CancellationToken ct)
    {
        var users = await db.Users.Where(u => counts.Keys.Contains(u.Id)).OrderBy(u => u.DisplayName).Take(MaxNamed)
            .Select(u => new { u.Id, u.PublicId, u.DisplayName }).ToListAsync(ct);
        return [.. users.Select(u => new Gaining(u.PublicId, u.DisplayName, counts[u.Id]))];
    }

    internal async Task<IReadOnlyList<PreviewWarning>> WarningsAsync(IReadOnlyList<long> gained, CancellationToken ct)
    {
        const int maxNames = 20;
        var mine = visible.Mine.Where(m => gained.Contains(m.Id));
        var warnings = new List<PreviewWarning>();
        var quoting = await mine.CountAsync(m => m.QuotesEarlierMail, ct);
        if (quoting > 0)
        {
            warnings.Add(new PreviewWarning("quotes_private", quoting, []));
        }

        // Of a mail that a sync brought without them, they come later and are shown with it then.
        var withAttachments = mine.Where(m => m.HasAttachments || db.MailboxItems.Any(i =>
            i.MessageId == m.Id && i.State == ItemState.AttachmentsPending)).Select(m => m.Id);
        if (await withAttachments.CountAsync(ct) is > 0 and var count)
        {
            var names = await db.MessageParts.Where(p => withAttachments.Contains(p.MessageId) && !p.IsInline)
                .Select(p => p.FileName).Take(maxNames).ToListAsync(ct);
            warnings.Add(new PreviewWarning("attachments", count, names));
        }

        return warnings;
    }
}
