using System.Net;
using CompanionApi.Model;
using CompanionApi.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Tests.SignIn;

/// <summary>S20, S21: how a person of the directory becomes a user, and stays the same one.</summary>
public sealed class FirstSignInTests : IAsyncLifetime
{
    private readonly CompanionApp app = new();

    public Task InitializeAsync() => app.InitializeAsync();

    public Task DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task Makes_the_user_once_however_many_ask_at_once()
    {
        var emma = new TestUser("emma@contoso.example", "Emma", World.Contoso, 0x11);

        var ids = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ => await IdOfAsync(emma)));

        Assert.Single(ids.Distinct());
        Assert.Equal(emma.Address, (await AddressesOfAsync(emma)).Single().Address);
    }

    [Fact]
    public async Task S21_The_sign_in_address_sends_at_once_where_its_domain_is_the_companys()
    {
        var own = (await AddressesOfAsync(World.Anna)).Single();
        Assert.True(own is { IsSignIn: true, ConfirmedAt: not null });

        var outside = new TestUser("finn@contoso.onmicrosoft.example", "Finn", World.Contoso, 0x12);
        await IdOfAsync(outside);
        Assert.True((await AddressesOfAsync(outside)).Single() is { IsSignIn: true, ConfirmedAt: null });
    }

    [Fact]
    public async Task A_new_name_and_address_are_the_same_user()
    {
        var id = await IdOfAsync(World.Anna);
        var married = World.Anna with { Address = "anna.weber@contoso.example", DisplayName = "Anna Weber" };
        app.Clock.Advance(TimeSpan.FromSeconds(2));

        var me = await app.ClientFor(married).GetAsync("/api/me").JsonAsync();

        Assert.Equal(id, me.GetProperty("id").GetString());
        Assert.Equal("Anna Weber", me.GetProperty("displayName").GetString());
        Assert.Equal("anna.weber@contoso.example", (await AddressesOfAsync(married)).Single().Address);
    }

    [Fact]
    public async Task An_older_token_still_in_use_does_not_bring_the_old_name_back()
    {
        var old = app.Entra.TokenFor(World.Anna);
        app.Clock.Advance(TimeSpan.FromSeconds(2));
        await IdOfAsync(World.Anna with { DisplayName = "Anna Weber" });

        var me = await app.ClientWith(old).GetAsync("/api/me").JsonAsync();

        Assert.Equal("Anna Weber", me.GetProperty("displayName").GetString());
    }

    [Fact]
    public async Task S20_A_reused_address_starts_fresh()
    {
        var before = await IdOfAsync(World.Anna);
        var newAnna = World.Anna with { ObjectId = Guid.NewGuid(), DisplayName = "Anna Kowalski" };

        Assert.NotEqual(before, await IdOfAsync(newAnna));
        Assert.Empty(await AddressesOfAsync(World.Anna));
        Assert.Equal(World.Anna.Address, (await AddressesOfAsync(newAnna)).Single().Address);
    }

    [Fact]
    public async Task S20_Who_takes_over_the_first_admins_address_is_no_admin()
    {
        var newChie = World.Chie with { ObjectId = Guid.NewGuid() };

        var me = await app.ClientFor(newChie).GetAsync("/api/me").JsonAsync();

        Assert.Equal("standard", me.GetProperty("role").GetString());
    }

    [Fact]
    public async Task S20_The_role_of_the_directory_makes_an_admin()
    {
        var claims = app.Entra.ClaimsOf(World.Ben);
        claims["roles"] = new[] { "MailCrm.Admin" };
        Assert.Equal("admin", await RoleAsync(app.Entra.Sign(claims)));

        Assert.Equal("standard", await RoleAsync(app.Entra.TokenFor(World.Ben)));
    }

    [Fact]
    public async Task S57_Who_has_left_does_not_come_in_and_is_not_made_again()
    {
        var token = app.Entra.TokenFor(World.Ben);
        await app.WriteAsync(World.Ben, async write =>
        {
            (await write.Db.Users.SingleAsync(u => u.ObjectId == World.Ben.ObjectId)).LeftAt = write.Now;
            return true;
        });

        var answer = await app.ClientWith(token).GetAsync("/api/me");

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal("user_left", await answer.CodeAsync());
    }

    private async Task<string?> IdOfAsync(TestUser user) =>
        (await app.ClientFor(user).GetAsync("/api/me").JsonAsync()).GetProperty("id").GetString();

    private async Task<string?> RoleAsync(string token) =>
        (await app.ClientWith(token).GetAsync("/api/me").JsonAsync()).GetProperty("role").GetString();

    private async Task<List<SenderAddress>> AddressesOfAsync(TestUser user)
    {
        var id = (await app.UserAsync(user)).Id;
        await using var db = await app.OpenAsync(user);
        return await db.SenderAddresses.Where(a => a.UserId == id).ToListAsync();
    }
}
