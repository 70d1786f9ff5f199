using System.Text;
using CompanionApi.Protocols.Mime;
using Demo.Microsoft365;
using Demo.Seed;
using Demo.Tests.Microsoft365;

namespace Demo.Tests.Seed;

public sealed class SeedMailTests(RunningSimulator simulator) : IClassFixture<RunningSimulator>, IAsyncLifetime
{
    private static readonly string[] People =
        ["anna@contoso.example", "ben@contoso.example", "chie@contoso.example", "dan@fabrikam.example"];

    public Task InitializeAsync()
    {
        if (Boxes.For(People[0]).List(WellKnownFolder.Inbox).Count == 0)
        {
            Seeding.PutMail(SeedContext.Of(simulator.The<IServiceProvider>()));
        }

        return Task.CompletedTask;
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public void Every_letter_is_mail_without_a_defect()
    {
        var defects = All().SelectMany(mail => mail.Parsed.Defects.Select(defect =>
            $"{mail.Parsed.MessageId}: {defect}"));
        Assert.Empty(defects);
    }

    [Fact]
    public void Each_person_has_mail_that_came_and_mail_that_was_sent_and_none_from_the_future()
    {
        foreach (var mailbox in People.Select(Boxes.For))
        {
            Assert.NotEmpty(mailbox.List(WellKnownFolder.Inbox));
            Assert.NotEmpty(mailbox.List(WellKnownFolder.SentItems));
            Assert.All(mailbox.List(WellKnownFolder.Inbox), item =>
                Assert.True(item.ReceivedAt <= DateTimeOffset.UtcNow));
        }
    }

    [Fact]
    public void A_colleagues_confidence_lies_in_no_other_mailbox()
    {
        var readers = All().Where(mail => mail.Parsed.Subject.Contains("salary")).Select(mail =>
            mail.Mailbox).Distinct();
        Assert.Equal(["anna@contoso.example", "chie@contoso.example"], readers.Order());
    }

    [Fact]
    public void Japanese_mail_comes_in_the_old_encoding_and_in_the_new()
    {
        var yamada = All().Where(mail => mail.Parsed.From[0].Address == "taro.yamada@yamada-shoji.example").ToList();
        Assert.All(yamada, mail => Assert.Equal("山田 太郎", mail.Parsed.From[0].Name));
        Assert.Contains(yamada, mail => Encoding.Latin1.GetString(mail.Source).Contains("charset=iso-2022-jp"));
        Assert.Contains(yamada, mail => Encoding.Latin1.GetString(mail.Source).Contains("charset=utf-8"));
        Assert.All(yamada, mail => Assert.Contains("様", mail.Parsed.ReadableText));
    }

    [Fact]
    public void There_is_one_of_each_kind_that_a_crm_must_cope_with()
    {
        var all = All();
        Assert.Contains(all, mail => mail.Parsed.Subject.Length == 0);
        Assert.Contains(all, mail => mail.Parsed.Subject.Length > 200);
        Assert.Contains(all, mail => mail.Parsed.To.Count == 40);
        Assert.Contains(all, mail => mail.Parsed.Html?.Contains("dir=\"rtl\"") == true);
        Assert.Contains(all, mail => mail.Parsed.Attachments.Any(part => part.ContentType == "text/calendar"));
        Assert.Contains(all, mail => mail.Parsed.Attachments.Any(part => part is { IsInline: true,
            ContentType: "image/png" }));
        Assert.Contains(all, mail => mail.Parsed.Parts.Any(part => part.ContentType == "message/delivery-status"));
        Assert.Contains(all, mail => mail.Parsed.AutomaticReason?.Contains("auto-replied") == true);
        Assert.Contains(all, mail => mail.Parsed.Headers.First("List-Id") is not null);
        Assert.Contains(all, mail => mail.Parsed.Subject.StartsWith("Fw: ") && mail.Parsed.Text!.Contains(
            "From: Frank Osei"));
    }

    private Mailboxes Boxes => simulator.The<Mailboxes>();

    private List<(string Mailbox, byte[] Source, ParsedMail Parsed)> All() =>
        [.. from address in People
            from folder in WellKnownFolder.All
            from item in Boxes.For(address).List(folder)
            let source = Boxes.For(address).ReadMime(item)
            select (address, source, MailParser.Parse(source))];
}
