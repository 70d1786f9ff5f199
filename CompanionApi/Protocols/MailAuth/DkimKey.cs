using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace CompanionApi.Protocols.MailAuth;

/// <summary>A key record (RFC 6376 section 3.6.1, RFC 8463 section 4).</summary>
internal sealed class DkimKey
{
    // RFC 8301 section 3.2: signatures by shorter keys must not be held valid.
    private const int MinRsaBits = 1024;

    // Its sender chooses the key, and we pay for the arithmetic.
    private const int MaxRsaBits = 8192;

    /// <summary>Of records as they stood in DNS: the same few senders come again and again.</summary>
    private const int MostKnown = 500;

    private const int LongestKnown = 2_000;

    private static readonly ConcurrentDictionary<string, DkimKey> Known = new();

    private readonly DkimTags tags;
    private readonly byte[] publicKey;

    // To make one of a key's bytes takes as long as to verify with it; each is used by one at a time.
    private readonly ConcurrentBag<RSA> ready = [];

    private DkimKey(DkimTags tags, byte[] publicKey) => (this.tags, this.publicKey) = (tags, publicKey);

    public string Type => tags["k"] ?? "rsa";
    public bool IsInTest => tags.List("t").Contains("y");

    /// <summary>Null where the record is no usable key; the problem then says why.</summary>
    public static DkimKey? Parse(string text, out string problem)
    {
        problem = "";
        if (Known.TryGetValue(text, out var known)) return known;
        if (Read(text, out problem) is not { } key) return null;
        if (text.Length > LongestKnown) return key;
        if (Known.Count >= MostKnown) Known.Clear();
        return Known.GetOrAdd(text, key);
    }

    private static DkimKey? Read(string text, out string problem)
    {
        problem = "the key record is broken";
        if (DkimTags.Parse(text) is not { } tags) return null;
        if (tags["v"] is { } version && (version != "DKIM1" || tags.First != "v")) return null;
        if (tags["p"] is not { } value) return null;
        problem = "the key is revoked";
        if (value.Length == 0) return null;
        problem = "the public key is no base64";
        return tags.Base64("p") is { Length: > 0 } publicKey ? new DkimKey(tags, publicKey) : null;
    }

    /// <summary>Whether the key may be used for this signature at all; null when it may.</summary>
    public string? FindProblem(DkimSignature signature)
    {
        if (!Type.Equals(signature.KeyType, StringComparison.OrdinalIgnoreCase)) return $"the key is for {Type}";
        if (tags.List("h") is { Count: > 0 } hashes && !hashes.Contains(signature.HashName))
            return $"the key does not allow {signature.HashName}";
        if (tags.List("s") is { Count: > 0 } services && !services.Contains("*") && !services.Contains("email"))
            return "the key is not for mail";
        return tags.List("t").Contains("s") && signature.IdentityDomain != signature.Domain
            ? "the key allows no subdomain in i="
            : null;
    }

    /// <summary>Whether the value signs the hash, and what else is to say of the key.</summary>
    public (DkimResult Result, string Reason, int? Bits) Verify(byte[] hash, DkimSignature signature)
    {
        if (signature.KeyType == "ed25519")
        {
            if (publicKey.Length != Ed25519.KeyBytes)
                return (DkimResult.PermError, "an Ed25519 key has 32 bytes", null);
            return (Ed25519.Verify(publicKey, hash, signature.Value), Ed25519.KeyBytes * 8) switch
            {
                (true, var bits) => (DkimResult.Pass, "", bits),
                (false, var bits) => (DkimResult.Fail, "the signature does not hold", bits),
            };
        }
        try
        {
            return VerifyRsa(hash, signature);
        }
        catch (CryptographicException)
        {
            return (DkimResult.PermError, "the RSA key cannot be used", null);
        }
    }

    private (DkimResult Result, string Reason, int? Bits) VerifyRsa(byte[] hash, DkimSignature signature)
    {
        var rsa = ready.TryTake(out var made) ? made : NewRsa();
        try
        {
            return Verify(rsa, hash, signature);
        }
        finally
        {
            ready.Add(rsa);
        }
    }

    private static (DkimResult Result, string Reason, int? Bits) Verify(RSA rsa, byte[] hash, DkimSignature signature)
    {
        var bits = rsa.KeySize;
        if (bits is < MinRsaBits or > MaxRsaBits) return (DkimResult.Policy, $"an RSA key of {bits} bits", bits);
        var algorithm = signature.HashName == "sha1" ? HashAlgorithmName.SHA1 : HashAlgorithmName.SHA256;
        if (!rsa.VerifyHash(hash, signature.Value, algorithm, RSASignaturePadding.Pkcs1))
            return (DkimResult.Fail, "the signature does not hold", bits);
        // RFC 8301 section 3.1. It is still computed: "made with rsa-sha1" helps its sender, "changed" would mislead.
        return algorithm == HashAlgorithmName.SHA1
            ? (DkimResult.Policy, "rsa-sha1 proves nothing any more", bits)
            : (DkimResult.Pass, "", bits);
    }

    /// <summary>SubjectPublicKeyInfo is what everybody publishes, RSAPublicKey what the RFC's grammar says.</summary>
    private RSA NewRsa()
    {
        var rsa = RSA.Create();
        try
        {
            rsa.ImportSubjectPublicKeyInfo(publicKey, out _);
            return rsa;
        }
        catch (CryptographicException)
        {
            rsa.ImportRSAPublicKey(publicKey, out _);
            return rsa;
        }
    }
}
