using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using CompanionApi.Tests.Support;

namespace CompanionApi.Tests.MailAccounts;

/// <summary>R22, S21: which addresses count as mine, and that nobody takes another's.</summary>
public sealed partial class SenderAddressesTests : IAsyncLifetime
{
    private const string Path = "/api/me/sender-addresses";
    private readonly CompanionApp app = new();

    public Task InitializeAsync() => app.InitializeAsync();

    public Task DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task The_sign_in_address_stands_there_and_stays()
    {
        var own = (await ListAsync(World.Anna)).Single();

        Assert.Equal(World.Anna.Address, own.GetProperty("address").GetString());
        Assert.True(own.GetProperty("isSignIn").GetBoolean());
        Assert.Equal(JsonValueKind.String, own.GetProperty("confirmedAt").ValueKind);
        var answer = await app.ClientFor(World.Anna).DeleteAsync($"{Path}/{own.GetProperty("id").GetString()}");
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Equal("is_sign_in_address", await answer.CodeAsync());
    }

    [Fact]
    public async Task The_mailed_link_confirms_the_address()
    {
        var asked = await AskAsync(World.Anna, " Anna.Private@Mail.Example ");
        Assert.Equal(HttpStatusCode.Created, asked.StatusCode);
        Assert.Equal(JsonValueKind.Null, (await asked.JsonAsync()).GetProperty("confirmedAt").ValueKind);
        var mail = await app.Relay.NextAsync();
        Assert.Equal("anna.private@mail.example", mail.To);

        var confirmed = await ConfirmAsync(World.Anna, TokenIn(mail)).JsonAsync();
        Assert.Equal("anna.private@mail.example", confirmed.GetProperty("address").GetString());
        Assert.Equal(JsonValueKind.String, confirmed.GetProperty("confirmedAt").ValueKind);
        Assert.Equal("settings_changed", confirmed.GetProperty("change").GetProperty("kind").GetString());

        // A second press of the link is no trouble.
        Assert.Equal(HttpStatusCode.OK, (await ConfirmAsync(World.Anna, TokenIn(mail))).StatusCode);
    }

    [Fact]
    public async Task The_mail_says_who_asks_and_why_in_both_languages()
    {
        await AskAsync(World.Anna, "anna.private@mail.example");
        var mail = await app.Relay.NextAsync();

        Assert.Contains("Auto-Submitted: auto-generated", mail.Source);
        Assert.Contains("Anna Keller (anna@contoso.example, Contoso) asks", mail.Text);
        Assert.Contains("mail tab", mail.Text);
        Assert.Contains("Anna Kellerさん", mail.Text);
        Assert.Contains("https://crm.mailcrm.example/settings/sender-addresses?token=", mail.Text);
    }

    [Theory]
    [InlineData("\"a>b\"@mail.example")]
    [InlineData("\"a<b\"@mail.example")]
    [InlineData("anna@mail＞.example")]
    [InlineData("\"a b\"@mail.example")]
    [InlineData("anna@mail")]
    public async Task S21_an_address_that_a_relay_could_not_be_told_is_400(string address)
    {
        var answer = await AskAsync(World.Anna, address);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("\"address\":[\"malformed\"]", await answer.Content.ReadAsStringAsync());
        Assert.Single(await ListAsync(World.Anna));
    }

    [Fact]
    public async Task The_token_is_kept_nowhere_and_grants_nobody_else_anything()
    {
        await AskAsync(World.Anna, "anna.private@mail.example");
        var token = TokenIn(await app.Relay.NextAsync());

        foreach (var other in new[] { World.Ben, World.Chie, World.Dan })
        {
            var answer = await ConfirmAsync(other, token);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            Assert.Equal("confirmation_not_valid", await answer.CodeAsync());
        }

        Assert.DoesNotContain(token, await StoredAsync());
        Assert.Equal(HttpStatusCode.OK, (await ConfirmAsync(World.Anna, token)).StatusCode);
    }

    [Fact]
    public async Task A_link_is_good_for_a_day_and_only_the_newest_is()
    {
        await AskAsync(World.Anna, "anna.private@mail.example");
        var first = TokenIn(await app.Relay.NextAsync());
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(World.Anna, "anna.private@mail.example")).StatusCode);
        var second = TokenIn(await app.Relay.NextAsync());

        Assert.Equal(HttpStatusCode.NotFound, (await ConfirmAsync(World.Anna, first)).StatusCode);
        app.Clock.Advance(TimeSpan.FromHours(24.1));
        Assert.Equal(HttpStatusCode.NotFound, (await ConfirmAsync(World.Anna, second)).StatusCode);
    }

    [Fact]
    public async Task A_colleagues_sign_in_address_cannot_be_added_and_another_companys_is_like_any_other()
    {
        var colleague = await AskAsync(World.Anna, World.Ben.Address.ToUpperInvariant());
        Assert.Equal(HttpStatusCode.Conflict, colleague.StatusCode);
        Assert.Equal("address_not_available", await colleague.CodeAsync());
        Assert.DoesNotContain("Ben", await colleague.Content.ReadAsStringAsync());
        Assert.Equal(0, app.Relay.Waiting);

        Assert.Equal(HttpStatusCode.Created, (await AskAsync(World.Anna, World.Dan.Address)).StatusCode);
        Assert.Equal(HttpStatusCode.Created, (await AskAsync(World.Anna, "nobody@fabrikam.example")).StatusCode);
    }

    [Fact]
    public async Task An_address_is_active_for_one_user_of_a_company()
    {
        await ConfirmedAsync(World.Anna, "shared@mail.example");

        // Nothing tells Ben that somebody has it, before he has shown that he reads its mail.
        Assert.Equal(HttpStatusCode.Created, (await AskAsync(World.Ben, "shared@mail.example")).StatusCode);
        var answer = await ConfirmAsync(World.Ben, TokenIn(await app.Relay.NextAsync()));
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Equal("address_not_available", await answer.CodeAsync());

        await ConfirmedAsync(World.Dan, "shared@mail.example");
    }

    [Fact]
    public async Task Five_beside_the_sign_in_address_are_the_limit()
    {
        for (var i = 1; i <= 5; i++)
        {
            await ConfirmedAsync(World.Anna, $"anna{i}@mail.example");
        }

        app.Clock.Advance(TimeSpan.FromHours(25));
        var answer = await AskAsync(World.Anna, "anna6@mail.example");
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Equal("too_many_addresses", await answer.CodeAsync());

        var one = (await ListAsync(World.Anna)).Last().GetProperty("id").GetString();
        await app.ClientFor(World.Anna).DeleteAsync($"{Path}/{one}").JsonAsync();
        Assert.Equal(HttpStatusCode.Created, (await AskAsync(World.Anna, "anna6@mail.example")).StatusCode);
    }

    [Fact]
    public async Task Five_mails_a_day_are_the_limit_even_when_addresses_go()
    {
        for (var i = 1; i <= 5; i++)
        {
            var asked = await AskAsync(World.Anna, $"anna{i}@mail.example").JsonAsync();
            await app.ClientFor(World.Anna).DeleteAsync($"{Path}/{asked.GetProperty("id").GetString()}").JsonAsync();
        }

        app.Clock.Advance(TimeSpan.FromHours(1));
        var answer = await AskAsync(World.Anna, "anna6@mail.example");
        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.Equal("too_many_requests", await answer.CodeAsync());
        Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value.TotalHours, 22.9, 23);
        Assert.Equal(HttpStatusCode.Created, (await AskAsync(World.Ben, "ben@mail.example")).StatusCode);

        app.Clock.Advance(TimeSpan.FromHours(23));
        Assert.Equal(HttpStatusCode.Created, (await AskAsync(World.Anna, "anna6@mail.example")).StatusCode);
    }

    [Fact]
    public async Task A_mail_that_does_not_go_out_was_not_asked_for()
    {
        app.Relay.Refuses = true;
        for (var i = 0; i < 7; i++)
        {
            var answer = await AskAsync(World.Anna, "anna.private@mail.example");
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            Assert.Equal("mail_not_sent", await answer.CodeAsync());
        }

        Assert.Single(await ListAsync(World.Anna));
    }

    [Fact]
    public async Task Adding_an_address_that_is_mine_says_so()
    {
        var answer = await AskAsync(World.Anna, World.Anna.Address);

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Equal("already_yours", await answer.CodeAsync());
    }

    [Fact]
    public async Task S21_A_sign_in_address_outside_the_companys_domains_needs_the_link_too()
    {
        var outside = new TestUser("finn@elsewhere.example", "Finn", World.Contoso, 0x12);
        Assert.Equal(JsonValueKind.Null, (await ListAsync(outside)).Single().GetProperty("confirmedAt").ValueKind);

        await ConfirmedAsync(outside, outside.Address);

        Assert.True((await ListAsync(outside)).Single().GetProperty("isSignIn").GetBoolean());
    }

    [Fact]
    public async Task Nobody_removes_anothers_address()
    {
        var asked = await AskAsync(World.Anna, "anna.private@mail.example").JsonAsync();
        foreach (var other in new[] { World.Ben, World.Chie, World.Dan })
        {
            var answer = await app.ClientFor(other).DeleteAsync($"{Path}/{asked.GetProperty("id").GetString()}");
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            Assert.Single(await ListAsync(other));
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("anna")]
    [InlineData("anna@")]
    [InlineData("anna@localhost")]
    [InlineData("Anna <anna@mail.example>")]
    [InlineData("anna@mail.example, ben@mail.example")]
    [InlineData("anna@mail.example\r\nBcc: ben@mail.example")]
    [InlineData("contoso@bcc.mailcrm.example")]
    public async Task What_is_no_address_of_a_sender_is_400_with_the_field_named(string? address)
    {
        var answer = await AskAsync(World.Anna, address);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("\"errors\":{\"address\"", await answer.Content.ReadAsStringAsync());
    }

    private async Task ConfirmedAsync(TestUser user, string address)
    {
        await AskAsync(user, address).JsonAsync();
        await ConfirmAsync(user, TokenIn(await app.Relay.NextAsync())).JsonAsync();
    }

    private Task<HttpResponseMessage> AskAsync(TestUser user, string? address) =>
        app.ClientFor(user).PostAsJsonAsync(Path, new { address });

    private Task<HttpResponseMessage> ConfirmAsync(TestUser user, string token) =>
        app.ClientFor(user).PostAsJsonAsync("/api/sender-address-confirmations", new { token });

    private async Task<List<JsonElement>> ListAsync(TestUser user) =>
        [.. (await app.ClientFor(user).GetAsync(Path).JsonAsync()).GetProperty("items").EnumerateArray()];

    /// <summary>All that the database holds, its log of writes included.</summary>
    private async Task<string> StoredAsync()
    {
        var stored = "";
        foreach (var file in Directory.GetFiles(app.Folder, "mailcrm.db*"))
        {
            await using var open = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(open, System.Text.Encoding.Latin1);
            stored += await reader.ReadToEndAsync();
        }

        Assert.Contains("anna.private@mail.example", stored);
        return stored;
    }

    private static string TokenIn(RelayedMail mail) =>
        Uri.UnescapeDataString(TokenPattern().Match(mail.Text).Groups[1].Value);

    [GeneratedRegex(@"\?token=([^\s&]+)")]
    private static partial Regex TokenPattern();
}
