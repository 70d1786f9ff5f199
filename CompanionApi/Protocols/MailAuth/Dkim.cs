using System.Security.Cryptography;
using CompanionApi.Protocols.Dns;

namespace CompanionApi.Protocols.MailAuth;

/// <summary>Whether the domains that signed a message vouch for it as it came (RFC 6376, 8301, 8463).</summary>
public static class Dkim
{
    private const string SignatureName = "dkim-signature";

    /// <summary>Fields of which a letter has at most one (RFC 5322 section 3.6, RFC 2045 section 3).</summary>
    private static readonly string[] SingleFields =
    [
        "from", "sender", "reply-to", "to", "cc", "subject", "date", "message-id", "in-reply-to", "references",
        "mime-version", "content-type", "content-transfer-encoding", "content-disposition",
    ];

    /// <summary>
    /// Verifies the signatures of a message in the bytes it came in, from the top. No signature, no result. Never
    /// throws because of its input or of DNS; only <paramref name="ct"/> ends it with an exception.
    /// </summary>
    public static async Task<IReadOnlyList<DkimSignatureResult>> VerifyAsync(IDns dns, ReadOnlyMemory<byte> message,
        DkimLimits? limits = null, TimeProvider? clock = null, CancellationToken ct = default)
    {
        limits ??= new DkimLimits();
        var now = (clock ?? TimeProvider.System).GetUtcNow();
        var letter = DkimMessage.Read(message, limits);
        var verification = new Verification(dns, letter, limits, ct);
        var waiting = new List<Task<DkimSignatureResult>>();
        foreach (var field in letter.Named(SignatureName))
        {
            var signature = DkimSignature.Read(field, now, limits.ClockDrift, out var rejected);
            if (rejected is null && letter.Problem is not null)
                rejected = signature.Describe(DkimResult.PermError, letter.Problem);
            if (rejected is null && waiting.Count >= limits.Signatures)
                rejected = signature.Describe(DkimResult.Policy, $"more than {limits.Signatures} signatures");
            waiting.Add(rejected is null ? verification.VerifyAsync(signature) : Task.FromResult(rejected));
        }
        return await Task.WhenAll(waiting);
    }

    private sealed class Verification(IDns dns, DkimMessage message, DkimLimits limits, CancellationToken ct)
    {
        private readonly Dictionary<(bool IsRelaxed, long? Limit, string Hash), (byte[] Hash, long Length)> bodies = [];

        /// <summary>The key, then the body, then the signature (sections 6.1.2 and 6.1.3).</summary>
        public async Task<DkimSignatureResult> VerifyAsync(DkimSignature signature)
        {
            var body = BodyFor(signature);
            var isBodySigned = body.Hash.AsSpan().SequenceEqual(signature.BodyHash);
            var described = signature.Describe(DkimResult.PermError, "there is no key") with
            {
                CoversWholeBody = (signature.BodyLength ?? body.Length) == body.Length,
                FieldsAddedLater = FindFieldsAddedLater(signature),
            };
            if (signature.BodyLength > body.Length) return described with { Reason = "l= is beyond the body" };
            var answer = await dns.QueryAsync(signature.KeyName, DnsType.Txt, ct);
            if (answer.Status == DnsStatus.Temporary)
            {
                // A changed body stays changed, whatever DNS may answer later.
                return isBodySigned
                    ? described with { Result = DkimResult.TempError, Reason = $"the key: {answer.Reason}" }
                    : described with { Result = DkimResult.Fail, Reason = "the body was changed" };
            }
            var hash = isBodySigned ? DkimCanonical.HashHeader(message, signature, HashOf(signature)) : null;
            var result = described;
            foreach (var record in answer.Texts.Take(limits.KeyRecords))
            {
                result = VerifyWith(record, hash, signature, described);
                if (result.Result == DkimResult.Pass) return result;
            }
            return result;
        }

        private static DkimSignatureResult VerifyWith(
            string record, byte[]? hash, DkimSignature signature, DkimSignatureResult described)
        {
            if (DkimKey.Parse(record, out var problem) is not { } key)
                return described with { Result = DkimResult.PermError, Reason = problem };
            described = described with { IsKeyInTest = key.IsInTest };
            if (key.FindProblem(signature) is { } misuse)
                return described with { Result = DkimResult.PermError, Reason = misuse };
            if (hash is null) return described with { Result = DkimResult.Fail, Reason = "the body was changed" };
            var (result, reason, bits) = key.Verify(hash, signature);
            return described with { Result = result, Reason = reason, KeyBits = bits };
        }

        /// <summary>Many signatures mostly hash the body in one way; it may be large.</summary>
        private (byte[] Hash, long Length) BodyFor(DkimSignature signature)
        {
            var way = (signature.HasRelaxedBody, signature.BodyLength, signature.HashName);
            if (!bodies.TryGetValue(way, out var body))
            {
                body = bodies[way] = DkimCanonical.HashBody(
                    message.Body.Span, signature.HasRelaxedBody, signature.BodyLength, HashOf(signature));
            }
            return body;
        }

        private List<string> FindFieldsAddedLater(DkimSignature signature) => SingleFields.Where(name =>
        {
            var signed = signature.Headers.Count(header => header == name);
            return signed > 0 && message.Named(name).Count > signed;
        }).ToList();

        private static HashAlgorithmName HashOf(DkimSignature signature) =>
            signature.HashName == "sha1" ? HashAlgorithmName.SHA1 : HashAlgorithmName.SHA256;
    }
}
