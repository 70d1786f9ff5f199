using System.Text;
using CompanionApi.Protocols.Mime;
using CompanionApi.Tests.Support;
using Xunit.Abstractions;

namespace CompanionApi.Tests.Protocols.Mime;

/// <summary>What the letters of the programs leave open: dates, names, and other people's mail.</summary>
public class ForwardReaderTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("Thursday, November 20, 2025 10:15 AM", "+0900", "2025-11-20T01:15")]
    [InlineData("20 November 2025 10:15", "-0500", "2025-11-20T15:15")]
    [InlineData("11/5/2025 1:15 PM", "+0000", "2025-11-05T13:15")]
    [InlineData("5.11.2025 13:15", "+0100", "2025-11-05T12:15")]
    [InlineData("2025年11月20日(木) 午後1:15", "+0900", "2025-11-20T04:15")]
    [InlineData("２０２５年１１月２０日（木）１０：１５", "+0900", "2025-11-20T01:15")]
    [InlineData("2025年11月20日 10時15分", "+0900", "2025-11-20T01:15")]
    [InlineData("2025/11/20 (木) 10:15", "+0000", "2025-11-20T01:15")]
    [InlineData("November 20, 2025 at 10:15:30 AM GMT+5:30", "+0000", "2025-11-20T04:45")]
    [InlineData("Thu, 20 Nov 2025 10:15:30 +0900", "-0500", "2025-11-20T01:15")]
    public void A_date_is_read_in_the_forwards_zone_where_it_names_none(string written, string zone, string expected)
    {
        var forwarded = Read($"Taro <taro@x.example>", written, $"Sun, 30 Nov 2025 18:00:00 {zone}");

        Assert.StartsWith(expected, forwarded.Mail.Date!.Value.UtcDateTime.ToString("s"));
    }

    [Theory]
    [InlineData("next Tuesday")]
    [InlineData("")]
    [InlineData("99/99/9999 99:99")]
    public void A_date_that_cannot_be_read_is_the_forwards_own(string written)
    {
        var forwarded = Read("Taro <taro@x.example>", written, "Sun, 30 Nov 2025 18:00:00 +0900");

        Assert.Equal(ForwardDate.Unknown, forwarded.Dated);
        Assert.Equal("2025-11-30T09:00:00", forwarded.Mail.Date!.Value.UtcDateTime.ToString("s"));
    }

    [Theory]
    [InlineData("Taro Yamada <taro@x.example>", "Taro Yamada", "taro@x.example")]
    [InlineData("Yamada, Taro <taro@x.example>", "Yamada, Taro", "taro@x.example")]
    [InlineData("\"Yamada, Taro\" <taro@x.example>", "Yamada, Taro", "taro@x.example")]
    [InlineData("'taro@x.example' <taro@x.example>", "", "taro@x.example")]
    [InlineData("taro@x.example", "", "taro@x.example")]
    [InlineData("Taro Yamada [mailto:taro@x.example]", "Taro Yamada", "taro@x.example")]
    [InlineData("Taro Yamada<mailto:taro@x.example>", "Taro Yamada", "taro@x.example")]
    [InlineData("taro@x.example<mailto:taro@x.example>", "", "taro@x.example")]
    [InlineData("Taro ＜taro@x.example＞", "Taro", "taro@x.example")]
    [InlineData("Office on behalf of Taro <taro@x.example>", "Taro", "taro@x.example")]
    [InlineData("Taro Yamada <taro@x.example<mailto:taro@x.example>>", "Taro Yamada", "taro@x.example")]
    [InlineData("Taro <taro@x.example> (via Sales)", "Taro", "taro@x.example")]
    [InlineData("Office <office@x.example> on behalf of Taro", "Taro", "")]
    [InlineData("山田 太郎(営業部)", "山田 太郎", "")]
    [InlineData("<mailto:", "", "")]
    public void A_sender_is_read_as_programs_write_one(string written, string name, string address)
    {
        var from = Assert.Single(Read(written, "20 November 2025 10:15", "Sun, 30 Nov 2025 18:00:00 +0900").Mail.From);

        Assert.Equal((name, address), (from.Name, from.Address));
    }

    [Fact]
    public void Every_whole_mail_that_hangs_on_one_of_the_corpus_is_read()
    {
        if (Suites.Find("mime") is not { } folder)
        {
            output.Skipped("Attached mails", "../shared/corpus/mime");
            return;
        }

        var (attached, read, inline) = (0, 0, 0);
        foreach (var file in MailCorpus.Mails(folder))
        {
            var source = File.ReadAllBytes(file);
            var mail = MailParser.Parse(source);
            var forwarded = ForwardReader.Read(mail, source);
            if (forwarded is [{ Form: ForwardForm.Inline }])
            {
                inline++;
                continue;
            }

            var whole = mail.Attachments.Where(part => part.IsMessage).Select(part => MailParser.Parse(part.Decode(source)))
                .Where(inner => inner.FromHeaderCount > 0 && (inner.Date ?? (object?)inner.MessageId) is not null).ToList();
            attached += whole.Count;
            Assert.Equal(whole.Select(inner => inner.Subject), forwarded.Where(f => f.Attached!.IsMessage).Select(f => f.Mail.Subject));
            read += forwarded.Count;
        }

        output.WriteLine($"{attached} attached mails, {read} read; {inline} inline forwards");
    }

    private static ForwardedMail Read(string from, string sent, string date)
    {
        var source = Encoding.UTF8.GetBytes(
            $"From: anna@contoso.example\r\nDate: {date}\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" +
            $"From: {from}\r\nSent: {sent}\r\nTo: Anna\r\nSubject: Price\r\n\r\nText\r\n");
        return Assert.Single(ForwardReader.Read(MailParser.Parse(source), source));
    }
}
