using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using CompanionApi.Protocols.MailAuth;
using CompanionApi.Tests.Protocols.Dns;

namespace CompanionApi.Tests.Protocols.MailAuth;

/// <summary>Letters for the signers of others, their keys in files, and the keys' records in DNS.</summary>
internal sealed class SignedElsewhere : IDisposable
{
    public const string Domain = "contoso.example";
    public const string RsaSelector = "rsa";
    public const string Ed25519Selector = "ed";

    public static readonly string[] Canonicalizations =
        ["simple/simple", "simple/relaxed", "relaxed/simple", "relaxed/relaxed"];

    // RFC 8032 section 7.1: a key anybody may know.
    private static readonly byte[] Ed25519Seed =
        Convert.FromHexString("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");

    private static readonly byte[] Ed25519Public =
        Convert.FromHexString("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");

    private static readonly byte[] Pkcs8OfEd25519 = Convert.FromHexString("302e020100300506032b657004220420");

    private readonly RSA rsa = RSA.Create(2048);

    public SignedElsewhere()
    {
        Write("rsa.pem", rsa.ExportPkcs8PrivateKeyPem());
        Write("rsa1.pem", rsa.ExportRSAPrivateKeyPem());
        Write("ed.pem", PemEncoding.WriteString("PRIVATE KEY", [.. Pkcs8OfEd25519, .. Ed25519Seed]));
        Write("ed.seed", Convert.ToBase64String(Ed25519Seed));
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("mailcrm-dkim-").FullName;

    public TableDns Dns => new TableDns()
        .Txt($"{RsaSelector}._domainkey.{Domain}", $"v=DKIM1; p={Convert.ToBase64String(rsa.ExportSubjectPublicKeyInfo())}")
        .Txt($"{Ed25519Selector}._domainkey.{Domain}", $"v=DKIM1; k=ed25519; p={Convert.ToBase64String(Ed25519Public)}");

    public string Write(string name, string text) => Write(name, Encoding.Latin1.GetBytes(text));

    public string Write(string name, byte[] octets)
    {
        var file = Path.Combine(Folder, name);
        File.WriteAllBytes(file, octets);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return file;
    }

    /// <summary>What is wrong with a letter that somebody signed, and with our verdict once it is changed.</summary>
    public async Task<string?> ProblemAsync(string name, byte[] signed)
    {
        if (await VerdictAsync(signed) is not { Result: DkimResult.Pass } good)
            return $"{name}: {(await VerdictAsync(signed)).Reason}";
        var text = Encoding.Latin1.GetString(signed);
        foreach (var (what, changed) in Changes(text, good))
        {
            if ((await VerdictAsync(Encoding.Latin1.GetBytes(changed))).Result != DkimResult.Fail)
                return $"{name}: passes {what}";
        }
        return null;
    }

    public void Dispose()
    {
        rsa.Dispose();
        Directory.Delete(Folder, true);
    }

    private async Task<DkimSignatureResult> VerdictAsync(byte[] letter) =>
        Assert.Single(await Dkim.VerifyAsync(Dns, letter));

    private static IEnumerable<(string What, string Letter)> Changes(string text, DkimSignatureResult good)
    {
        var blank = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (good.BodyLength is null) yield return ("with a line more", text + "One more\r\n");
        if (good.BodyLength is null or > 0) yield return ("with a word before the body", text.Insert(blank + 4, "No "));
        if (good.SignedHeaders.Contains("subject"))
            yield return ("with another subject", Begin("Subject", "No"));
        yield return ("from another sender", Begin("From", "Mallory,"));

        string Begin(string name, string word) => Regex.Replace(
            text, $"^{name}:", $"$0 {word}", RegexOptions.Multiline | RegexOptions.IgnoreCase);
    }
}
