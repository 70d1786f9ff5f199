using System.Security.Cryptography;
using System.Text;
using CompanionApi.Protocols.Dns;
using CompanionApi.Protocols.MailAuth;
using Demo.Microsoft365;

namespace Demo.Tests.Microsoft365;

public sealed class DkimSignerTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 9, 0, 0, TimeSpan.Zero);

    private readonly RSA key = RSA.Create(2048);

    public void Dispose() => key.Dispose();

    [Theory]
    [InlineData("From: Anna <anna@contoso.example>\r\nTo: dan@fabrikam.example\r\nSubject: Offer\r\n\r\nHello.\r\n")]
    [InlineData("From:\r\n\tanna@contoso.example\r\nsubject : two \t words\r\n folded\r\n\r\n a \t b \r\n\r\nc\r\n\r\n")]
    [InlineData("From: anna@contoso.example\nSubject: bare line feeds\n\nbody\n\n")]
    [InlineData("From: anna@contoso.example\r\n\r\n")]
    [InlineData("From: anna@contoso.example\r\n")]
    [InlineData("From: anna@contoso.example\r\n\r\nno line end")]
    [InlineData("From: anna@contoso.example\r\nSubject: =?utf-8?B?44GC?=\r\n\r\n\u00e3\u0081\u0082 8-bit bytes\r\n")]
    [InlineData("From: first@contoso.example\r\nReceived: x\r\nFrom: second@contoso.example\r\n\r\nbody\r\n")]
    public async Task Signs_what_the_verifier_accepts(string message)
    {
        var result = await VerifyAsync(Sign(message));

        Assert.Equal((DkimResult.Pass, ""), (result.Result, result.Reason));
        Assert.Equal("contoso.example", result.Domain);
        Assert.Equal("selector1", result.Selector);
        Assert.Equal("rsa-sha256", result.Algorithm);
        Assert.Equal(2048, result.KeyBits);
        Assert.Equal(Now, result.Timestamp);
        Assert.True(result.CoversWholeBody);
        Assert.Contains("from", result.SignedHeaders);
    }

    [Fact]
    public void Leaves_the_message_itself_as_it_was()
    {
        const string message = "From: anna@contoso.example\r\n\r\nHello \t there.\n";

        Assert.EndsWith($"\r\n{message}", Encoding.Latin1.GetString(Sign(message)));
    }

    [Theory]
    [InlineData("Hello", "Goodbye")]
    [InlineData("Subject: Offer", "Subject: Another")]
    [InlineData("anna@", "eve@")]
    public async Task What_was_changed_afterwards_is_found(string signed, string changed)
    {
        var message = Sign("From: anna@contoso.example\r\nSubject: Offer\r\n\r\nHello.\r\n");
        var tampered = Encoding.Latin1.GetString(message).Replace(signed, changed);

        Assert.Equal(DkimResult.Fail, (await VerifyAsync(Encoding.Latin1.GetBytes(tampered))).Result);
    }

    private byte[] Sign(string message) =>
        new DkimSigner("contoso.example", "selector1", key).Sign(Encoding.Latin1.GetBytes(message), Now);

    private async Task<DkimSignatureResult> VerifyAsync(byte[] message) =>
        Assert.Single(await Dkim.VerifyAsync(
            new KeyInDns(new DkimSigner("contoso.example", "selector1", key)), message, clock: new At(Now)));

    private sealed class At(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }

    private sealed class KeyInDns(DkimSigner signer) : IDns
    {
        public Task<DnsAnswer> QueryAsync(string name, DnsType type, CancellationToken ct = default) => Task.FromResult(
            name == signer.TxtName && type == DnsType.Txt
                ? DnsAnswer.Found(new TxtRecord(signer.TxtRecord))
                : DnsAnswer.NameError());
    }
}
