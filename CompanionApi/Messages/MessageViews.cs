using System.Text.Json.Serialization;
using CompanionApi.Data;
using CompanionApi.Data.Prepared;
using CompanionApi.Linking;
using CompanionApi.Model;

namespace CompanionApi.Messages;

/// <summary>
/// Messages as answers: everything for their owner, and for a colleague only what S4 lists. The messages given have
/// passed the gate; the records named with them pass it here.
/// </summary>
public sealed class MessageViews(CompanionDb db, Visible visible, CurrentUser me, NoticeViews notices, LinkViews links)
{
    private sealed record Asked(IReadOnlyCollection<long> Ids);

    private sealed record Standing(long MessageId, bool IsSynced, bool IsGone, ItemState State);

    private sealed record Coming(long MessageId, Door Door, DateTimeOffset At, bool IsForward, string? Proof);

    private static readonly PreparedQuery<Asked, Participant> People = new((db, asked) =>
        db.Participants.Where(p => asked.Ids.Contains(p.MessageId)));

    private static readonly PreparedQuery<Asked, MessagePart> Parts = new((db, asked) =>
        db.MessageParts.Where(p => asked.Ids.Contains(p.MessageId)).OrderBy(p => p.Number));

    private static readonly PreparedQuery<Asked, Coming> Comings = new((db, asked) =>
        from arrival in db.Arrivals
        where asked.Ids.Contains(arrival.MessageId)
        orderby arrival.At
        select new Coming(arrival.MessageId, arrival.Door, arrival.At, arrival.IsForward, arrival.Proof));

    private static readonly PreparedQuery<Asked, Forward> Forwards = new((db, asked) =>
        db.Forwards.Where(f => asked.Ids.Contains(f.MessageId)).OrderBy(f => f.Id));

    private static readonly PreparedQuery<Asked, Standing> Items = new((db, asked) =>
        db.MailboxItems.Where(i => asked.Ids.Contains(i.MessageId!.Value))
            .Select(i => new Standing(i.MessageId!.Value, i.MailAccountId != null, i.GoneAt != null, i.State)));

    /// <summary>The viewer's own messages, in the order given.</summary>
    public async Task<IReadOnlyList<OwnMessage>> OwnAsync(IReadOnlyList<Message> messages, CancellationToken ct = default)
    {
        var ids = messages.Select(m => m.Id).ToList();
        var people = await PeopleAsync(ids, ct);
        var parts = await PartsAsync(ids, ct);
        var arrivals = (await Comings.ToListAsync(db, new Asked(ids), ct)).ToLookup(
            a => a.MessageId,
            a => new MessageSource(a.Door, a.At, a.IsForward ? null : a.Proof, a.IsForward ? a.Proof : null));
        var forwards = (await Forwards.ToListAsync(db, new Asked(ids), ct)).ToLookup(f => f.MessageId);
        var items = (await Items.ToListAsync(db, new Asked(ids), ct)).ToLookup(i => i.MessageId);
        var owner = new UserRef(me.PublicId, me.DisplayName);
        var told = await notices.OfAsync(messages, ct);
        var conversations = await visible.MyConversationIdsAsync(
            [.. messages.Select(m => m.ConversationId).Distinct()], ct);
        return
        [
            .. messages.Select(m => new OwnMessage(
                m.PublicId, conversations[m.ConversationId], m.Subject, From(m),
                Of(people[m.Id], ParticipantRole.To), Of(people[m.Id], ParticipantRole.Cc),
                Of(people[m.Id], ParticipantRole.Bcc), m.SentAt, m.IsSent, m.Visibility, m.IsRead,
                m.ArchivedAt is not null, m.Snippet, [.. parts[m.Id].Select(Attachment)],
                [.. arrivals[m.Id]],
                [.. told[m.Id]])
            {
                PlacedBy = m.PlacedBy,
                ForwardedBy = m.SenderReadFrom is null ? null : owner,
                Forward = ForwardView.Of(m, [.. forwards[m.Id]]),
                NoLongerInMailbox = IsGone(items[m.Id]),
                WithoutAttachments = parts[m.Id].All(p => p.IsInline) && items[m.Id].Any(i => i.State == ItemState.WithoutAttachments),
            }),
        ];
    }

    /// <summary>Messages of any owner as a record's page and a colleague see them, in the order given.</summary>
    public async Task<IReadOnlyList<RecordMessage>> OnRecordAsync(
        IReadOnlyList<Message> messages, ILookup<long, long> alsoSharedBy, CancellationToken ct = default)
    {
        var ids = messages.Select(m => m.Id).ToList();
        var people = await PeopleAsync(ids, ct);
        var parts = await PartsAsync(ids, ct);
        var owners = await UserRefs.LoadAsync(
            db, [.. messages.Select(m => m.OwnerId).Concat(alsoSharedBy.SelectMany(o => o)).Distinct()], ct);
        var linked = await Audiences.LinksAsync(db, ids, ct);
        var records = await visible.RefsAsync([.. linked.Records.Keys], ct);
        var mine = messages.Where(m => m.OwnerId == me.Id).Select(m => m.ConversationId).Distinct().ToList();
        var conversations = await visible.MyConversationIdsAsync(mine, ct);
        var byConversation = await links.OfConversationsAsync(mine, ct);
        var byMessage = await links.OfMessagesAsync([.. messages.Where(m => m.OwnerId == me.Id).Select(m => m.Id)], ct);
        return
        [
            .. messages.Select(m => new RecordMessage(
                m.PublicId, m.OwnerId == me.Id, owners[m.OwnerId], [.. alsoSharedBy[m.Id].Select(id => owners[id])],
                From(m), Of(people[m.Id], ParticipantRole.To), Of(people[m.Id], ParticipantRole.Cc), m.SentAt, m.Subject,
                m.Snippet, m.IsSent, [.. parts[m.Id].Select(Attachment)],
                [.. linked.Of(m.Id).Where(r => records.ContainsKey(r.Id)).Select(r => records[r.Id])])
            {
                Visibility = m.OwnerId == me.Id ? m.Visibility : null,
                ConversationId = m.OwnerId == me.Id ? conversations[m.ConversationId] : null,
                Links = m.OwnerId == me.Id ? [.. byMessage[m.Id], .. byConversation[m.ConversationId]] : null,
                ForwardedBy = m.SenderReadFrom is null ? null : owners[m.OwnerId],
            }),
        ];
    }

    /// <summary>What the pane alone knows of says nothing of whether it is still there.</summary>
    private static bool IsGone(IEnumerable<Standing> items)
    {
        var synced = items.Where(i => i.IsSynced).ToList();
        return synced.Count > 0 && synced.All(i => i.IsGone);
    }

    private static AddressView From(Message m) => new(m.FromName, m.FromAddress);

    private static List<AddressView> Of(IEnumerable<Participant> people, ParticipantRole role) =>
        [.. people.Where(p => p.Role == role).OrderBy(p => p.Position).Select(p => new AddressView(p.Name, p.Address))];

    private static AttachmentView Attachment(MessagePart part) =>
        new(part.Number, part.FileName, part.ContentType, part.DecodedLength, part.ContentId, part.IsInline);

    private async Task<ILookup<long, Participant>> PeopleAsync(List<long> ids, CancellationToken ct) =>
        (await People.ToListAsync(db, new Asked(ids), ct)).ToLookup(p => p.MessageId);

    private async Task<ILookup<long, MessagePart>> PartsAsync(List<long> ids, CancellationToken ct) =>
        (await Parts.ToListAsync(db, new Asked(ids), ct)).ToLookup(p => p.MessageId);
}

public sealed record AddressView(string Name, string Address);

public sealed record AttachmentView(int N, string Name, string ContentType, int Size, string? ContentId, bool Inline);

/// <summary>
/// How and when it came, and what proved the sender then. Of what came inside a forward only who forwarded it was
/// proven: <c>proof</c> is null and <c>forwarderProof</c> says by what.
/// </summary>
public sealed record MessageSource(Door Door, DateTimeOffset At, string? Proof, string? ForwarderProof);

/// <summary>A message as its owner sees it.</summary>
public sealed record OwnMessage(
    Guid Id, Guid ConversationId, string Subject, AddressView From, IReadOnlyList<AddressView> To,
    IReadOnlyList<AddressView> Cc, IReadOnlyList<AddressView> Bcc, DateTimeOffset Date, bool IsSent, Visibility Visibility,
    bool Read, bool Archived, string Snippet, IReadOnlyList<AttachmentView> Attachments,
    IReadOnlyList<MessageSource> Sources, IReadOnlyList<MessageNotice> Notices)
{
    public bool Mine { get; } = true;

    /// <summary>The rule, or the hand, that placed it in its conversation (R66).</summary>
    public required PlacedBy PlacedBy { get; init; }

    /// <summary>Set while the message is what its owner forwarded: its sender, date and text are her claim.</summary>
    public UserRef? ForwardedBy { get; init; }

    public ForwardView? Forward { get; init; }

    /// <summary>The owner's synced mailboxes had it, and have it no more (S54).</summary>
    public required bool NoLongerInMailbox { get; init; }

    /// <summary>Its attachments are larger than the limit, and only in the mailbox.</summary>
    public required bool WithoutAttachments { get; init; }
}

/// <summary>What the owner alone knows of a forward. <c>senderReadFrom</c> is null once the mail itself is here.</summary>
public sealed record ForwardView(SenderReadFrom? SenderReadFrom, AddressView ReadAs, DateTimeOffset At, string? Note)
{
    public static ForwardView? Of(Message message, IReadOnlyList<Forward> forwards) => forwards.Count == 0
        ? null
        : new ForwardView(
            message.SenderReadFrom, new AddressView(forwards[0].ReadName, forwards[0].ReadAddress), forwards[0].At,
            forwards.Select(f => f.Note).FirstOrDefault(note => note is not null));
}

/// <summary>A message on a record's page; what only its owner may know is absent for others (S4).</summary>
public sealed record RecordMessage(
    Guid Id, bool Mine, UserRef Owner, IReadOnlyList<UserRef> AlsoSharedBy, AddressView From,
    IReadOnlyList<AddressView> To, IReadOnlyList<AddressView> Cc, DateTimeOffset Date, string Subject, string Snippet,
    bool IsSent, IReadOnlyList<AttachmentView> Attachments, IReadOnlyList<RecordRef> Records)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Visibility? Visibility { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Guid? ConversationId { get; init; }

    /// <summary>What it is linked to and why; its owner's alone.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<LinkView>? Links { get; init; }

    /// <summary>Set where the message is what this colleague forwarded: its sender is a claim.</summary>
    public UserRef? ForwardedBy { get; init; }
}
