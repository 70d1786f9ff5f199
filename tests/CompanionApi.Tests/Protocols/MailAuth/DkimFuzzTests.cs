using System.Text.RegularExpressions;
using CompanionApi.Protocols.MailAuth;
using CompanionApi.Tests.Protocols.Dns;
using CompanionApi.Tests.Support;
using Xunit.Abstractions;

namespace CompanionApi.Tests.Protocols.MailAuth;

public partial class DkimFuzzTests(ITestOutputHelper output)
{
    private const int Rounds = 3_000;
    private const string KeyName = "s1._domainkey.contoso.example";

    private static readonly Mutator Mutator = new(
        " ", "\t", "\r\n ", "\r\n", "\n", "\r", "=", ";", ":", "b=", "bh=", "h=from:", "h=", "; l=0;", "x=1;", "t=",
        "DKIM-Signature:", "v=1;", "c=relaxed/relaxed;", "c=simple;", "d=b.example;", "i=@x.contoso.example;", "p=",
        "k=ed25519;", "a=ed25519-sha256;", "From: ", "Subject: ", "From: mallory@evil.example\r\n", "\u00ff", "\0",
        "AAAA", "99999999999999999999", new string('a', 70));

    private static readonly DkimLetter[] Letters =
    [
        new() { Tags = "v=1; a=rsa-sha256; d=contoso.example; s=s1; h=from:subject; t=1; x=1795251700" },
        new() { Tags = "v=1; a=rsa-sha256; d=contoso.example; s=s1; h=from:subject; l=8" },
        new() { Tags = "v=1; a=rsa-sha256; c=simple/relaxed; d=contoso.example; s=s1; h=from:from:subject" },
        new()
        {
            Tags = "v=1; a=rsa-sha256; c=relaxed/relaxed; d=contoso.example; s=s1; h=from:subject",
            SignedHeader = "from:anna@contoso.example\r\nsubject:Offer\r\n",
        },
    ];

    [Fact]
    public Task Damaged_letters_and_keys_get_a_result_and_what_passes_says_what_was_signed() =>
        Fuzz.RunAsync(output, "DKIM signatures", Rounds, async random =>
        {
            var letter = Letters[random.Next(Letters.Length)];
            var key = random.Next(3) == 0 ? Mutator.Mutate(random, letter.KeyRecord) : letter.KeyRecord;
            var text = random.Next(4) == 0 ? letter.Text : Mutator.Mutate(random, letter.Text);

            var changed = letter.Text.Replace("Hello", Mutator.Mutate(random, "Hel?lo"));

            await CheckAsync(key, text);
            await CheckAsync(letter.KeyRecord, changed);
        });

    private static async Task CheckAsync(string key, string text)
    {
        foreach (var result in await VerifyAsync(key, text))
        {
            if (result.Result != DkimResult.Pass) continue;
            Assert.Equal("contoso.example", result.Domain);
            Assert.Equal(("anna@contoso.example", "Offer"), (Last(text, "From"), Last(text, "Subject")));
            if (result.CoversWholeBody) Assert.Equal("Hello.", Body(text));
            else Assert.StartsWith("Hello.", Body(text));
        }
    }

    private static Task<IReadOnlyList<DkimSignatureResult>> VerifyAsync(string key, string text) => Dkim.VerifyAsync(
        new TableDns().Txt(KeyName, key), DkimLetter.Bytes(text), clock: new ManualClock(DkimLetter.Now));

    // Signatures take the fields from the bottom; blanks at the ends and in folds are nobody's words.
    private static string Last(string text, string name)
    {
        var header = Blanks().Replace(text.Replace("\r\n", "\n").Split("\n\n")[0].Replace("\n ", " ").Replace("\n\t", " "), " ");
        return header.Split('\n').Select(line => line.Split(':', 2))
            .Last(field => field.Length == 2 && field[0].Trim().Equals(name, StringComparison.OrdinalIgnoreCase))[1].Trim();
    }

    private static string Body(string text) =>
        string.Join("\n\n", text.Replace("\r\n", "\n").Split("\n\n").Skip(1)).TrimEnd();

    [GeneratedRegex("[ \\t]+")]
    private static partial Regex Blanks();
}
