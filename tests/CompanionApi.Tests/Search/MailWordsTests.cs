using System.Text;
using CompanionApi.Model;
using CompanionApi.Search;

namespace CompanionApi.Tests.Search;

/// <summary>S75: however a text mixes scripts, and whichever way is taken through it, its words are the same.</summary>
public sealed class MailWordsTests
{
    private static readonly string[] Pieces =
    [
        "abc", "Ünï", "山田", "太郎", " ", ", ", "—", "don’t", "e\u0301", "한국", "ไทย", "123", "\u00a0", "😀", "a", "\n", "が", "ｶﾞ", "½", "X", "-",
    ];

    [Fact]
    public void Words_in_ASCII_are_cut_alike_beside_any_other_script()
    {
        var draw = new Random(11);
        for (var round = 0; round < 5_000; round++)
        {
            var text = string.Concat(Enumerable.Range(0, draw.Next(1, 14)).Select(_ => Pieces[draw.Next(Pieces.Length)]));

            // Written in full width, no character of it is ASCII, and folded it is the same.
            Assert.Equal(WordsOf(string.Concat(text.Select(Wide))), WordsOf(text));
        }
    }

    [Theory]
    [InlineData("Grüße aus Köln, see you", "1xgrusse 1xaus 1xkoln 1xsee 1xyou")]
    [InlineData("call 山田 太郎 now", "1xcall 1x山田 1x田太 1x太郎 1x郎 1xnow")]
    public void A_mixed_text_gives_the_words_of_each_script(string text, string words) =>
        Assert.Equal(words.Split(' ').Select(w => w[2..]), WordsOf(text).Split(' ').Select(Bare));

    private static string WordsOf(string text) => Encoding.UTF8.GetString(MailIndex.WordsOf(
        new Message
        {
            OwnerId = 1, InternetMessageId = "", FromAddress = "", FromName = "", Subject = "", NormalizedSubject = "", Snippet = "",
            ContentKey = "", ContentHash = [],
        },
        text).Body.Span);

    // The owner's mark stands before each word, and parts owners.
    private static string Bare(string word) => word[Mark.Length..];

    private static string Mark => WordsOf("0")[..^1];

    private static char Wide(char c) => c switch
    {
        ' ' => '\u3000',
        '\n' => '\u2028',
        > ' ' and < '\x7f' => (char)(c + 0xFEE0),
        _ => c,
    };
}
