using System.Net;
using CompanionApi.Tests.Support;

namespace CompanionApi.Tests.SignIn;

/// <summary>Keys roll without notice, and Entra ID may be away.</summary>
public sealed class EntraKeysTests : IAsyncLifetime
{
    private readonly CompanionApp app = new();

    public async Task InitializeAsync()
    {
        await app.InitializeAsync();
        await StatusAsync(app.Entra.TokenFor(World.Anna), HttpStatusCode.OK);
    }

    public Task DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task Fetches_the_keys_once_and_again_for_a_new_one()
    {
        var before = app.Entra.Asked.Count;
        await StatusAsync(app.Entra.TokenFor(World.Anna), HttpStatusCode.OK);
        Assert.Equal(before, app.Entra.Asked.Count);

        app.Entra.Roll();

        await StatusAsync(app.Entra.TokenFor(World.Anna), HttpStatusCode.OK);
        Assert.Equal(before + 2, app.Entra.Asked.Count);
    }

    [Fact]
    public async Task Does_not_ask_again_with_every_invented_key()
    {
        var before = app.Entra.Asked.Count;
        for (var i = 0; i < 10; i++)
        {
            var token = TestEntra.Sign(app.Entra.ClaimsOf(World.Anna), app.Entra.Key);
            var invented = EntraKey.Create("key-1");
            invented.Private.KeyId = $"invented-{i}";
            await StatusAsync(TestEntra.Sign(app.Entra.ClaimsOf(World.Anna), invented), HttpStatusCode.Unauthorized);
            await StatusAsync(token, HttpStatusCode.OK);
        }

        Assert.Equal(before + 2, app.Entra.Asked.Count);
        app.Entra.Roll();
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await StatusAsync(app.Entra.TokenFor(World.Anna), HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_token_that_was_taken_ends_with_its_key()
    {
        var token = await TakenAsync(TimeSpan.FromDays(2));

        app.Entra.Roll();
        app.Entra.Withdraw();
        app.Clock.Advance(TimeSpan.FromHours(25));

        await StatusAsync(token, HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_token_that_was_taken_ends_with_its_life()
    {
        var token = await TakenAsync(TimeSpan.FromMinutes(5));

        app.Clock.Advance(TimeSpan.FromMinutes(8));

        await StatusAsync(token, HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_key_of_one_tenant_signs_for_no_other()
    {
        app.Entra.Roll(TestEntra.IssuerOf(World.Fabrikam));

        await StatusAsync(app.Entra.TokenFor(World.Dan), HttpStatusCode.OK);
        await StatusAsync(app.Entra.TokenFor(World.Anna), HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Goes_on_with_the_keys_it_has_while_Entra_is_away()
    {
        app.Entra.IsAway = true;
        app.Clock.Advance(TimeSpan.FromHours(25));
        await StatusAsync(app.Entra.TokenFor(World.Anna), HttpStatusCode.OK);
    }

    [Fact]
    public async Task Says_come_again_when_it_has_no_keys_and_Entra_is_away()
    {
        await app.RestartAsync();
        app.Entra.IsAway = true;

        using var client = app.ClientFor(World.Anna);
        var answer = await client.GetAsync("/api/me");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal("sign_in_unavailable", await answer.CodeAsync());
        Assert.NotNull(answer.Headers.RetryAfter);

        app.Entra.IsAway = false;
        app.Clock.Advance(TimeSpan.FromSeconds(6));
        await StatusAsync(app.Entra.TokenFor(World.Anna), HttpStatusCode.OK);
    }

    /// <summary>A token of that life that is known already.</summary>
    private async Task<string> TakenAsync(TimeSpan life)
    {
        var claims = app.Entra.ClaimsOf(World.Anna);
        claims["exp"] = (app.Clock.GetUtcNow() + life).ToUnixTimeSeconds();
        var token = app.Entra.Sign(claims);
        await StatusAsync(token, HttpStatusCode.OK);
        await StatusAsync(token, HttpStatusCode.OK);
        return token;
    }

    private async Task StatusAsync(string token, HttpStatusCode expected)
    {
        using var client = app.ClientWith(token);
        Assert.Equal(expected, (await client.GetAsync("/api/me")).StatusCode);
    }
}
