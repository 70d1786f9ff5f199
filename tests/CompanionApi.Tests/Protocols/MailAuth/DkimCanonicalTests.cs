using CompanionApi.Protocols.MailAuth;

namespace CompanionApi.Tests.Protocols.MailAuth;

public class DkimCanonicalTests
{
    private const string Header = "From : a@contoso.example\r\nA: X\r\nB : Y\t\r\n\tZ  \r\n";
    private const string RelaxedHeader = "from:a@contoso.example\r\na:X\r\nb:Y Z\r\n";
    private const string Body = " C \r\nD \t E\r\n\r\n\r\n";
    private const string SimpleBody = " C \r\nD \t E\r\n";
    private const string RelaxedBody = " C\r\nD E\r\n";

    /// <summary>The example of RFC 6376 section 3.4.5 in all pairings.</summary>
    [Theory]
    [InlineData("", Header, SimpleBody)]
    [InlineData("c=simple; ", Header, SimpleBody)]
    [InlineData("c=simple/simple; ", Header, SimpleBody)]
    [InlineData("c=simple/relaxed; ", Header, RelaxedBody)]
    [InlineData("c=relaxed; ", RelaxedHeader, SimpleBody)]
    [InlineData("c=relaxed/simple; ", RelaxedHeader, SimpleBody)]
    [InlineData("c=relaxed/relaxed; ", RelaxedHeader, RelaxedBody)]
    public async Task Pairs_the_forms_of_header_and_body(string c, string signedHeader, string signedBody)
    {
        var letter = new DkimLetter
        {
            Tags = $"v=1; a=rsa-sha256; {c}d=contoso.example; s=s1; h=from:a:b",
            Header = Header,
            Body = Body,
            SignedHeader = signedHeader,
            SignedBody = signedBody,
        };

        Assert.Equal(DkimResult.Pass, (await letter.VerifyAsync()).Result);
        // A message that came with bare LFs is hashed as if it had CRLFs.
        Assert.Equal(DkimResult.Pass, (await letter.VerifyAsync(letter.Text.Replace("\r\n", "\n"))).Result);
    }

    [Theory]
    [InlineData("simple", "", "\r\n")]
    [InlineData("simple", "\r\n\r\n\r\n", "\r\n")]
    [InlineData("simple", "\n", "\r\n")]
    [InlineData("simple", "a", "a\r\n")]
    [InlineData("simple", "a\r\n\r\n", "a\r\n")]
    [InlineData("simple", "\r\n\r\na\r\n", "\r\n\r\na\r\n")]
    [InlineData("simple", "a\r\n \r\n", "a\r\n \r\n")]
    [InlineData("simple", "a\rb\r\r\n", "a\rb\r\r\n")]
    [InlineData("relaxed", "", "")]
    [InlineData("relaxed", "\r\n\r\n", "")]
    [InlineData("relaxed", " \t\r\n", "")]
    [InlineData("relaxed", "a", "a\r\n")]
    [InlineData("relaxed", "a \t", "a\r\n")]
    [InlineData("relaxed", "a\r\n \r\n\t\r\n", "a\r\n")]
    [InlineData("relaxed", " \r\n\r\n\ta\t\tb \r\n", "\r\n\r\n a b\r\n")]
    [InlineData("relaxed", "a\rb\n", "a\rb\r\n")]
    public async Task Ends_every_body_as_the_RFC_says(string form, string body, string signedBody)
    {
        var letter = new DkimLetter
        {
            Tags = $"v=1; a=rsa-sha256; c=simple/{form}; d=contoso.example; s=s1; h=from:subject",
            Body = body,
            SignedBody = signedBody,
        };

        Assert.Equal(DkimResult.Pass, (await letter.VerifyAsync()).Result);
    }

    [Fact]
    public async Task Takes_a_message_without_a_blank_line_for_one_without_a_body()
    {
        var letter = new DkimLetter { Body = "", SignedBody = "\r\n" };

        Assert.Equal(DkimResult.Pass, (await letter.VerifyAsync(letter.Text[..^2])).Result);
    }

    [Fact]
    public async Task Takes_fields_of_one_name_from_the_bottom_up()
    {
        var letter = new DkimLetter
        {
            Tags = "v=1; a=rsa-sha256; d=contoso.example; s=s1; h=from:received:received",
            Header = "Received: 3\r\nReceived: 2\r\nFrom: anna@contoso.example\r\nReceived: 1\r\n",
            SignedHeader = "From: anna@contoso.example\r\nReceived: 1\r\nReceived: 2\r\n",
        };

        Assert.Equal(DkimResult.Pass, (await letter.VerifyAsync()).Result);
        Assert.Equal(DkimResult.Pass, (await letter.VerifyAsync(letter.Text.Replace(": 3", ": 4"))).Result);
        Assert.Equal(DkimResult.Fail, (await letter.VerifyAsync(letter.Text.Replace(": 2", ": 4"))).Result);
    }

    [Fact]
    public async Task A_name_signed_more_often_than_it_stands_there_lets_nobody_add_one()
    {
        var letter = new DkimLetter { Tags = "v=1; a=rsa-sha256; d=contoso.example; s=s1; h=from:subject:from:cc" };

        Assert.Equal(DkimResult.Pass, (await letter.VerifyAsync()).Result);
        Assert.Equal(DkimResult.Fail, (await letter.VerifyAsync($"Cc: eve@evil.example\r\n{letter.Text}")).Result);
        Assert.Equal(DkimResult.Fail, (await letter.VerifyAsync($"From: eve@evil.example\r\n{letter.Text}")).Result);
    }

    [Theory]
    [InlineData("b=")]
    [InlineData("\r\n b\t=\r\n ")]
    public async Task Empties_its_own_value_wherever_it_stands_and_however_folded(string b)
    {
        // The value before other tags, with white space around: all of it goes, in simple form too.
        var letter = new DkimLetter();
        var name = b[..(b.IndexOf('=') + 1)];
        var tags = $"bh={Hash(letter.Body)}; v=1; a=rsa-sha256; d=contoso.example; s=s1; h=from:subject";
        var value = Convert.ToBase64String(letter.Key.SignData(
            DkimLetter.Bytes($"{letter.Header}DKIM-Signature: {name}; {tags}"),
            System.Security.Cryptography.HashAlgorithmName.SHA256,
            System.Security.Cryptography.RSASignaturePadding.Pkcs1));
        var folded = $"{value[..50]}\r\n\t{value[50..]} \r\n ";

        var text = $"DKIM-Signature: {b}{folded}; {tags}\r\n{letter.Header}\r\n{letter.Body}";

        Assert.Equal(DkimResult.Pass, (await letter.VerifyAsync(text)).Result);
    }

    private static string Hash(string body) =>
        Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(DkimLetter.Bytes(body)));
}
