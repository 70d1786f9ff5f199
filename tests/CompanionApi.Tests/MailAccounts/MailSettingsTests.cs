using System.Net;
using System.Net.Http.Json;
using System.Text;
using CompanionApi.Tests.Support;

namespace CompanionApi.Tests.MailAccounts;

public sealed class MailSettingsTests(CompanionApp app) : IClassFixture<CompanionApp>
{
    private const string Path = "/api/me/mail-settings";

    [Fact]
    public async Task R5_Mail_is_private_until_the_rep_says_otherwise()
    {
        var settings = await app.ClientFor(World.Ben).GetAsync(Path).JsonAsync();

        Assert.Equal("private", settings.GetProperty("defaultVisibility").GetString());
        Assert.True(settings.GetProperty("autoLink").GetProperty("deals").GetBoolean());
        Assert.False(settings.GetProperty("deleteInMailbox").GetBoolean());
    }

    [Fact]
    public async Task Changes_what_is_named_and_leaves_the_rest()
    {
        using var anna = app.ClientFor(World.Anna);

        var first = await anna.PatchAsJsonAsync(Path, new { signatureHtml = "<p>Anna</p>", autoLink = new { leads = false } })
            .JsonAsync();
        var second = await anna.PatchAsJsonAsync(Path, new { archiveInMailbox = true, unknown = 1 }).JsonAsync();
        var again = await anna.PatchAsJsonAsync(Path, new { archiveInMailbox = true }).JsonAsync();

        Assert.Equal("settings_changed", first.GetProperty("change").GetProperty("kind").GetString());
        Assert.Equal("<p>Anna</p>", second.GetProperty("signatureHtml").GetString());
        Assert.False(second.GetProperty("autoLink").GetProperty("leads").GetBoolean());
        Assert.True(second.GetProperty("autoLink").GetProperty("deals").GetBoolean());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, again.GetProperty("change").ValueKind);
        Assert.True((await anna.GetAsync(Path).JsonAsync()).GetProperty("archiveInMailbox").GetBoolean());
    }

    [Fact]
    public async Task S8_The_default_visibility_holds_from_the_change_on()
    {
        using var chie = app.ClientFor(World.Chie);
        var before = (await app.UserAsync(World.Chie)).MailSettings.DefaultVisibilitySince;
        app.Clock.Advance(TimeSpan.FromMinutes(5));

        await chie.PatchAsJsonAsync(Path, new { defaultVisibility = "private", bccOnEveryNewMail = true });
        Assert.Equal(before, (await app.UserAsync(World.Chie)).MailSettings.DefaultVisibilitySince);

        await chie.PatchAsJsonAsync(Path, new { defaultVisibility = "shared" });
        Assert.True((await app.UserAsync(World.Chie)).MailSettings.DefaultVisibilitySince >= before.AddMinutes(5));
    }

    [Theory]
    [InlineData("""{"defaultVisibility":"everyone"}""", "defaultVisibility")]
    [InlineData("""{"defaultVisibility":7}""", "defaultVisibility")]
    [InlineData("""{"archiveInMailbox":"yes"}""", "archiveInMailbox")]
    [InlineData("""{"autoLink":{"deals":1}}""", "autoLink.deals")]
    [InlineData("{", "body")]
    public async Task A_wrong_body_is_400_with_the_field_named(string body, string field)
    {
        var answer = await app.ClientFor(World.Anna)
            .PatchAsync(Path, new StringContent(body, Encoding.UTF8, "application/json"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var problem = await answer.Content.ReadFromJsonAsync<System.Text.Json.JsonElement>();
        Assert.Equal("invalid", problem.GetProperty("code").GetString());
        Assert.True(problem.GetProperty("errors").TryGetProperty(field, out _), problem.ToString());
    }

    [Fact]
    public async Task A_signature_has_a_limit()
    {
        var answer = await app.ClientFor(World.Anna).PatchAsJsonAsync(Path, new { signatureHtml = new string('x', 50_001) });

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task R20_The_rep_copies_the_companys_address_from_the_settings()
    {
        var anna = await app.ClientFor(World.Anna).GetAsync("/api/me/smart-bcc").JsonAsync();
        var dan = await app.ClientFor(World.Dan).GetAsync("/api/me/smart-bcc").JsonAsync();

        Assert.Equal("contoso@bcc.mailcrm.example", anna.GetProperty("companyAddress").GetString());
        Assert.Equal("fabrikam@bcc.mailcrm.example", dan.GetProperty("companyAddress").GetString());
        Assert.Equal(20_971_520, anna.GetProperty("maxMessageBytes").GetInt32());
    }
}
