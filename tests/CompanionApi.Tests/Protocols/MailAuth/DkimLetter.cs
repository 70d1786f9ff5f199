using System.Security.Cryptography;
using System.Text;
using CompanionApi.Protocols.MailAuth;
using CompanionApi.Tests.Protocols.Dns;

namespace CompanionApi.Tests.Protocols.MailAuth;

/// <summary>A letter signed in the test. What is signed stands there too, so no canonicalization is shared.</summary>
internal sealed class DkimLetter
{
    public static readonly DateTimeOffset Now = new(2026, 11, 21, 9, 0, 0, TimeSpan.Zero);

    private static readonly RSA DefaultKey = RSA.Create(1024);

    public RSA Key { get; init; } = DefaultKey;

    /// <summary>The tags of the signature but bh= and b=.</summary>
    public string Tags { get; init; } = "v=1; a=rsa-sha256; d=contoso.example; s=s1; h=from:subject";

    public string Header { get; init; } = "From: anna@contoso.example\r\nSubject: Offer\r\n";
    public string Body { get; init; } = "Hello.\r\n";

    /// <summary>What is signed in place of the header, where that differs from it.</summary>
    public string? SignedHeader { get; init; }

    public string? SignedBody { get; init; }

    /// <summary>The key record before p=.</summary>
    public string KeyTags { get; init; } = "v=DKIM1; k=rsa; ";

    public string KeyRecord => $"{KeyTags}p={Convert.ToBase64String(Key.ExportSubjectPublicKeyInfo())}";

    public string Signature
    {
        get
        {
            var isSha1 = Tags.Contains("rsa-sha1");
            var algorithm = isSha1 ? HashAlgorithmName.SHA1 : HashAlgorithmName.SHA256;
            var body = Bytes(SignedBody ?? Body);
            var bodyHash = Convert.ToBase64String(isSha1 ? SHA1.HashData(body) : SHA256.HashData(body));
            var tags = $"{Tags}; bh={bodyHash}; b=";
            var name = Tags.Contains("c=relaxed") ? "dkim-signature:" : "DKIM-Signature: ";
            var signed = Bytes((SignedHeader ?? Header) + name + tags);
            var value = Key.SignData(signed, algorithm, RSASignaturePadding.Pkcs1);
            return $"DKIM-Signature: {tags}{Convert.ToBase64String(value)}\r\n";
        }
    }

    public string Text => $"{Signature}{Header}\r\n{Body}";

    public Task<DkimSignatureResult> VerifyAsync() => VerifyAsync(Text);

    /// <summary>Verifies another text in this letter's place, with its key in DNS.</summary>
    public Task<DkimSignatureResult> VerifyAsync(string text) =>
        VerifyAsync(text, new TableDns().Txt("s1._domainkey.contoso.example", KeyRecord));

    public static async Task<DkimSignatureResult> VerifyAsync(string text, TableDns dns) =>
        Assert.Single(await Dkim.VerifyAsync(dns, Bytes(text), clock: new ManualClock(Now)));

    public static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);
}
