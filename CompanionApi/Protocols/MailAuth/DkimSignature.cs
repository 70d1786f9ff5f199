using System.Globalization;
using System.Text;

namespace CompanionApi.Protocols.MailAuth;

/// <summary>A DKIM-Signature field, read and held to RFC 6376 sections 3.5 and 6.1.1.</summary>
internal sealed class DkimSignature
{
    // Twelve digits of seconds reach to the year 33658; beyond what the clock can say is as good as for ever.
    private const int MaxTimeDigits = 12;
    private const int MaxLengthDigits = 76;
    private const long LastSecond = 253402300799;

    private readonly DkimTags tags;

    private DkimSignature(DkimField field, DkimTags tags) => (Field, this.tags) = (field, tags);

    public DkimField Field { get; }
    public string Domain { get; private set; } = "";
    public string Selector { get; private set; } = "";
    public string Identity { get; private set; } = "";
    public string IdentityDomain { get; private set; } = "";
    public string Algorithm { get; private set; } = "";
    public IReadOnlyList<string> Headers { get; private set; } = [];
    public bool HasRelaxedHeader { get; private set; }
    public bool HasRelaxedBody { get; private set; }
    public long? BodyLength { get; private set; }
    public DateTimeOffset? Timestamp { get; private set; }
    public DateTimeOffset? Expires { get; private set; }
    public byte[] BodyHash { get; private set; } = [];
    public byte[] Value { get; private set; } = [];

    public string KeyType => Algorithm[..Algorithm.IndexOf('-')];
    public string HashName => Algorithm[(Algorithm.IndexOf('-') + 1)..];

    /// <summary>The domain under which the key is published (section 3.6.2.1).</summary>
    public string KeyName => $"{Selector}._domainkey.{Domain}";

    /// <summary>What the result says of the field, right or wrong.</summary>
    public DkimSignatureResult Describe(DkimResult result, string reason) => new()
    {
        Result = result,
        Reason = reason,
        Domain = Domain,
        Selector = Selector,
        Identity = Identity,
        SignedHeaders = Headers,
        BodyLength = BodyLength,
        Timestamp = Timestamp,
        Expires = Expires,
        Algorithm = Algorithm,
    };

    /// <summary>Reads the field; a result instead of null means that it can go no further.</summary>
    public static DkimSignature Read(
        DkimField field, DateTimeOffset now, TimeSpan drift, out DkimSignatureResult? rejected)
    {
        var text = Encoding.UTF8.GetString(field.Raw.Span);
        var tags = DkimTags.Parse(text[(text.IndexOf(':') + 1)..]);
        var signature = new DkimSignature(field, tags ?? DkimTags.Parse("")!);
        var problem = tags is null ? "its tags cannot be read" : signature.FindProblem(now, drift);
        rejected = problem is null
            ? null
            : signature.Describe(signature.NamesNobody ? DkimResult.Neutral : DkimResult.PermError, problem);
        return signature;
    }

    private bool NamesNobody => Domain.Length == 0 || Selector.Length == 0;

    private string? FindProblem(DateTimeOffset now, TimeSpan drift)
    {
        // Who signed comes first, so that whatever is wrong after it can be told under the signer's name.
        Domain = DomainName.ToAscii(tags["d"] ?? "") ?? "";
        Selector = DomainName.ToAscii(tags["s"] ?? "") ?? "";
        if (NamesNobody) return "d= or s= is missing or no domain name";
        Algorithm = tags["a"] ?? "";
        Headers = tags.List("h").Select(name => name.ToLowerInvariant()).ToList();
        return FindVersionProblem()
            ?? FindCanonicalizationProblem()
            ?? FindIdentityProblem()
            ?? FindHeadersProblem()
            ?? FindTimeProblem(now, drift)
            ?? FindLengthProblem()
            ?? FindValuesProblem();
    }

    private string? FindVersionProblem()
    {
        if (tags["v"] != "1") return "v= is not 1";
        if (Algorithm is not ("rsa-sha256" or "rsa-sha1" or "ed25519-sha256")) return $"a= is '{Algorithm}'";
        var methods = tags.List("q");
        return methods.Count == 0 || methods.Contains("dns/txt") ? null : "q= knows no dns/txt";
    }

    private string? FindCanonicalizationProblem()
    {
        switch (tags["c"] ?? "simple/simple")
        {
            case "simple" or "simple/simple":
                return null;
            case "simple/relaxed":
                HasRelaxedBody = true;
                return null;
            case "relaxed" or "relaxed/simple":
                HasRelaxedHeader = true;
                return null;
            case "relaxed/relaxed":
                HasRelaxedHeader = HasRelaxedBody = true;
                return null;
            default:
                return $"c= is '{tags["c"]}'";
        }
    }

    private string? FindIdentityProblem()
    {
        Identity = tags["i"] ?? '@' + Domain;
        var at = Identity.LastIndexOf('@');
        IdentityDomain = at < 0 ? "" : DomainName.ToAscii(Identity[(at + 1)..]) ?? "";
        return DomainName.IsSameOrBelow(IdentityDomain, Domain) ? null : "i= is not in the domain of d=";
    }

    private string? FindHeadersProblem()
    {
        if (Headers.Count == 0 || Headers.Any(name => name is "" || name.AsSpan().ContainsAnyExceptInRange('!', '~')))
            return "h= is missing or broken";
        return Headers.Contains("from") ? null : "h= is without From";
    }

    private string? FindTimeProblem(DateTimeOffset now, TimeSpan drift)
    {
        if (!TryReadTime("t", out var timestamp)) return "t= is no time";
        if (!TryReadTime("x", out var expires)) return "x= is no time";
        (Timestamp, Expires) = (timestamp, expires);
        if (expires <= timestamp) return "x= is not after t=";
        if (timestamp > now + drift) return "t= lies in the future";
        return expires < now - drift ? "expired" : null;
    }

    private bool TryReadTime(string tag, out DateTimeOffset? time)
    {
        time = null;
        if (tags[tag] is not { } text) return true;
        if (text.Length > MaxTimeDigits || !TryReadDigits(text, out var seconds)) return false;
        time = DateTimeOffset.FromUnixTimeSeconds(Math.Min(seconds, LastSecond));
        return true;
    }

    private string? FindLengthProblem()
    {
        if (tags["l"] is not { } text) return null;
        if (text.Length > MaxLengthDigits || !TryReadDigits(text, out var length)) return "l= is no number";
        BodyLength = length;
        return null;
    }

    /// <summary>Digits only; what a long cannot hold is cut to its largest.</summary>
    private static bool TryReadDigits(string text, out long number)
    {
        number = long.MaxValue;
        if (text.Length == 0 || text.AsSpan().ContainsAnyExceptInRange('0', '9')) return false;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var fits)) number = fits;
        return true;
    }

    private string? FindValuesProblem()
    {
        if (tags.Base64("bh") is not { Length: > 0 } bodyHash) return "bh= is missing or no base64";
        if (tags.Base64("b") is not { Length: > 0 } value) return "b= is missing or no base64";
        (BodyHash, Value) = (bodyHash, value);
        return null;
    }
}
