using System.Net;
using System.Net.Http.Json;
using CompanionApi.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Tests.Companies;

/// <summary>S20: the operator's settings become companies, and a wrong setting stops the start with its name.</summary>
public sealed class EnrolmentTests
{
    private const string Other = "5e1d0c3b-77aa-4b10-9a53-000000000001";

    [Theory]
    [InlineData("Companies:0:MailName", "no")]
    [InlineData("Companies:0:MailName", "Contoso")]
    [InlineData("Companies:0:MailName", "con.toso")]
    [InlineData("Companies:0:MailName", "a123456789012345678901234567890")]
    [InlineData("Companies:0:MailName", "postmaster")]
    [InlineData("Companies:0:MailName", null)]
    [InlineData("Companies:0:Name", null)]
    [InlineData("Companies:0:TenantIds:0", "contoso")]
    [InlineData("Companies:0:TenantIds:0", "9188040d-6c67-4c5b-b112-36a304b66dad")]
    [InlineData("Companies:0:TenantIds:0", null)]
    [InlineData("Companies:0:Domains:0", "@contoso.example")]
    [InlineData("Companies:0:Domains:0", null)]
    [InlineData("Companies:0:FirstAdmin", "chie")]
    [InlineData("Companies:1:MailName", "contoso")]
    [InlineData("Companies:1:TenantIds:0", "7c3a52f1-94d0-4b6e-8a17-5e0c2d9b4f61")]
    [InlineData("Companies:1:Domains:0", "contoso.example")]
    [InlineData("AzureAd:ClientId", "mailcrm")]
    [InlineData("AzureAd:Instance", "login")]
    public async Task A_wrong_setting_stops_the_start_with_its_name(string name, string? value)
    {
        var trouble = await Assert.ThrowsAsync<InvalidOperationException>(() => CompanionApp.StartAsync(null, (name, value)));

        Assert.Contains(name.Replace(":TenantIds:0", ":TenantIds").Replace(":Domains:0", ":Domains"), trouble.Message);
        Assert.Contains("expected", trouble.Message);
    }

    [Fact]
    public async Task Starting_again_changes_nothing()
    {
        await using var app = await CompanionApp.StartAsync();
        var before = await MeAsync(app, World.Anna);

        await app.RestartAsync();

        Assert.Equal(before, await MeAsync(app, World.Anna));
        Assert.Contains("\"role\":\"admin\"", await MeAsync(app, World.Chie));
    }

    [Fact]
    public async Task A_mail_name_is_given_once_and_is_the_admins_from_then_on()
    {
        await using var app = await CompanionApp.StartAsync();

        await app.RestartAsync(("Companies:0:MailName", "contoso-new"));

        Assert.Contains("\"mailName\":\"contoso\"", await MeAsync(app, World.Anna));
    }

    [Fact]
    public async Task A_mail_name_is_never_handed_out_again()
    {
        await using var app = await CompanionApp.StartAsync();

        var trouble = await Assert.ThrowsAsync<InvalidOperationException>(() => app.RestartAsync(
            ("Companies:0:TenantIds:0", Other), ("Companies:0:Domains:0", "other.example")));

        Assert.Contains("Companies:0:MailName", trouble.Message);
    }

    [Fact]
    public async Task A_tenant_taken_out_of_the_settings_cannot_sign_in_and_one_put_in_can()
    {
        await using var app = await CompanionApp.StartAsync(null, ("Companies:0:TenantIds:1", Other));
        var olga = new TestUser("olga@contoso.example", "Olga", Guid.Parse(Other), 0x21);
        await MeAsync(app, olga);

        await app.RestartAsync(("Companies:0:TenantIds:1", null));
        var answer = await app.ClientFor(olga).GetAsync("/api/me");
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);

        await app.RestartAsync(("Companies:0:TenantIds:1", Other));
        await MeAsync(app, olga);
    }

    [Fact]
    public async Task A_tenant_with_people_does_not_change_companies()
    {
        await using var app = await CompanionApp.StartAsync(null, ("Companies:0:TenantIds:1", Other));
        await MeAsync(app, new TestUser("olga@contoso.example", "Olga", Guid.Parse(Other), 0x21));
        await app.RestartAsync(("Companies:0:TenantIds:1", null));

        var trouble = await Assert.ThrowsAsync<InvalidOperationException>(
            () => app.RestartAsync(("Companies:1:TenantIds:1", Other)));

        Assert.Contains("Companies:1:TenantIds", trouble.Message);
    }

    [Fact]
    public async Task S20_a_start_makes_nobody_an_admin_again_who_was_demoted()
    {
        await using var app = await CompanionApp.StartAsync();
        await DemoteChieAsync(app);

        await app.RestartAsync();

        Assert.Contains("\"role\":\"standard\"", await MeAsync(app, World.Chie));
    }

    [Fact]
    public async Task S20_a_start_makes_nobody_an_admin_who_took_over_the_address_of_an_admin_who_left()
    {
        await using var app = await CompanionApp.StartAsync();
        using (var ben = await BenByClaimAsync(app))
        {
            await ben.PatchAsJsonAsync(await PathAsync(app, World.Chie), new { left = true }).JsonAsync();
        }

        await ForgetClaimAsync(app);
        await app.RestartAsync();

        var newChie = World.Chie with { ObjectId = Guid.NewGuid() };
        Assert.Contains("\"role\":\"standard\"", await MeAsync(app, newChie));
    }

    [Fact]
    public async Task S20_a_company_from_before_it_was_kept_who_was_appointed_counts_as_having_had_its_first_admin()
    {
        await using var app = await CompanionApp.StartAsync();
        await DemoteChieAsync(app);
        await app.WriteAsync(World.Chie, async write =>
        {
            var company = await write.Db.Companies.SingleAsync(c => c.Id == write.Db.CompanyId);
            return company.SpentFirstAdmin = null;
        });

        await app.RestartAsync();

        Assert.Contains("\"role\":\"standard\"", await MeAsync(app, World.Chie));
    }

    [Fact]
    public async Task S20_another_first_admin_in_the_settings_counts_where_nobody_is_left_to_make_one()
    {
        await using var app = await CompanionApp.StartAsync();
        await app.RestartAsync(("Companies:0:FirstAdmin", World.Anna.Address));
        Assert.Contains("\"role\":\"standard\"", await MeAsync(app, World.Anna));

        await DemoteChieAsync(app);
        await app.RestartAsync(("Companies:0:FirstAdmin", World.Ben.Address));

        Assert.Contains("\"role\":\"admin\"", await MeAsync(app, World.Ben));
        Assert.Contains("\"role\":\"standard\"", await MeAsync(app, World.Anna));
        Assert.Contains("\"role\":\"standard\"", await MeAsync(app, World.Chie));
    }

    [Fact]
    public async Task S20_mail_of_people_whose_tenant_was_taken_out_is_refused_until_it_is_put_back()
    {
        await using var app = await MailRoom.StartAsync(changes: ("Companies:0:TenantIds:1", Other));
        var olga = new TestUser("olga@contoso.example", "Olga", Guid.Parse(Other), 0x21);
        await MeAsync(app, olga);
        Assert.StartsWith("250", await SendAsync("before"));

        await app.RestartAsync(("Companies:0:TenantIds:1", null));
        Assert.StartsWith("550", await SendAsync("meanwhile"));

        await app.RestartAsync(("Companies:0:TenantIds:1", Other));
        Assert.StartsWith("250", await SendAsync("after"));

        Task<string> SendAsync(string name) => app.SendAsync(
            olga.Address, MailRoom.ContosoAddress, Letters.Of(name, from: $"Olga <{olga.Address}>"));
    }

    /// <summary>An admin of the directory's makes Chie a rep, and is none any more.</summary>
    private static async Task DemoteChieAsync(CompanionApp app)
    {
        using (var ben = await BenByClaimAsync(app))
        {
            await ben.PatchAsJsonAsync(await PathAsync(app, World.Chie), new { role = "standard" }).JsonAsync();
        }

        await ForgetClaimAsync(app);
    }

    private static async Task<HttpClient> BenByClaimAsync(CompanionApp app)
    {
        app.Clock.Advance(TimeSpan.FromSeconds(2));
        var claims = app.Entra.ClaimsOf(World.Ben);
        claims["roles"] = new[] { "MailCrm.Admin" };
        var ben = app.ClientWith(app.Entra.Sign(claims));
        await ben.GetAsync("/api/admin/users").JsonAsync();
        return ben;
    }

    private static async Task ForgetClaimAsync(CompanionApp app)
    {
        app.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Contains("\"role\":\"standard\"", await MeAsync(app, World.Ben));
        app.Clock.Advance(TimeSpan.FromSeconds(2));
    }

    private static async Task<string> PathAsync(CompanionApp app, TestUser user) =>
        $"/api/admin/users/{(await app.UserAsync(user)).PublicId}";

    private static async Task<string> MeAsync(CompanionApp app, TestUser user)
    {
        var answer = await app.ClientFor(user).GetAsync("/api/me");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync();
    }
}
