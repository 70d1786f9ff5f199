using System.Security.Cryptography;
using System.Text;

namespace Demo.Microsoft365;

/// <summary>
/// Signs outgoing mail as Exchange Online does (RFC 6376): rsa-sha256, relaxed/relaxed, the whole body, and the fields
/// that Exchange signs. It shares no code with the verifier of the product, so that each keeps the other honest.
/// </summary>
public sealed class DkimSigner(string domain, string selector, RSA key)
{
    private static readonly string[] SignedNames =
    [
        "From", "To", "Cc", "Date", "Subject", "Message-ID", "In-Reply-To", "References",
        "Content-Type", "MIME-Version",
    ];

    private const int ValueCharsPerLine = 72;

    private readonly Lock gate = new();

    /// <summary>Where the public key belongs in DNS.</summary>
    public string TxtName => $"{selector}._domainkey.{domain}";

    /// <summary>The TXT record's text; beyond 255 chars a zone cuts it into several strings of one record.</summary>
    public string TxtRecord => $"v=DKIM1; k=rsa; p={Convert.ToBase64String(key.ExportSubjectPublicKeyInfo())}";

    /// <summary>The message with a DKIM-Signature field on top; nothing else in it changes.</summary>
    public byte[] Sign(ReadOnlySpan<byte> message, DateTimeOffset now)
    {
        // One byte is one char in Latin-1, so the text below is the bytes of the message.
        var text = Encoding.Latin1.GetString(message);
        var (fields, body) = Split(text);
        var signed = SignedNames
            .Where(name => fields.Any(field => NameOf(field).Equals(name, StringComparison.OrdinalIgnoreCase)))
            .ToList();
        var bodyHash = Convert.ToBase64String(SHA256.HashData(Encoding.Latin1.GetBytes(RelaxBody(body))));
        var unsigned = $"DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d={domain};\r\n"
            + $" s={selector}; t={now.ToUnixTimeSeconds()};\r\n"
            + $" h={string.Join(':', signed)};\r\n"
            + $" bh={bodyHash};\r\n b=";
        var covered = new StringBuilder();
        foreach (var name in signed)
        {
            var field = fields.Last(field => NameOf(field).Equals(name, StringComparison.OrdinalIgnoreCase));
            covered.Append(RelaxField(field)).Append("\r\n");
        }
        covered.Append(RelaxField(unsigned));
        var value = Convert.ToBase64String(SignHash(SHA256.HashData(Encoding.Latin1.GetBytes(covered.ToString()))));
        var folded = string.Join("\r\n ", value.Chunk(ValueCharsPerLine).Select(line => new string(line)));
        return [.. Encoding.ASCII.GetBytes($"{unsigned}{folded}\r\n"), .. message];
    }

    private byte[] SignHash(byte[] hash)
    {
        lock (gate) return key.SignHash(hash, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }

    /// <summary>The fields with their continuation lines, and the body; bare LFs have become CRLFs.</summary>
    private static (List<string> Fields, string Body) Split(string text)
    {
        const StringComparison exact = StringComparison.Ordinal;
        var normal = text.Replace("\r\n", "\n", exact).Replace("\n", "\r\n", exact);
        var blank = normal.StartsWith("\r\n", exact) ? 0 : normal.IndexOf("\r\n\r\n", exact);
        var header = blank < 0 ? normal : normal[..blank];
        var body = blank switch { < 0 => "", 0 => normal[2..], _ => normal[(blank + 4)..] };
        var fields = new List<string>();
        foreach (var line in header.Split("\r\n", StringSplitOptions.RemoveEmptyEntries))
        {
            if (line[0] is ' ' or '\t' && fields.Count > 0) fields[^1] += "\r\n" + line;
            else fields.Add(line);
        }
        return (fields, body);
    }

    private static string NameOf(string field) => field[..Math.Max(field.IndexOf(':'), 0)].TrimEnd();

    private static string RelaxField(string field)
    {
        var value = field[(field.IndexOf(':') + 1)..].Replace("\r\n", "", StringComparison.Ordinal);
        return $"{NameOf(field).ToLowerInvariant()}:{RelaxLine(value).Trim(' ')}";
    }

    private static string RelaxBody(string body)
    {
        var lines = body.Split("\r\n").Select(line => RelaxLine(line).TrimEnd(' ')).ToList();
        var count = lines.FindLastIndex(line => line.Length > 0) + 1;
        return string.Concat(lines.Take(count).Select(line => line + "\r\n"));
    }

    /// <summary>White space in a row becomes one space.</summary>
    private static string RelaxLine(string line)
    {
        var relaxed = new StringBuilder(line.Length);
        foreach (var c in line)
        {
            if (c is not (' ' or '\t')) relaxed.Append(c);
            else if (relaxed.Length == 0 || relaxed[^1] != ' ') relaxed.Append(' ');
        }
        return relaxed.ToString();
    }
}
