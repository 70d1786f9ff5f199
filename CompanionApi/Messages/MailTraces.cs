using CompanionApi.Data;
using CompanionApi.Data.Prepared;

namespace CompanionApi.Messages;

/// <summary>
/// Whether anything at all stands here that mails on their way in could be, answer, or be answered by: asked once for all that
/// one transaction captures. Most of a first sync leaves no trace, and then needs none of the questions that find out which. A
/// trace promises nothing; without one there is nothing.
/// </summary>
internal sealed class MailTraces
{
    private sealed record Asked(long OwnerId, IReadOnlyCollection<string> Values);

    private sealed record AskedOwner(long OwnerId);

    private static readonly PreparedQuery<Asked, string> OfIds = new((db, asked) =>
        db.Messages.Where(m => m.OwnerId == asked.OwnerId && asked.Values.Contains(m.InternetMessageId))
            .Select(m => m.InternetMessageId));

    private static readonly PreparedQuery<Asked, string> OfMentions = new((db, asked) =>
        db.MessageReferences.Where(r => r.OwnerId == asked.OwnerId && asked.Values.Contains(r.InternetMessageId))
            .Select(r => r.InternetMessageId).Distinct());

    private static readonly PreparedQuery<Asked, string> OfProviders = new((db, asked) =>
        db.Messages.Where(m => m.OwnerId == asked.OwnerId && asked.Values.Contains(m.ProviderConversationId!))
            .Select(m => m.ProviderConversationId!).Distinct());

    private static readonly PreparedQuery<Asked, string> OfCarriers = new((db, asked) =>
        db.Forwards.Where(f => f.OwnerId == asked.OwnerId && asked.Values.Contains(f.OuterMessageId)).Select(f => f.OuterMessageId));

    private static readonly PreparedQuery<Asked, string> OfForwards = new((db, asked) =>
        db.Forwards.Where(f => f.OwnerId == asked.OwnerId && asked.Values.Contains(f.MatchKey)).Select(f => f.MatchKey));

    private static readonly PreparedQuery<AskedOwner, long> OfBurials = new((db, asked) =>
        db.Tombstones.Where(t => t.OwnerId == asked.OwnerId).Select(t => t.Id).Take(1));

    private readonly HashSet<string> ids;
    private readonly HashSet<string> mentioned;
    private readonly HashSet<string> providers;
    private readonly HashSet<string> carriers;
    private readonly HashSet<string> forwards;
    private readonly bool hasBuried;

    private MailTraces(
        HashSet<string> ids, HashSet<string> mentioned, HashSet<string> providers, HashSet<string> carriers,
        HashSet<string> forwards, bool hasBuried)
    {
        (this.ids, this.mentioned, this.providers) = (ids, mentioned, providers);
        (this.carriers, this.forwards, this.hasBuried) = (carriers, forwards, hasBuried);
    }

    /// <param name="db">One company's context.</param>
    /// <param name="ownerId">Whose mails.</param>
    /// <param name="mails">All that will be asked about.</param>
    public static async Task<MailTraces> LoadAsync(
        CompanionDb db, long ownerId, IReadOnlyCollection<(IncomingMessage Incoming, Identity Identity)> mails)
    {
        var own = mails.Select(m => m.Identity.InternetMessageId).ToHashSet();
        var mentions = mails.SelectMany(m => MessageRows.Mentions(m.Incoming.Mail));
        var keys = mails.Select(m => ForwardMatch.KeyOf(m.Identity.FromAddress, m.Identity.Subject)).ToHashSet();
        return new MailTraces(
            await AskAsync(OfIds, own.Union(mentions)), await AskAsync(OfMentions, own),
            await AskAsync(OfProviders, mails.Select(m => m.Incoming.ProviderConversationId).OfType<string>().Distinct()),
            await AskAsync(OfCarriers, own), await AskAsync(OfForwards, keys),
            await OfBurials.FirstAsync(db, new AskedOwner(ownerId)) != 0);

        async Task<HashSet<string>> AskAsync(PreparedQuery<Asked, string> query, IEnumerable<string> values) =>
            [.. await query.ToListAsync(db, new Asked(ownerId, [.. values]))];
    }

    /// <summary>A mail was captured: from here on the others may meet it.</summary>
    public void Add(string internetMessageId, IncomingMessage incoming)
    {
        ids.Add(internetMessageId);
        mentioned.UnionWith(MessageRows.Mentions(incoming.Mail));
        if (incoming.ProviderConversationId is { } provider)
        {
            providers.Add(provider);
        }
    }

    /// <summary>The mail may be here, by its id or by a forward, or have been deleted here.</summary>
    public bool MayBeKnown(Identity identity) => hasBuried || ids.Contains(identity.InternetMessageId) ||
        carriers.Contains(identity.InternetMessageId) || forwards.Contains(ForwardMatch.KeyOf(identity.FromAddress, identity.Subject));

    public bool MayAnswer(IEnumerable<string> mentions) => mentions.Any(ids.Contains);

    public bool MayBeAnswered(string internetMessageId) => mentioned.Contains(internetMessageId);

    public bool MayBeOfProvider(string conversation) => providers.Contains(conversation);
}
