using CompanionApi.Protocols.Dns;
using CompanionApi.Protocols.MailAuth;
using CompanionApi.Protocols.Mime;
using CompanionApi.Protocols.Smtp;

namespace CompanionApi.SmartBcc;

/// <summary>What counts as proof of a sender.</summary>
public sealed record ProofOptions
{
    /// <summary>DKIM alone with a Date or t= older than this may be a replay (S30).</summary>
    public TimeSpan MaxAge { get; init; } = TimeSpan.FromDays(3);
}

public enum SenderVerdict
{
    /// <summary>The From address is proven by <see cref="SenderProof.Proof"/>.</summary>
    Proven,

    /// <summary>Proven by an old signature alone: perhaps somebody sends the rep's mail again.</summary>
    Doubtful,

    /// <summary>DNS did not answer: come again.</summary>
    TryAgain,

    /// <summary>Not exactly one From with one address.</summary>
    NotOneFrom,

    /// <summary>Neither DKIM nor SPF passes in alignment with From.</summary>
    Unproven,
}

/// <summary>The verdict, what carried it ("dkim contoso.example"), and per method why not, for the log and the sender.</summary>
public sealed record SenderProof(SenderVerdict Verdict, string From, string Proof, string Spf, string Dkim);

/// <summary>
/// Decides whether a mail is from whom it says (R23, S30): exactly one From; a DKIM signature or SPF that passes,
/// aligned with it; a signature that covers From and the whole body. Says nothing of whether we know the sender.
/// </summary>
public sealed class SenderCheck(IDns dns, ProofOptions options, TimeProvider clock)
{
    /// <param name="envelope">What the client said.</param>
    /// <param name="source">The message as received.</param>
    /// <param name="mail">Its header.</param>
    /// <param name="requiresDkim">The company takes no SPF.</param>
    /// <param name="ct">Ends the look-ups.</param>
    public async Task<SenderProof> CheckAsync(
        SmtpEnvelope envelope, ReadOnlyMemory<byte> source, MailHeader mail, bool requiresDkim, CancellationToken ct)
    {
        if (mail.FromHeaderCount != 1 || mail.From.Count != 1 || mail.From[0].Address.LastIndexOf('@') is < 1 and var at)
        {
            return new SenderProof(SenderVerdict.NotOneFrom, "", "", "not checked", "not checked");
        }

        var from = Addresses.Normalize(mail.From[0].Address);
        var domain = from[(from.LastIndexOf('@') + 1)..];
        var spfTask = Spf.CheckAsync(dns, envelope.ClientAddress, envelope.Helo, envelope.MailFrom, ct: ct);
        var signatures = await Dkim.VerifyAsync(dns, source, clock: clock, ct: ct);
        var spf = await spfTask;

        var aligned = signatures.Where(s => Alignment.IsAligned(domain, s.Domain)).ToList();
        var vouching = aligned.Where(Vouches).ToList();
        // A relay of the sender's may sign again what was signed long ago: the fresh one is no replay.
        var signed = vouching.Find(s => !IsOld(s, mail)) ?? vouching.FirstOrDefault();
        var spfHolds = spf.Result == SpfResult.Pass && Alignment.IsAligned(domain, spf.Domain);
        var spfText = Describe(spf, domain);
        var dkimText = signed is not null ? $"pass for {signed.Domain}" : Describe(signatures, aligned, domain);
        if (signed is not null)
        {
            var isOld = !spfHolds && IsOld(signed, mail);
            return new SenderProof(
                isOld ? SenderVerdict.Doubtful : SenderVerdict.Proven, from, $"dkim {signed.Domain}", spfText, dkimText);
        }

        if (spfHolds && !requiresDkim)
        {
            return new SenderProof(SenderVerdict.Proven, from, $"spf {spf.Domain}", spfText, dkimText);
        }

        var mayYet = aligned.Any(s => s.Result == DkimResult.TempError) ||
            (spf.Result == SpfResult.TempError && !requiresDkim && Alignment.IsAligned(domain, spf.Domain));
        return new SenderProof(
            mayYet ? SenderVerdict.TryAgain : SenderVerdict.Unproven, from, "", spfText, dkimText);
    }

    /// <summary>A pass that speaks for all that a reader sees.</summary>
    private static bool Vouches(DkimSignatureResult signature) =>
        signature.Result == DkimResult.Pass && !signature.IsKeyInTest && signature.CoversWholeBody &&
        signature.SignedHeaders.Contains("from") && signature.FieldsAddedLater.Count == 0;

    /// <summary>By what the signature covers: whoever sends a mail again may write any date that it does not.</summary>
    private bool IsOld(DkimSignatureResult signature, MailHeader mail)
    {
        var oldest = clock.GetUtcNow() - options.MaxAge;
        return signature.Timestamp < oldest || mail.Date is null || mail.Date < oldest ||
            (signature.Timestamp is null && !signature.SignedHeaders.Contains("date"));
    }

    private static string Describe(SpfVerdict spf, string domain) => spf.Result switch
    {
        SpfResult.Pass when !Alignment.IsAligned(domain, spf.Domain) => $"pass for {spf.Domain}, which is not {domain}",
        SpfResult.None => spf.Domain.Length > 0 ? $"no policy at {spf.Domain}" : "no policy",
        _ => $"{spf.Result.ToString().ToLowerInvariant()} for {spf.Domain}",
    };

    private static string Describe(
        IReadOnlyList<DkimSignatureResult> all, IReadOnlyList<DkimSignatureResult> aligned, string domain)
    {
        if (all.Count == 0)
        {
            return "no signature";
        }

        if (aligned.Count == 0)
        {
            return $"signed by {all[0].Domain}, which is not {domain}";
        }

        var nearest = aligned.FirstOrDefault(s => s.Result == DkimResult.Pass) ?? aligned[0];
        return nearest switch
        {
            { Result: not DkimResult.Pass } => $"{nearest.Result.ToString().ToLowerInvariant()} ({nearest.Reason})",
            { CoversWholeBody: false } => "the signature leaves part of the body unsigned (l=)",
            { IsKeyInTest: true } => "the key is in test (t=y)",
            { FieldsAddedLater.Count: > 0 } => $"fields were added after signing ({string.Join(", ", nearest.FieldsAddedLater)})",
            _ => "From is not signed",
        };
    }
}
