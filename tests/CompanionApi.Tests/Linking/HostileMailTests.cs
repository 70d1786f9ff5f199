using CompanionApi.Messages;
using CompanionApi.Model;
using CompanionApi.Protocols.Mime;
using CompanionApi.Tests.Records;
using CompanionApi.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CompanionApi.Tests.Linking;

/// <summary>R25, R26, S9, S36, S38 where mail and records are not as one would like.</summary>
public sealed class HostileMailTests : IAsyncLifetime
{
    private CompanionApp app = null!;

    public async Task InitializeAsync() => app = await MailRoom.StartAsync();

    public Task DisposeAsync() => ((IAsyncDisposable)app).DisposeAsync().AsTask();

    [Fact]
    public async Task R25_groups_and_hidden_recipients_are_read_for_their_people_alone()
    {
        await app.TakeAsync(Letters.Of("group", "Buyers: Ann <ann@group.example>, bob@group.example;, undisclosed-recipients:;"));

        Assert.Equal(["Ann", "bob@group.example"], (await app.TakenAsync("group")).Persons);
    }

    [Fact]
    public async Task R25_case_and_script_of_a_domain_do_not_matter_but_the_part_before_the_plus_does()
    {
        await PersonAsync("Umlaut", "info@müller.example");
        await PersonAsync("Plain", "taro@plus.example");

        await app.TakeAsync(Letters.Of("idn", "Info@XN--MLLER-KVA.example"));
        await app.TakeAsync(Letters.Of("plus", "Tagged <taro+news@plus.example>, TARO@PLUS.EXAMPLE"));

        Assert.Equal(["Umlaut"], (await app.TakenAsync("idn")).Persons);
        Assert.Equal(["Tagged", "Plain"], (await app.TakenAsync("plus")).Persons);
    }

    [Fact]
    public async Task R25_an_address_in_another_script_is_matched_however_its_letters_are_composed()
    {
        await PersonAsync("José", "jos\u00e9@eai.example");

        await app.TakeAsync(Letters.Of("eai", "jose\u0301@eai.example"));

        Assert.Equal(["José"], (await app.TakenAsync("eai")).Persons);
    }

    [Fact]
    public async Task S1_people_in_bcc_are_neither_made_nor_linked_nor_counted()
    {
        var secret = await PersonAsync("Secret", "secret@bcc.example");
        await MakeAsync("deals", "Secret deal", secret);

        await app.TakeAsync(Letters.Of("bcc", "open@bcc.example", more: "Bcc: secret@bcc.example, new@bcc.example\r\n"));

        var taken = await app.TakenAsync("bcc");
        Assert.Equal(["open@bcc.example"], taken.Persons);
        Assert.Empty(taken.Links);
        Assert.Empty((await app.GetAsync(World.Anna, "persons?q=new%40bcc.example")).Names);
    }

    [Theory]
    [InlineData("\"\" <a@name.example>", "a@name.example")]
    [InlineData("\"\u200b\u2060\" <b@name.example>", "b@name.example")]
    [InlineData("\"chie@contoso.example\" <c@name.example>", "c@name.example")]
    [InlineData("\"Taro\u202e gnp.exe\" <d@name.example>", "Taro gnp.exe")]
    [InlineData("=?utf-8?q?Two=0D=0ALines=09and=00more?= <e@name.example>", "Two Lines and more")]
    [InlineData("\"<script>alert(1)</script>\" <f@name.example>", "script>alert(1)</script")]
    [InlineData("\"Taro @ Acme\" <g@name.example>", "Taro @ Acme")]
    public async Task R25_a_hostile_or_empty_display_name_makes_a_name_of_one_visible_line(string to, string name)
    {
        await app.TakeAsync(Letters.Of("name", to));

        Assert.Equal([name], (await app.TakenAsync("name")).Persons);
    }

    [Fact]
    public async Task R25_a_name_that_is_too_long_is_cut_between_letters()
    {
        await app.TakeAsync(Letters.Of("long", $"\"{string.Concat(Enumerable.Repeat("a😀", 150))}\" <long@name.example>"));

        var name = Assert.Single((await app.TakenAsync("long")).Persons);
        Assert.InRange(name.Length, 190, 200);
        Assert.DoesNotContain('\ufffd', name);
        Assert.False(char.IsHighSurrogate(name[^1]));
    }

    [Fact]
    public async Task S36_mail_to_oneself_and_to_colleagues_has_no_people()
    {
        await app.TakeAsync(Letters.Of("self", "anna@contoso.example, ANNA@CONTOSO.EXAMPLE, ben@contoso.example"));

        var taken = await app.TakenAsync("self");
        Assert.Empty(taken.Persons);
        Assert.Empty(taken.Notices);
        Assert.Empty(taken.Open.GetProperty("suggestions").EnumerateArray());
    }

    [Fact]
    public async Task S36_a_colleague_who_left_is_no_customer()
    {
        await app.WriteAsync(World.Ben, async write =>
        {
            var ben = await app.UserAsync(World.Ben);
            write.Db.Users.Attach(ben).Entity.LeftAt = write.Now;
            return true;
        });

        await app.TakeAsync(Letters.Of("left", "ben@contoso.example"));

        Assert.Empty((await app.TakenAsync("left")).Persons);
    }

    [Fact]
    public async Task S38_of_several_persons_with_one_address_ones_own_and_oldest_is_linked_and_all_their_deals_count()
    {
        var bens = (await app.MakeAsync(World.Ben, "persons", new { name = "Bens", emails = new[] { "two@same.example" }, visibleTo = "owner" })).Id();
        var mine = await PersonAsync("Mine", "two@same.example");
        await PatchAsync(World.Ben, bens, "everyone");
        await MakeAsync("deals", "Deal of mine", mine);
        await app.TakeAsync(Letters.Of("one", "two@same.example"));
        Assert.Equal(["Mine"], (await app.TakenAsync("one")).Persons);
        Assert.Equal(["Deal of mine: only_open"], (await app.TakenAsync("one")).Links);

        await MakeAsync("deals", "Deal of Bens", bens);
        await app.TakeAsync(Letters.Of("both", "two@same.example"));

        Assert.Empty((await app.TakenAsync("both")).Links);
        Assert.Contains("several_open", (await app.TakenAsync("both")).Notices);
    }

    [Fact]
    public async Task S38_an_address_on_a_lead_and_on_a_person_is_linked_to_the_persons_deal_and_without_one_to_the_lead()
    {
        var person = await PersonAsync("P", "both@lead.example");
        await app.MakeAsync(World.Anna, "leads", new { title = "Lead", emails = new[] { "both@lead.example" } });
        await app.TakeAsync(Letters.Of("lead", "both@lead.example"));
        await MakeAsync("deals", "Deal", person);
        await app.TakeAsync(Letters.Of("deal", "both@lead.example"));

        var lead = await app.TakenAsync("lead");
        Assert.Equal(["Lead: only_open"], lead.Links);
        var why = lead.Open.GetProperty("links").EnumerateArray().Single(l => l.Text("kind") == "lead").GetProperty("why");
        Assert.Equal("both@lead.example", why.Text("address"));
        Assert.Equal(["Deal: only_open"], (await app.TakenAsync("deal")).Links);
    }

    [Fact]
    public async Task S38_a_second_arrival_with_fewer_people_does_not_make_one_of_several_the_only_one()
    {
        var (one, two) = (await PersonAsync("One", "one@part.example"), await PersonAsync("Two", "two@part.example"));
        await MakeAsync("deals", "Deal one", one);
        await MakeAsync("deals", "Deal two", two);
        var at = DateTimeOffset.UtcNow;
        await app.TakeAsync(Letters.Of("part", "one@part.example, two@part.example", at: at));

        await app.TakeAsync(Letters.Of("part", "one@part.example", at: at));

        Assert.Empty((await app.TakenAsync("part")).Links);
    }

    [Fact]
    public async Task S50_a_second_arrival_with_more_people_gets_their_persons_and_link()
    {
        var late = await PersonAsync("Late", "late@more.example");
        await MakeAsync("deals", "Late deal", late);
        var at = DateTimeOffset.UtcNow;
        await app.TakeAsync(Letters.Of("more", "early@more.example", at: at));

        await app.TakeAsync(Letters.Of("more", "early@more.example, late@more.example, newer@more.example", at: at));

        var taken = await app.TakenAsync("more");
        Assert.Equal(["early@more.example", "Late", "newer@more.example"], taken.Persons);
        Assert.Equal(["Late deal: only_open"], taken.Links);
    }

    [Theory]
    [InlineData(-1, false)]
    [InlineData(1, true)]
    public async Task S38_synced_mail_is_linked_to_an_only_open_record_that_was_there_before_it(int hours, bool isLinked)
    {
        var person = await PersonAsync("Sync", "sync@sync.example");
        await MakeAsync("deals", "Synced", person);

        await SyncAsync("synced", "sync@sync.example", app.Clock.GetUtcNow().AddHours(hours));

        Assert.Equal(isLinked ? ["Synced: only_open"] : [], (await app.TakenAsync("synced")).Links);
    }

    [Fact]
    public async Task R62_sync_makes_no_persons_and_links_those_that_are_there()
    {
        await PersonAsync("There", "there@sync.example");

        await SyncAsync("people", "there@sync.example, new@sync.example", app.Clock.GetUtcNow());

        Assert.Equal(["There"], (await app.TakenAsync("people")).Persons);
    }

    /// <summary>By the one door in, as a mailbox's sync will: there is no front door for it yet.</summary>
    private async Task SyncAsync(string name, string to, DateTimeOffset at)
    {
        var source = System.Text.Encoding.UTF8.GetBytes(Letters.Of(name, to, at: at));
        var anna = await app.UserAsync(World.Anna);
        await app.Services.GetRequiredService<MessageIntake>().CaptureAsync(new IncomingMessage
        {
            CompanyId = anna.CompanyId, OwnerId = anna.Id, Door = Door.Sync, Mail = MailParser.Parse(source), Source = source,
            ReceivedAt = at,
        });
    }

    private async Task PatchAsync(TestUser who, Guid person, string visibleTo)
    {
        var version = (await app.GetAsync(who, $"persons/{person}")).Json.GetProperty("version").GetInt32();
        await app.PatchAsync(who, $"persons/{person}", new { version, visibleTo });
    }

    private async Task<Guid> PersonAsync(string name, string address) =>
        (await app.MakeAsync(World.Anna, "persons", new { name, emails = new[] { address } })).Id();

    private Task MakeAsync(string path, string title, Guid person) =>
        app.MakeAsync(World.Anna, path, new { title, personIds = new[] { person } });
}
