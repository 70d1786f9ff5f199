using CompanionApi.Protocols.Mime;

namespace CompanionApi.Tests.Protocols.Mime;

public class ReplyQuotingTests
{
    public static TheoryData<string> Replies => new()
    {
        "> Can we meet?\n",
        "On Mon, Jan 1, 2024 at 10:00 AM Bob Smith <bob@x.example> wrote:\n> Can we meet?\n",
        "On Mon, Jan 1, 2024 at 10:00 AM Bob Smith <bob@x.example>\nwrote:\n\nCan we meet?\n",
        "On 1 Jan 2024, at 10:00, Bob Smith\n<bob.smith@a-very-long-name.example>\nwrote:\nCan we meet?\n",
        "Am 01.01.2024 um 10:00 schrieb Bob Smith:\nGeht das?\n",
        "Le lun. 1 janv. 2024 à 10:00, Bob <bob@x.example> a écrit :\nÇa va ?\n",
        "El lun, 1 ene 2024 a las 10:00, Bob (<bob@x.example>) escribió:\n¿Qué tal?\n",
        "2024年1月1日(月) 10:00 田中太郎 <tanaka@x.example>:\n会えますか\n",
        "2024/01/01 10:00、田中太郎 <tanaka@x.example>のメール:\n会えますか\n",
        "2024年1月1日 10:00 田中 <tanaka@x.example> 写道：\n你好\n",
        "-----Original Message-----\nFrom: Bob\n",
        "----- 元のメッセージ -----\n差出人: 田中\n",
        "-------- Weitergeleitete Nachricht --------\nBetreff: x\n",
        "---------- Forwarded message ---------\nFrom: Bob <bob@x.example>\n",
        "Begin forwarded message:\n\nFrom: Bob <bob@x.example>\n",
        "From: Bob Smith <bob@x.example>\nSent: Monday, January 1, 2024\nTo: Anna <anna@y.example>\nSubject: Meet\n",
        "________________________________\nFrom: Bob Smith <bob@x.example>\nSent: Monday\nTo: Anna\nSubject: Meeting\n",
        "*From:* Bob\n*Sent:* Monday\n*To:* Anna\n*Subject:* Meeting\n",
        "Von: Bob\nGesendet: Montag\nAn: Anna\nBetreff: Treffen\n",
        "De : Bob\nEnvoyé : lundi\nÀ : Anna\nObjet : Réunion\n",
        "差出人: 田中\n送信日時: 2024年1月1日\n宛先: アンナ\n件名: 打ち合わせ\n",
        "差出人：田中\n日時：2024年1月1日\n宛先：アンナ\n件名：打ち合わせ\n",
    };

    [Theory]
    [MemberData(nameof(Replies))]
    public void Finds_where_the_earlier_mail_begins(string quoted)
    {
        const string own = "Yes, gladly.\n\nAnna\n\n";
        Assert.Equal(own.Length, ReplyQuoting.QuoteStart(own + quoted));
        Assert.True(ReplyQuoting.QuotesEarlierMail(own + quoted, null, null));
        Assert.Equal("Yes, gladly. Anna", ReplyQuoting.Snippet(own + quoted, 80));
    }

    [Theory]
    [InlineData("Hello Bob,\n\nI wrote: the offer ends on Friday.\n\nAnna\n")]
    [InlineData("From: where to where?\nNobody knows.\n")]
    [InlineData("To: do list\n- one\n- two\n")]
    [InlineData("Please note:\nOn Monday we meet.\n")]
    [InlineData("I quote:\n-- \nAnna\n")]
    [InlineData(">From here on we go alone.\n")]
    [InlineData("See you on 1 January at 10:00:\n- offer\n")]
    [InlineData("")]
    public void Own_words_are_not_taken_for_quotes(string text)
    {
        Assert.Equal(text.Length, ReplyQuoting.QuoteStart(text));
        Assert.False(ReplyQuoting.QuotesEarlierMail(text, null, null));
    }

    [Theory]
    [InlineData("<div>Yes</div><div class=\"gmail_quote\">On … wrote</div>")]
    [InlineData("<p>Yes</p><blockquote type=\"cite\">No?</blockquote>")]
    [InlineData("<p>Yes</p><div id=\"appendonsend\"></div><hr><div id=\"divRplyFwdMsg\">From</div>")]
    [InlineData("<p>Yes</p><div style='border:none;border-top:solid #E1E1E1 1.0pt'><p><b>From:</b> Bob</p></div>")]
    [InlineData("<p>Yes</p><p><b>From:</b> Bob<br><b>Sent:</b> Monday<br><b>To:</b> Anna<br><b>Subject:</b> x</p>")]
    public void Finds_quotes_in_html(string html) => Assert.True(ReplyQuoting.QuotesEarlierMail(null, html, HtmlText.From(html)));

    [Fact]
    public void Html_that_quotes_nothing_is_told_too() =>
        Assert.False(ReplyQuoting.QuotesEarlierMail("Yes", "<p>Yes</p>", "Yes"));

    [Fact]
    public void A_snippet_takes_the_answers_between_the_quotes() =>
        Assert.Equal("Yes. No.", ReplyQuoting.Snippet("> One?\nYes.\n\n> Two?\nNo.\n", 80));

    [Fact]
    public void A_snippet_of_a_bare_forward_shows_what_is_forwarded() =>
        Assert.Equal("Can we meet?", ReplyQuoting.Snippet("> Can we meet?\n", 80));

    [Fact]
    public void A_snippet_leaves_the_signature_out() =>
        Assert.Equal("Hello Bob", ReplyQuoting.Snippet("Hello\nBob\n\n-- \nAnna\nContoso\n", 80));

    [Fact]
    public void A_snippet_comes_from_the_html_where_there_is_no_text() =>
        Assert.Equal("Hello Bob", ReplyQuoting.Snippet(HtmlText.From("<p>Hello</p><p>Bob</p><blockquote>old</blockquote>"), 80));

    [Theory]
    [InlineData("Hello world", 11, "Hello world")]
    [InlineData("Hello world", 8, "Hello w…")]
    [InlineData("Hello world", 7, "Hello…")]
    [InlineData("あいうえお", 3, "あい…")]
    [InlineData("ab👩‍👩‍👧cd", 6, "ab…")]
    [InlineData("abc", 1, "…")]
    [InlineData("abc", 0, "")]
    public void A_snippet_is_cut_between_characters_as_people_see_them(string text, int max, string expected) =>
        Assert.Equal(expected, ReplyQuoting.Snippet(text, max));

    [Fact]
    public void A_snippet_has_no_invisible_fillers() =>
        Assert.Equal("Sale now", ReplyQuoting.Snippet(HtmlText.From("Sale&nbsp;now&#847;&zwnj;&nbsp;&#847;&zwnj;"), 80));
}
