using CompanionApi.Data;
using CompanionApi.Data.Prepared;
using CompanionApi.Linking;
using CompanionApi.Messages;
using CompanionApi.Model;
using CompanionApi.Protocols.Mime;

namespace CompanionApi.Pane;

/// <summary>All that the pane shows of the open mail, in one answer (R80).</summary>
public sealed class OpenMessage(
    CompanionDb db, Visible visible, CurrentUser me, MessageViews views, LinkViews links, MessageAudiences audiences,
    RecordCards cards, Suggestions suggestions, JoinOffers offers,
    BccDomain bccDomain)
{
    private const int MostCopies = 20;

    private sealed record AskedConversation(long UserId, long Id);

    private sealed record AskedCopies(long UserId, string InternetMessageId, string From);

    private static readonly PreparedQuery<AskedConversation, int> Counted = new((db, asked) =>
        Visible.MessagesOf(db, asked.UserId).Where(m => m.ConversationId == asked.Id).GroupBy(m => m.ConversationId)
            .Select(c => c.Count()));

    private static readonly PreparedQuery<AskedCopies, Message> Copies = new((db, asked) =>
        Visible.SharedCopies(db, asked.UserId, asked.InternetMessageId).Take(MostCopies));

    private static readonly PreparedQuery<AskedCopies, Message> CopiesOfSender = new((db, asked) =>
        Visible.SharedCopies(db, asked.UserId, asked.InternetMessageId).Where(m => m.FromAddress == asked.From)
            .Take(MostCopies));

    public async Task<OpenMessageView> ViewAsync(
        string? internetMessageId, string? itemId, string? mailbox, string? from, IReadOnlyList<string> people,
        CancellationToken ct)
    {
        var empty = OpenMessageView.Of(itemId, internetMessageId);
        if (await new MailboxOwners(db, me).OfAsync(mailbox, ct) is { } owner)
        {
            // S15: a delegate learns whose mailbox it is, no more.
            return empty with { MailboxOwner = owner };
        }

        var keys = new MessageKeys(db, visible, me);
        var message = await keys.FindAsync(internetMessageId, itemId, from, ct);
        return message is null
            ? await NotCapturedAsync(empty, from, people, await keys.IsDeletedAsync(internetMessageId, from, ct), ct)
            : await CapturedAsync(empty, message, ct);
    }

    private async Task<OpenMessageView> NotCapturedAsync(
        OpenMessageView view, string? from, IReadOnlyList<string> people, bool deletedHere, CancellationToken ct)
    {
        var addresses = people.Prepend(from).Select(Addresses.Normalize).Where(a => a.Contains('@')).Distinct().ToList();
        var (participants, found) = await ParticipantsAsync(
            [.. addresses.Select(a => (ParticipantRole.From, "", a))], null, ct);
        var persons = participants.Select(p => p.Person).OfType<RecordCard>().DistinctBy(p => p.Id).ToList();
        var outside = participants.Where(p => !p.IsInternal).Select(p => p.Address).Distinct().ToList();
        var kept = await NeverCapture.FindAsync(db, me.Id, addresses, ct);
        return view with
        {
            Participants = participants,
            Persons = persons,
            Suggestions = kept is null ? await suggestions.ForAsync(outside, null, ct, found) : [],
            Copies = await CopiesAsync(
                MessageIds.Normalize(view.InternetMessageId), Addresses.Normalize(from) is { Length: > 0 } sender ? sender : null, ct),
            DeletedHere = deletedHere,
            NeverCaptured = kept,
        };
    }

    private async Task<OpenMessageView> CapturedAsync(OpenMessageView view, Message message, CancellationToken ct)
    {
        var own = (await views.OwnAsync([message], ct))[0];
        var rows = own.To.Select(a => (ParticipantRole.To, a.Name, a.Address))
            .Prepend((ParticipantRole.From, own.From.Name, own.From.Address))
            .Concat(own.Cc.Select(a => (ParticipantRole.Cc, a.Name, a.Address)))
            .Concat(own.Bcc.Select(a => (ParticipantRole.Bcc, a.Name, a.Address))).ToList();
        var personLinks = (await links.OfMessagesAsync([message.Id], ct))[message.Id].ToList();
        var (participants, found) = await ParticipantsAsync(rows, personLinks, ct);
        var recordLinks = (await links.OfConversationsAsync([message.ConversationId], ct))[message.ConversationId].ToList();
        var outside = participants.Where(p => !p.IsInternal).Select(p => p.Address).Distinct().ToList();
        return view with
        {
            Captured = true,
            Message = own,
            Participants = participants,
            Persons = [.. personLinks.Select(l => l.Record)],
            Links = [.. personLinks.Concat(recordLinks)],
            Suggestions = await suggestions.ForAsync(outside, message.ConversationId, ct, found),
            Audience = await audiences.OfAsync([message], ct),
            Conversation = new OpenConversation(
                own.ConversationId, await Counted.FirstAsync(db, new AskedConversation(me.Id, message.ConversationId), ct),
                await offers.OfAsync(message.ConversationId, ct)),
            Copies = await CopiesAsync(message.InternetMessageId, message.FromAddress, ct),
        };
    }

    /// <summary>Each address with its person: the one linked, else the one the viewer would find (R62, R80).</summary>
    private async Task<(IReadOnlyList<ParticipantView> Views, ILookup<string, Person> Found)> ParticipantsAsync(
        IReadOnlyList<(ParticipantRole Role, string Name, string Address)> rows, IReadOnlyList<LinkView>? linked,
        CancellationToken ct)
    {
        var addresses = rows.Select(r => r.Address).Distinct().ToList();
        var own = await OwnAddresses.LoadAsync(db, me.Id, addresses, bccDomain.Name, ct);
        var finder = new PersonFinder(db, me.Id);
        var outside = addresses.Where(a => !own.IsInternal(a)).ToList();
        var found = await finder.FindAsync(outside, ct);
        var best = outside.Select(a => (Address: a, Person: finder.Best(found[a]))).Where(f => f.Person is not null)
            .ToDictionary(f => f.Address, f => f.Person!.Id);
        var shown = await cards.LoadAsync(db, visible, best.Values, ct);
        var colleagues = await new Colleagues(db, visible).OfAsync(outside.Where(a => !best.ContainsKey(a)), ct);
        var byLink = (linked ?? []).Where(l => l.Why.Address is not null).ToLookup(l => l.Why.Address!);
        List<ParticipantView> participants =
        [
            .. rows.DistinctBy(r => (r.Role, r.Address)).Select(r =>
            {
                var link = byLink[r.Address].FirstOrDefault();
                var card = link?.Record ??
                    (best.TryGetValue(r.Address, out var id) ? shown.GetValueOrDefault(id) : null);
                return new ParticipantView(r.Role, r.Name, r.Address, own.IsInternal(r.Address), card, link?.Why)
                {
                    Colleague = card is null && !own.IsInternal(r.Address)
                        ? colleagues.GetValueOrDefault(Colleagues.DomainOf(r.Address))
                        : null,
                };
            }),
        ];
        return (participants, found);
    }

    /// <summary>Colleagues' copies of this mail that the viewer may see, and through which record (S13).</summary>
    private async Task<IReadOnlyList<CopyView>> CopiesAsync(string? internetMessageId, string? from, CancellationToken ct)
    {
        if (internetMessageId is null)
        {
            return [];
        }

        var copies = await (from is null ? Copies : CopiesOfSender).ToListAsync(
            db, new AskedCopies(me.Id, internetMessageId, from ?? ""), ct);
        if (copies.Count == 0)
        {
            return [];
        }

        var seen = await views.OnRecordAsync(copies, RecordMail.NoCopies, ct);
        return [.. seen.Where(c => c.Records.Count > 0).Select(c => new CopyView(c.Id, c.Owner, c.Records[0]))];
    }
}
