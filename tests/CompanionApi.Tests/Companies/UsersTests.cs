using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CompanionApi.Tests.Support;

namespace CompanionApi.Tests.Companies;

/// <summary>Who is in the company, who is its admin, and who has left (S20, S57).</summary>
public sealed class UsersTests : IAsyncLifetime
{
    private readonly CompanionApp app = new();

    public Task InitializeAsync() => app.InitializeAsync();

    public Task DisposeAsync() => app.DisposeAsync();

    [Theory]
    [InlineData("", new[] { "Anna Keller", "Ben Ortiz", "Chie Tanaka" })]
    [InlineData("?q=ann", new[] { "Anna Keller" })]
    [InlineData("?q=ORT", new[] { "Ben Ortiz" })]
    [InlineData("?q=chie@", new[] { "Chie Tanaka" })]
    [InlineData("?q=dan", new string[0])]
    [InlineData("?q=%25", new string[0])]
    [InlineData("?limit=1", new[] { "Anna Keller" })]
    public async Task A_rep_finds_colleagues_by_the_beginning_of_a_word(string query, string[] expected)
    {
        var found = await app.ClientFor(World.Anna).GetAsync("/api/users" + query).JsonAsync();

        Assert.Equal(expected, NamesIn(found));
    }

    [Fact]
    public async Task S78_What_was_found_is_kept_by_no_cache()
    {
        using var answer = await app.ClientFor(World.Anna).GetAsync("/api/users?q=ann");

        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
    }

    [Fact]
    public async Task An_admin_sees_all_users_of_the_company_page_by_page()
    {
        using var chie = app.ClientFor(World.Chie);
        var first = await chie.GetAsync("/api/admin/users?limit=2").JsonAsync();
        var second = await chie.GetAsync($"/api/admin/users?limit=2&cursor={first.GetProperty("nextCursor").GetString()}").JsonAsync();

        Assert.Equal(["Anna Keller", "Ben Ortiz", "Chie Tanaka"], NamesIn(first).Concat(NamesIn(second)).Order());
        Assert.Equal(JsonValueKind.Null, second.GetProperty("nextCursor").ValueKind);
        var wrong = await chie.GetAsync("/api/admin/users?cursor=nonsense");
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
    }

    [Fact]
    public async Task An_admin_makes_another_and_takes_it_back()
    {
        await PatchAsync(World.Chie, World.Anna, new { role = "admin" }).JsonAsync();
        Assert.Equal(HttpStatusCode.OK, (await app.ClientFor(World.Anna).GetAsync("/api/admin/users")).StatusCode);

        await PatchAsync(World.Anna, World.Anna, new { role = "standard" }).JsonAsync();
        Assert.Equal(HttpStatusCode.Forbidden, (await app.ClientFor(World.Anna).GetAsync("/api/admin/users")).StatusCode);
    }

    [Theory]
    [InlineData("""{"role":"standard"}""")]
    [InlineData("""{"left":true}""")]
    public async Task The_last_admin_stays(string change)
    {
        var answer = await PatchAsync(World.Chie, World.Chie, JsonSerializer.Deserialize<JsonElement>(change));

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Equal("last_admin", await answer.CodeAsync());
        Assert.Equal(HttpStatusCode.OK, (await app.ClientFor(World.Chie).GetAsync("/api/admin/users")).StatusCode);
    }

    [Fact]
    public async Task S57_Who_has_left_is_out_at_once_and_their_address_is_free()
    {
        using var ben = app.ClientFor(World.Ben);
        var left = await PatchAsync(World.Chie, World.Ben, new { left = true }).JsonAsync();

        Assert.Equal(JsonValueKind.String, left.GetProperty("leftAt").ValueKind);
        var answer = await ben.GetAsync("/api/me");
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal("user_left", await answer.CodeAsync());
        Assert.Empty(NamesIn(await app.ClientFor(World.Anna).GetAsync("/api/users?q=ben").JsonAsync()));

        var newBen = World.Ben with { ObjectId = Guid.NewGuid(), DisplayName = "Ben Young" };
        await app.ClientFor(newBen).GetAsync("/api/me").JsonAsync();
        await PatchAsync(World.Chie, World.Ben, new { left = false }).JsonAsync();
        Assert.Equal(HttpStatusCode.OK, (await ben.GetAsync("/api/me")).StatusCode);
        Assert.Empty(await AddressesAsync(World.Ben));
        Assert.Equal([World.Ben.Address], await AddressesAsync(newBen));
    }

    [Fact]
    public async Task Who_was_marked_by_mistake_has_everything_back()
    {
        await PatchAsync(World.Chie, World.Ben, new { left = true }).JsonAsync();
        await PatchAsync(World.Chie, World.Ben, new { left = false }).JsonAsync();

        Assert.Equal([World.Ben.Address], await AddressesAsync(World.Ben));
    }

    [Fact]
    public async Task A_role_that_the_directory_gave_is_taken_away_there()
    {
        var claims = app.Entra.ClaimsOf(World.Anna);
        claims["roles"] = new[] { "MailCrm.Admin" };
        claims["iat"] = app.Clock.GetUtcNow().AddSeconds(1).ToUnixTimeSeconds();
        await app.ClientWith(app.Entra.Sign(claims)).GetAsync("/api/admin/users").JsonAsync();

        var answer = await PatchAsync(World.Chie, World.Anna, new { role = "standard" });
        Assert.Equal("role_from_directory", await answer.CodeAsync());

        app.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(HttpStatusCode.Forbidden, (await app.ClientFor(World.Anna).GetAsync("/api/admin/users")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await PatchAsync(World.Chie, World.Anna, new { role = "standard" })).StatusCode);
    }

    [Fact]
    public async Task R9_Another_companys_user_does_not_exist()
    {
        var answer = await PatchAsync(World.Dan, World.Anna, new { role = "admin" });

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal(["Dan Novak"], NamesIn(await app.ClientFor(World.Dan).GetAsync("/api/users").JsonAsync()));
    }

    private async Task<HttpResponseMessage> PatchAsync(TestUser by, TestUser user, object change) =>
        await app.ClientFor(by).PatchAsJsonAsync($"/api/admin/users/{(await app.UserAsync(user)).PublicId}", change);

    private async Task<List<string?>> AddressesAsync(TestUser user) =>
        [.. (await app.ClientFor(user).GetAsync("/api/me/sender-addresses").JsonAsync()).GetProperty("items").EnumerateArray()
            .Select(a => a.GetProperty("address").GetString())];

    private static List<string?> NamesIn(JsonElement page) =>
        [.. page.GetProperty("items").EnumerateArray().Select(u => u.GetProperty("displayName").GetString())];
}
