using System.Net;
using CompanionApi.Model;
using CompanionApi.Tests.Support;

namespace CompanionApi.Tests.Records;

/// <summary>
/// S3: a record never shows another that its viewer may not see, nor counts it, nor lets it be touched.
/// </summary>
public sealed class NestedRecordsTests(CompanionApp app) : IClassFixture<CompanionApp>
{
    [Fact]
    public async Task Hidden_persons_and_organizations_are_absent_from_a_deal()
    {
        var (deal, hidden, organization) = await HalfHiddenDealAsync();

        var annas = (await app.GetAsync(World.Anna, $"deals/{deal}")).Json;
        Assert.Equal(["Plain", "Nightshade"], annas.GetProperty("persons").Names());
        foreach (var path in new[] { $"deals/{deal}", "deals?limit=100", "deals?q=half", "records?q=half" })
        {
            var bens = await app.GetAsync(World.Ben, path);
            Assert.Equal(HttpStatusCode.OK, bens.Status);
            Assert.Contains("Half", bens.Body);
            Assert.DoesNotContain("Nightshade", bens.Body);
            Assert.DoesNotContain($"{hidden}", bens.Body);
            Assert.DoesNotContain($"{organization}", bens.Body);
        }

        Assert.Equal(["Plain"], (await app.GetAsync(World.Ben, $"deals/{deal}")).Json.GetProperty("persons").Names());
    }

    [Fact]
    public async Task Hidden_deals_are_absent_from_a_person_and_an_organization()
    {
        var organization = (await app.MakeAsync(World.Anna, "organizations", new { name = "Open house" })).Id();
        var person = (await app.MakeAsync(
            World.Anna, "persons", new { name = "Known", organizationId = organization })).Id();
        await app.MakeAsync(
            World.Anna, "persons", new { name = "Belladonna", organizationId = organization, visibleTo = "owner" });
        await app.MakeAsync(World.Anna, "deals", new
        {
            title = "Belladonna deal", personIds = new[] { person }, organizationId = organization, visibleTo = "owner",
        });

        string[] paths = [$"persons/{person}", $"organizations/{organization}", "persons?limit=100", "organizations"];
        foreach (var path in paths)
        {
            Assert.Contains("Belladonna", (await app.GetAsync(World.Anna, path)).Body);
            Assert.DoesNotContain("Belladonna", (await app.GetAsync(World.Ben, path)).Body);
        }
    }

    [Fact]
    public async Task What_one_does_not_see_stays_when_one_edits_what_one_sees()
    {
        var (deal, _, _) = await HalfHiddenDealAsync();
        var added = (await app.MakeAsync(World.Ben, "persons", new { name = "Added by Ben" })).Id();

        var bens = await app.PatchAsync(
            World.Ben, $"deals/{deal}", new { version = 1, personIds = new[] { added }, organizationId = (Guid?)null });

        Assert.Equal(["Added by Ben"], bens.Json.GetProperty("persons").Names());
        var annas = (await app.GetAsync(World.Anna, $"deals/{deal}")).Json;
        Assert.Equal(["Nightshade", "Added by Ben"], annas.GetProperty("persons").Names());
        Assert.Equal("Nightshade & Co", annas.GetProperty("organization").Text("name"));
    }

    [Fact]
    public async Task R9_a_reference_to_a_hidden_a_foreign_and_a_missing_record_is_one_error_after_the_same_queries()
    {
        var hidden = (await app.MakeAsync(
            World.Chie, "organizations", new { name = "Hidden", visibleTo = "owner" })).Id();
        var foreign = (await app.MakeAsync(World.Dan, "organizations", new { name = "Foreign" })).Id();
        var gone = (await app.MakeAsync(World.Anna, "organizations", new { name = "Gone" })).Id();
        await app.DeleteAsync(World.Anna, $"organizations/{gone}");
        var notOne = (await app.MakeAsync(World.Anna, "deals", new { title = "No organization" })).Id();
        await ReferAsync(Guid.NewGuid());

        var answers = new List<(string Body, string Queries)>();
        foreach (var id in new[] { hidden, foreign, gone, notOne, Guid.NewGuid() })
        {
            answers.Add(await ReferAsync(id));
        }

        Assert.Single(answers.Distinct());
        Assert.Contains("not_available", answers[0].Body);
    }

    [Fact]
    public async Task The_same_of_persons()
    {
        var seen = (await app.MakeAsync(World.Anna, "persons", new { name = "Seen" })).Id();
        var hidden = (await app.MakeAsync(World.Chie, "persons", new { name = "Hidden", visibleTo = "owner" })).Id();

        var withHidden = await app.PostAsync(
            World.Anna, "deals", new { title = "x", personIds = new[] { seen, hidden } });
        var withMissing = await app.PostAsync(
            World.Anna, "deals", new { title = "x", personIds = new[] { seen, Guid.NewGuid() } });

        Assert.Equal("not_available", withHidden.Error("personIds"));
        Assert.Equal(withMissing.Json.Text("detail"), withHidden.Json.Text("detail"));
        Assert.Equal(
            "not_available",
            (await app.PostAsync(World.Anna, "leads", new { title = "x", personId = hidden })).Error("personId"));
        Assert.Equal(
            "not_available",
            (await app.PostAsync(World.Anna, "projects", new { title = "x", dealId = hidden })).Error("dealId"));
    }

    [Fact]
    public async Task A_record_is_not_given_to_a_stranger_or_to_one_who_left()
    {
        var dan = (await app.UserAsync(World.Dan)).PublicId;
        var deal = (await app.MakeAsync(World.Anna, "deals", new { title = "Mine" })).Id();
        var left = await app.WriteAsync(World.Anna, write =>
        {
            var user = new User
            {
                TenantId = World.Contoso, ObjectId = Guid.NewGuid(), Email = "eve@contoso.example", DisplayName = "Eve",
                LeftAt = write.Now,
            };
            write.Db.Users.Add(user);
            return Task.FromResult(user.PublicId);
        });

        foreach (var owner in new[] { dan, left, Guid.NewGuid() })
        {
            Assert.Equal(
                "not_available",
                (await app.PatchAsync(World.Anna, $"deals/{deal}", new { version = 1, owner })).Error("owner"));
        }
    }

    private async Task<(string Body, string Queries)> ReferAsync(Guid organizationId)
    {
        using var queries = new Queries(app.Folder);
        var said = await app.PostAsync(World.Anna, "deals", new { title = "Refers", organizationId });
        var body = said.Json.EnumerateObject().Where(p => p.Name != "traceId").Select(p => p.Value.GetRawText());
        return (string.Join(' ', body), string.Join(';', queries.Texts));
    }

    private async Task<(Guid Deal, Guid Hidden, Guid Organization)> HalfHiddenDealAsync()
    {
        var plain = (await app.MakeAsync(World.Anna, "persons", new { name = "Plain" })).Id();
        var hidden = (await app.MakeAsync(
            World.Anna, "persons", new { name = "Nightshade", visibleTo = "owner" })).Id();
        var organization = (await app.MakeAsync(
            World.Anna, "organizations", new { name = "Nightshade & Co", visibleTo = "owner" })).Id();
        var deal = (await app.MakeAsync(
            World.Anna, "deals",
            new { title = "Half seen", personIds = new[] { plain, hidden }, organizationId = organization })).Id();
        return (deal, hidden, organization);
    }
}
