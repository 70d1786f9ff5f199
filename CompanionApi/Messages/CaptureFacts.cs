using CompanionApi.Data;
using CompanionApi.Linking;

namespace CompanionApi.Messages;

/// <summary>What mails of one owner ask on their way in, asked once for all that are captured together.</summary>
/// <param name="NeverCapture">The entries of both lists that they could stand under.</param>
/// <param name="Own">The company's own side of them.</param>
/// <param name="Links">Whose they may be.</param>
/// <param name="Traces">What they could meet here; null: one mail alone asks directly.</param>
internal sealed record CaptureFacts(NeverCaptureEntries NeverCapture, OwnAddresses Own, LinkFacts Links, MailTraces? Traces)
{
    /// <summary>For one mail.</summary>
    public static async Task<CaptureFacts> OfAsync(CompanionDb db, IncomingMessage incoming, BccDomain bccDomain) =>
        await OfAsync(db, incoming.OwnerId, MessageRows.Everyone(incoming), null, bccDomain);

    /// <summary>For several, of one owner, by a door that makes no persons: each would be asked about what the one before made.</summary>
    public static async Task<CaptureFacts> OfAsync(
        CompanionDb db, IReadOnlyList<(IncomingMessage Incoming, Identity Identity)> mails, BccDomain bccDomain)
    {
        var owner = mails[0].Incoming.OwnerId;
        return mails.Any(m => m.Incoming.OwnerId != owner || m.Incoming.NewPersons > 0)
            ? throw new ArgumentException("Mails of several owners, or that make persons.", nameof(mails))
            : await OfAsync(
                db, owner, mails.SelectMany(m => MessageRows.Everyone(m.Incoming)).ToHashSet(),
                await MailTraces.LoadAsync(db, owner, mails), bccDomain);
    }

    private static async Task<CaptureFacts> OfAsync(
        CompanionDb db, long owner, IReadOnlyCollection<string> everyone, MailTraces? traces, BccDomain bccDomain) => new(
        await NeverCaptureEntries.LoadAsync(db, owner, everyone), await OwnAddresses.LoadAsync(db, owner, everyone, bccDomain.Name),
        await LinkFacts.LoadAsync(db, owner, everyone), traces);
}
