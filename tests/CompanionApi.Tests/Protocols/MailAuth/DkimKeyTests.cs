using CompanionApi.Protocols.MailAuth;
using CompanionApi.Tests.Protocols.Dns;

namespace CompanionApi.Tests.Protocols.MailAuth;

public class DkimKeyTests
{
    private const string KeyName = "s1._domainkey.contoso.example";

    [Theory]
    [InlineData("")]
    [InlineData("k=rsa; ")]
    [InlineData("v=DKIM1; h=sha1:sha256; ")]
    [InlineData("v=DKIM1; s=*; ")]
    [InlineData("v=DKIM1; s=tlsrpt:email; ")]
    [InlineData("v=DKIM1; t=s; ")]
    [InlineData("v=DKIM1; g=somebody; n=a note; x_y=z; ")]
    public async Task Takes_keys_with_any_allowed_tags(string keyTags) =>
        Assert.Equal(DkimResult.Pass, (await new DkimLetter { KeyTags = keyTags }.VerifyAsync()).Result);

    [Theory]
    [InlineData("v=DKIM2; ")]
    [InlineData("k=rsa; v=DKIM1; ")]
    [InlineData("k=ed25519; ")]
    [InlineData("k=dsa; ")]
    [InlineData("h=sha1; ")]
    [InlineData("s=tlsrpt; ")]
    [InlineData("p=; ")]
    [InlineData("garbage; ")]
    public async Task Never_verifies_by_a_key_that_is_for_something_else(string keyTags)
    {
        var result = await new DkimLetter { KeyTags = keyTags }.VerifyAsync();

        Assert.Equal(DkimResult.PermError, result.Result);
        Assert.NotEmpty(result.Reason);
    }

    [Theory]
    [InlineData("v=DKIM1; p=")]
    [InlineData("v=DKIM1; p=;")]
    [InlineData("v=DKIM1; k=rsa")]
    [InlineData("v=DKIM1; p=!!!")]
    [InlineData("v=DKIM1; p=AAAA")]
    [InlineData("v=DKIM1; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQ")]
    [InlineData("v=DKIM1; k=ed25519; p=AAAA")]
    [InlineData("")]
    [InlineData("v=spf1 -all")]
    public async Task Never_verifies_by_a_revoked_or_broken_key(string record)
    {
        var result = await DkimLetter.VerifyAsync(new DkimLetter().Text, new TableDns().Txt(KeyName, record));

        Assert.Equal(DkimResult.PermError, result.Result);
    }

    [Fact]
    public async Task Says_that_a_key_is_revoked()
    {
        var result = await DkimLetter.VerifyAsync(new DkimLetter().Text, new TableDns().Txt(KeyName, "v=DKIM1; p="));

        Assert.Contains("revoked", result.Reason);
    }

    [Fact]
    public async Task Takes_the_bare_RSAPublicKey_of_the_RFC_too()
    {
        var letter = new DkimLetter();
        var dns = new TableDns().Txt(KeyName, $"p={Convert.ToBase64String(letter.Key.ExportRSAPublicKey())}");

        Assert.Equal(DkimResult.Pass, (await DkimLetter.VerifyAsync(letter.Text, dns)).Result);
    }

    [Fact]
    public async Task Allows_no_subdomain_in_the_identity_where_the_key_is_strict()
    {
        const string tags = "v=1; a=rsa-sha256; d=contoso.example; s=s1; h=from:subject; i=anna@sales.contoso.example";

        var loose = await new DkimLetter { Tags = tags }.VerifyAsync();
        var strict = await new DkimLetter { Tags = tags, KeyTags = "t=y:s; " }.VerifyAsync();

        Assert.Equal((DkimResult.Pass, DkimResult.PermError), (loose.Result, strict.Result));
    }

    [Fact]
    public async Task Says_when_the_key_is_only_in_test()
    {
        Assert.True((await new DkimLetter { KeyTags = "t=y; " }.VerifyAsync()).IsKeyInTest);
        Assert.False((await new DkimLetter { KeyTags = "t=s; " }.VerifyAsync()).IsKeyInTest);
    }

    [Fact]
    public async Task Tries_a_few_keys_where_there_are_several()
    {
        var letter = new DkimLetter();
        var few = new TableDns().Txt(KeyName, "not a key").Txt(KeyName, "v=DKIM1; p=").Txt(KeyName, letter.KeyRecord);
        var many = new TableDns();
        for (var i = 0; i < 50; i++) many.Txt(KeyName, $"v=DKIM1; p=AAA{i % 10}");
        many.Txt(KeyName, letter.KeyRecord);

        Assert.Equal(DkimResult.Pass, (await DkimLetter.VerifyAsync(letter.Text, few)).Result);
        Assert.Equal(DkimResult.PermError, (await DkimLetter.VerifyAsync(letter.Text, many)).Result);
    }

    [Fact]
    public async Task Tells_a_missing_key_from_a_server_in_trouble_and_both_from_a_changed_body()
    {
        var letter = new DkimLetter();
        var trouble = new TableDns().Fails(KeyName);

        Assert.Equal(DkimResult.PermError, (await DkimLetter.VerifyAsync(letter.Text, new TableDns())).Result);
        Assert.Equal(DkimResult.TempError, (await DkimLetter.VerifyAsync(letter.Text, trouble)).Result);
        Assert.Equal(DkimResult.Fail, (await DkimLetter.VerifyAsync(letter.Text + "More.\r\n", trouble)).Result);
    }
}
