using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CompanionApi.Model;
using CompanionApi.Tests.Records;
using CompanionApi.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Tests.Companies;

/// <summary>The company's settings, which are its admins'.</summary>
public sealed class CompanyTests : IAsyncLifetime
{
    private const string Path = "/api/admin/company";
    private readonly CompanionApp app = new();

    public Task InitializeAsync() => app.InitializeAsync();

    public Task DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task Shows_the_settings_and_the_operators_domains()
    {
        var company = await app.ClientFor(World.Chie).GetAsync(Path).JsonAsync();

        Assert.Equal("Contoso", company.GetProperty("name").GetString());
        Assert.Equal("contoso@bcc.mailcrm.example", company.GetProperty("smartBccAddress").GetString());
        Assert.Equal("everyone", company.GetProperty("defaultVisibleTo").GetString());
        Assert.Equal(30, company.GetProperty("addressGraceDays").GetInt32());
        Assert.Equal("contoso.example", company.GetProperty("domains")[0].GetString());
    }

    [Theory]
    [InlineData("GET", "/api/admin/company")]
    [InlineData("PATCH", "/api/admin/company")]
    [InlineData("GET", "/api/admin/users")]
    [InlineData("PATCH", "/api/admin/users/3d1f7a60-58c2-4e19-8b0d-6f94a2c7e5b3")]
    [InlineData("GET", "/api/admin/teams")]
    [InlineData("POST", "/api/admin/teams")]
    [InlineData("PATCH", "/api/admin/teams/3d1f7a60-58c2-4e19-8b0d-6f94a2c7e5b3")]
    [InlineData("DELETE", "/api/admin/teams/3d1f7a60-58c2-4e19-8b0d-6f94a2c7e5b3")]
    [InlineData("GET", "/api/admin/shared-mailboxes")]
    [InlineData("POST", "/api/admin/shared-mailboxes")]
    [InlineData("DELETE", "/api/admin/shared-mailboxes/3d1f7a60-58c2-4e19-8b0d-6f94a2c7e5b3")]
    public async Task S5_Admin_pages_are_closed_to_others_whatever_they_send(string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Content = new StringContent("{", System.Text.Encoding.UTF8, "application/json");
        var answer = await app.ClientFor(World.Anna).SendAsync(request);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal("admin_only", await answer.CodeAsync());
    }

    [Fact]
    public async Task R20_A_new_mail_name_changes_the_addresses_and_R32_the_old_one_answers_for_a_while()
    {
        var changed = await PatchAsync(World.Chie, new { mailName = "contoso-group", addressGraceDays = 7 }).JsonAsync();

        Assert.Equal("contoso-group@bcc.mailcrm.example", changed.GetProperty("smartBccAddress").GetString());
        var retired = changed.GetProperty("retiredMailNames").EnumerateArray().Single();
        Assert.Equal("contoso", retired.GetProperty("name").GetString());
        Assert.InRange(retired.GetProperty("answersUntil").GetDateTimeOffset() - app.Clock.GetUtcNow(),
            TimeSpan.FromDays(6.9), TimeSpan.FromDays(7));
        var mine = await app.ClientFor(World.Anna).GetAsync("/api/me/smart-bcc").JsonAsync();
        Assert.Equal("contoso-group@bcc.mailcrm.example", mine.GetProperty("companyAddress").GetString());
        await using var db = await app.OpenAsync(World.Anna);
        Assert.NotNull((await db.MailNames.SingleAsync(n => n.Name == "contoso")).RetiredAt);

        app.Clock.Advance(TimeSpan.FromDays(7.1));
        Assert.Empty((await app.ClientFor(World.Chie).GetAsync(Path).JsonAsync()).GetProperty("retiredMailNames").EnumerateArray());
    }

    [Theory]
    [InlineData("contoso-new\n")]
    [InlineData("Contoso-new")]
    [InlineData("postmaster")]
    public async Task S20_A_mail_name_is_taken_as_it_stands_or_not_at_all(string mailName)
    {
        var answer = await Said.OfAsync(await PatchAsync(World.Chie, new { mailName }));

        Assert.Equal("malformed", answer.Error("mailName"));
    }

    [Fact]
    public async Task S20_A_mail_name_is_never_handed_to_another_company_but_comes_back_to_its_own()
    {
        await PatchAsync(World.Chie, new { mailName = "contoso-group" }).JsonAsync();
        foreach (var name in new[] { "contoso", "contoso-group" })
        {
            var answer = await PatchAsync(World.Dan, new { mailName = name });
            Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
            Assert.Equal("mail_name_not_available", await answer.CodeAsync());
        }

        var back = await PatchAsync(World.Chie, new { mailName = "contoso" }).JsonAsync();
        Assert.Equal("contoso-group", back.GetProperty("retiredMailNames")[0].GetProperty("name").GetString());
        await app.RestartAsync();
        Assert.Equal("contoso", (await app.ClientFor(World.Chie).GetAsync(Path).JsonAsync()).GetProperty("mailName").GetString());
    }

    [Theory]
    [InlineData("""{"mailName":"ab"}""", "mailName")]
    [InlineData("""{"mailName":"Contoso"}""", "mailName")]
    [InlineData("""{"mailName":"contoso+deal"}""", "mailName")]
    [InlineData("""{"mailName":"postmaster"}""", "mailName")]
    [InlineData("""{"name":"  "}""", "name")]
    [InlineData("""{"addressGraceDays":-1}""", "addressGraceDays")]
    [InlineData("""{"addressGraceDays":366}""", "addressGraceDays")]
    [InlineData("""{"defaultVisibleTo":"world"}""", "defaultVisibleTo")]
    public async Task A_wrong_setting_is_400_with_the_field_named(string body, string field)
    {
        var answer = await app.ClientFor(World.Chie)
            .PatchAsync(Path, new StringContent(body, System.Text.Encoding.UTF8, "application/json"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains($"\"errors\":{{\"{field}\"", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Changes_of_settings_stand_in_the_trail()
    {
        var changed = await PatchAsync(World.Chie, new { requiresDkim = true, defaultVisibleTo = "team" }).JsonAsync();
        var same = await PatchAsync(World.Chie, new { requiresDkim = true }).JsonAsync();

        Assert.Equal(JsonValueKind.Null, same.GetProperty("change").ValueKind);
        var id = changed.GetProperty("change").GetProperty("id").GetGuid();
        await using var db = await app.OpenAsync(World.Chie);
        var change = await db.Changes.Include(c => c.Items).SingleAsync(c => c.PublicId == id);
        Assert.Equal(ChangeKind.SettingsChanged, change.Kind);
        Assert.Equal((await app.UserAsync(World.Chie)).Id, change.ActorId);
        Assert.Contains("\"requiresDkim\":true", change.Items.Single().After);
        Assert.Contains("\"defaultVisibleTo\":\"team\"", change.Items.Single().After);
    }

    [Fact]
    public async Task R9_One_companys_admin_changes_nothing_of_another()
    {
        await PatchAsync(World.Dan, new { name = "Fabrikam Ltd", requiresDkim = true }).JsonAsync();

        var contoso = await app.ClientFor(World.Chie).GetAsync(Path).JsonAsync();
        Assert.Equal("Contoso", contoso.GetProperty("name").GetString());
        Assert.False(contoso.GetProperty("requiresDkim").GetBoolean());
    }

    private Task<HttpResponseMessage> PatchAsync(TestUser user, object change) =>
        app.ClientFor(user).PatchAsJsonAsync(Path, change);
}
