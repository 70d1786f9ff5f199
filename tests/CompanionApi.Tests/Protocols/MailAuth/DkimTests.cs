using System.Security.Cryptography;
using CompanionApi.Protocols.MailAuth;
using CompanionApi.Tests.Protocols.Dns;

namespace CompanionApi.Tests.Protocols.MailAuth;

public class DkimTests
{
    private const string Required = "v=1; a=rsa-sha256; d=contoso.example; s=s1; h=from:subject";

    [Fact]
    public async Task Tells_what_was_signed_by_whom_and_when()
    {
        var letter = new DkimLetter
        {
            Tags = "v=1; a=rsa-sha256; d=Contoso.EXAMPLE; s=s1; h=From:Subject; i=anna@sales.contoso.example; "
                + "q=dns/txt; t=1795251600; x=1795252600; z=From:x|Subject:y; unknown=tag",
        };

        var result = await letter.VerifyAsync();

        Assert.Equal((DkimResult.Pass, ""), (result.Result, result.Reason));
        Assert.Equal(("contoso.example", "s1"), (result.Domain, result.Selector));
        Assert.Equal("anna@sales.contoso.example", result.Identity);
        Assert.Equal(["from", "subject"], result.SignedHeaders);
        Assert.Equal(("rsa-sha256", 1024), (result.Algorithm, result.KeyBits));
        Assert.Equal(DkimLetter.Now, result.Timestamp);
        Assert.Equal(DkimLetter.Now.AddSeconds(1000), result.Expires);
        Assert.True(result.CoversWholeBody);
        Assert.Null(result.BodyLength);
        Assert.False(result.IsKeyInTest);
        Assert.Empty(result.FieldsAddedLater);
    }

    [Fact]
    public async Task Finds_nothing_in_a_message_without_signature()
    {
        foreach (var text in (string[])["From: a@b.example\r\n\r\nHello.\r\n", "\r\nDKIM-Signature: v=1\r\n", ""])
            Assert.Empty(await Dkim.VerifyAsync(new TableDns(), DkimLetter.Bytes(text)));
    }

    [Theory]
    [InlineData("Hello.", "Hallo.")]
    [InlineData("Subject: Offer", "Subject: Order")]
    [InlineData("Subject: Offer", "Subject:  Offer")]
    [InlineData("s=s1; h=", "s=s1;  h=")]
    public async Task Fails_what_was_changed(string signed, string changed)
    {
        var letter = new DkimLetter();

        Assert.Equal(DkimResult.Fail, (await letter.VerifyAsync(letter.Text.Replace(signed, changed))).Result);
    }

    [Theory]
    [InlineData("", DkimResult.Neutral)]
    [InlineData("v=1; a=rsa-sha256; s=s1; h=from", DkimResult.Neutral)]
    [InlineData("v=1; a=rsa-sha256; d=contoso.example; h=from", DkimResult.Neutral)]
    [InlineData("v=1; a=rsa-sha256; d=contoso..example; s=s1; h=from", DkimResult.Neutral)]
    [InlineData("v=1; v=1; a=rsa-sha256; d=contoso.example; s=s1; h=from", DkimResult.Neutral)]
    [InlineData("v=2; a=rsa-sha256; d=contoso.example; s=s1; h=from:subject", DkimResult.PermError)]
    [InlineData("a=rsa-sha256; d=contoso.example; s=s1; h=from:subject", DkimResult.PermError)]
    [InlineData("v=1; d=contoso.example; s=s1; h=from:subject", DkimResult.PermError)]
    [InlineData("v=1; a=rsa-md5; d=contoso.example; s=s1; h=from:subject", DkimResult.PermError)]
    [InlineData("v=1; a=rsa-sha256; d=contoso.example; s=s1", DkimResult.PermError)]
    [InlineData("v=1; a=rsa-sha256; d=contoso.example; s=s1; h=", DkimResult.PermError)]
    [InlineData("v=1; a=rsa-sha256; d=contoso.example; s=s1; h=subject:date", DkimResult.PermError)]
    [InlineData("v=1; a=rsa-sha256; d=contoso.example; s=s1; h=from::subject", DkimResult.PermError)]
    [InlineData($"{Required}; c=nofws/simple", DkimResult.PermError)]
    [InlineData($"{Required}; c=relaxed/", DkimResult.PermError)]
    [InlineData($"{Required}; q=http", DkimResult.PermError)]
    [InlineData($"{Required}; i=anna@fabrikam.example", DkimResult.PermError)]
    [InlineData($"{Required}; i=anna@notcontoso.example", DkimResult.PermError)]
    [InlineData($"{Required}; i=anna", DkimResult.PermError)]
    [InlineData($"{Required}; l=-1", DkimResult.PermError)]
    [InlineData($"{Required}; l=", DkimResult.PermError)]
    [InlineData($"{Required}; l=9", DkimResult.PermError)]
    [InlineData($"{Required}; l=99999999999999999999999999", DkimResult.PermError)]
    [InlineData($"{Required}; t=now", DkimResult.PermError)]
    [InlineData($"{Required}; t=", DkimResult.PermError)]
    [InlineData($"{Required}; t=1795259999", DkimResult.PermError)]
    [InlineData($"{Required}; t=999999999999", DkimResult.PermError)]
    [InlineData($"{Required}; x=1795251000", DkimResult.PermError)]
    [InlineData($"{Required}; t=1795251600; x=1795251600", DkimResult.PermError)]
    [InlineData($"{Required}; t=1795251600; x=0", DkimResult.PermError)]
    public async Task Never_verifies_what_breaks_the_rules(string tags, DkimResult expected)
    {
        var result = await new DkimLetter { Tags = tags }.VerifyAsync();

        Assert.Equal(expected, result.Result);
        Assert.NotEmpty(result.Reason);
    }

    [Theory]
    [InlineData($"{Required}; t=1795251900")]
    [InlineData($"{Required}; x=1795251300")]
    [InlineData($"{Required}; x=999999999999")]
    [InlineData($"{Required}; t=1; x=4472620939")]
    [InlineData($"{Required}; i=@a.b.contoso.example")]
    [InlineData($"{Required}; q=http/example:dns/txt")]
    [InlineData($"{Required};;")]
    [InlineData("v=1; a=rsa-sha256; d=contoso.example; s=s1;\r\n h=from:\r\n\tsubject")]
    public async Task Bears_small_drift_of_clocks_and_large_numbers_and_folding(string tags) =>
        Assert.Equal((DkimResult.Pass, ""), await ResultAsync(new DkimLetter { Tags = tags }));

    [Theory]
    [InlineData(0, "", false)]
    [InlineData(8, "Hello.\r\n", true)]
    [InlineData(4, "Hell", false)]
    public async Task Says_when_only_a_part_of_the_body_is_signed(long length, string signedBody, bool coversWholeBody)
    {
        var letter = new DkimLetter { Tags = $"{Required}; l={length}", SignedBody = signedBody };

        var result = await letter.VerifyAsync();

        Assert.Equal((DkimResult.Pass, coversWholeBody), (result.Result, result.CoversWholeBody));
        Assert.Equal(length, result.BodyLength);
        var longer = await letter.VerifyAsync(letter.Text + "And pay at once.\r\n");
        Assert.Equal((DkimResult.Pass, false), (longer.Result, longer.CoversWholeBody));
    }

    [Fact]
    public async Task Names_the_fields_that_were_added_after_signing()
    {
        var letter = new DkimLetter();

        var result = await letter.VerifyAsync(
            $"Subject: Urgent\r\nFrom: x@y.example\r\nReply-To: z@y.example\r\n{letter.Text}");

        Assert.Equal(DkimResult.Pass, result.Result);
        Assert.Equal(["from", "subject"], result.FieldsAddedLater);
    }

    [Theory]
    [InlineData("not a field\r\n")]
    [InlineData("two words: x\r\n")]
    [InlineData(": no name\r\n")]
    [InlineData(" begins with white space\r\n")]
    [InlineData("X: y\rFrom: eve@evil.example\r\n")]
    public async Task Trusts_no_header_that_readers_may_see_in_another_way(string line)
    {
        var letter = new DkimLetter();

        Assert.Equal(DkimResult.PermError, (await letter.VerifyAsync(line + letter.Text)).Result);
    }

    [Fact]
    public async Task Signatures_may_sign_each_other_but_none_itself_twice()
    {
        var inner = new DkimLetter();
        var outer = new DkimLetter
        {
            Tags = "v=1; a=rsa-sha256; d=contoso.example; s=s1; h=from:dkim-signature:dkim-signature",
            SignedHeader = $"From: anna@contoso.example\r\n{inner.Signature}",
        };
        var dns = new TableDns().Txt("s1._domainkey.contoso.example", inner.KeyRecord);
        var body = $"{inner.Header}\r\n{inner.Body}";

        foreach (var text in (string[])[outer.Signature + inner.Signature + body, inner.Signature + outer.Signature + body])
        {
            var results = await Dkim.VerifyAsync(dns, DkimLetter.Bytes(text), clock: new ManualClock(DkimLetter.Now));
            Assert.Equal([DkimResult.Pass, DkimResult.Pass], results.Select(result => result.Result));
        }
    }

    [Fact]
    public async Task Costs_no_more_for_many_names_and_many_fields_than_it_must()
    {
        var many = string.Concat(Enumerable.Repeat("x:\r\n", 4000));
        var letter = new DkimLetter
        {
            Tags = $"v=1; a=rsa-sha256; d=contoso.example; s=s1; h=from{string.Concat(Enumerable.Repeat(":x", 400_000))}",
            SignedHeader = $"From: anna@contoso.example\r\n{many}",
        };
        var text = $"{letter.Signature}{many}{letter.Header}\r\n{letter.Body}";

        Assert.Equal(DkimResult.Pass, (await letter.VerifyAsync(text)).Result);
        Assert.Equal(DkimResult.PermError, (await letter.VerifyAsync(many + text)).Result);
    }

    [Fact]
    public async Task Reads_a_header_of_bounded_length_only()
    {
        var letter = new DkimLetter();
        var text = $"{letter.Signature}X: {new string('x', 2 << 20)}\r\nY: y\r\n{letter.Header}\r\n{letter.Body}";

        Assert.Equal(DkimResult.PermError, (await letter.VerifyAsync(text)).Result);
    }

    [Fact]
    public async Task Checks_only_so_many_signatures_and_asks_nobody_about_the_rest()
    {
        var letter = new DkimLetter();
        var text = string.Concat(Enumerable.Repeat(letter.Signature, 20)) + $"{letter.Header}\r\n{letter.Body}";
        var dns = new TableDns().Txt("s1._domainkey.contoso.example", letter.KeyRecord);

        var results = await Dkim.VerifyAsync(dns, DkimLetter.Bytes(text), new DkimLimits { Signatures = 3 });

        Assert.Equal(Enumerable.Repeat(DkimResult.Pass, 3), results.Take(3).Select(result => result.Result));
        Assert.All(results.Skip(3), result => Assert.Equal(DkimResult.Policy, result.Result));
        Assert.Equal((20, 3), (results.Count, dns.Questions));
    }

    [Fact]
    public async Task Never_passes_sha1_or_a_short_key_but_says_that_they_hold()
    {
        var sha1 = new DkimLetter { Tags = "v=1; a=rsa-sha1; d=contoso.example; s=s1; h=from:subject" };
        using var key = RSA.Create(768);

        Assert.Equal(DkimResult.Policy, (await sha1.VerifyAsync()).Result);
        Assert.Equal(DkimResult.Fail, (await sha1.VerifyAsync(sha1.Text.Replace("Offer", "Order"))).Result);
        Assert.Equal(DkimResult.Policy, (await new DkimLetter { Key = key }.VerifyAsync()).Result);
    }

    /// <summary>The message of RFC 8463 appendix A.</summary>
    [Fact]
    public async Task Verifies_the_Ed25519_signature_of_RFC_8463()
    {
        const string text = "DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed;\r\n"
            + " d=football.example.com; i=@football.example.com;\r\n"
            + " q=dns/txt; s=brisbane; t=1528637909; h=from : to :\r\n"
            + " subject : date : message-id : from : subject : date;\r\n"
            + " bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;\r\n"
            + " b=/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11Bus\r\n"
            + " Fa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw==\r\n"
            + "From: Joe SixPack <joe@football.example.com>\r\n"
            + "To: Suzie Q <suzie@shopping.example.net>\r\n"
            + "Subject: Is dinner ready?\r\n"
            + "Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)\r\n"
            + "Message-ID: <20030712040037.46341.5F8J@football.example.com>\r\n"
            + "\r\nHi.\r\n\r\nWe lost the game.  Are you hungry yet?\r\n\r\nJoe.\r\n";
        var dns = new TableDns().Txt(
            "brisbane._domainkey.football.example.com",
            "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=");

        var result = await DkimLetter.VerifyAsync(text, dns);

        Assert.Equal((DkimResult.Pass, "ed25519-sha256", 256), (result.Result, result.Algorithm, result.KeyBits));
        Assert.Equal(DkimResult.Fail, (await DkimLetter.VerifyAsync(text.Replace("dinner", "lunch"), dns)).Result);
    }

    private static async Task<(DkimResult, string)> ResultAsync(DkimLetter letter)
    {
        var result = await letter.VerifyAsync();
        return (result.Result, result.Reason);
    }
}
