using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CompanionApi.Tests.Support;

namespace CompanionApi.Tests.SignIn;

public sealed class MeTests(CompanionApp app) : IClassFixture<CompanionApp>
{
    [Fact]
    public async Task Says_who_is_signed_in_and_in_which_company()
    {
        var me = await app.ClientFor(World.Anna).GetFromJsonAsync<JsonElement>("/api/me");

        Assert.Equal(World.Anna.Address, me.GetProperty("email").GetString());
        Assert.Equal("Anna Keller", me.GetProperty("displayName").GetString());
        Assert.Equal("standard", me.GetProperty("role").GetString());
        Assert.Equal("Contoso", me.GetProperty("company").GetProperty("name").GetString());
        Assert.Equal("contoso", me.GetProperty("company").GetProperty("mailName").GetString());
    }

    [Fact]
    public async Task S20_The_first_admin_of_the_settings_is_admin()
    {
        var me = await app.ClientFor(World.Chie).GetFromJsonAsync<JsonElement>("/api/me");

        Assert.Equal("admin", me.GetProperty("role").GetString());
    }

    [Fact]
    public async Task Asks_who_nobody_is()
    {
        var answer = await app.Client().GetAsync("/api/me");

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.ToString());
        Assert.Equal("not_signed_in", await answer.CodeAsync());
    }
}
