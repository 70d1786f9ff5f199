using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Demo.Tests.Seed;

/// <summary>The demo as it stands once it says that it is ready.</summary>
public sealed class SeedRecordsTests(DemoProcess demo) : IClassFixture<DemoProcess>
{
    [Fact]
    public async Task A_colleague_reads_what_was_shared_through_a_deal_and_not_what_is_private_on_it()
    {
        var asAnna = await MessagesOfAsync("anna@contoso.example", "Acme: two CR-60 for Rotterdam");
        var asBen = await MessagesOfAsync("ben@contoso.example", "Acme: two CR-60 for Rotterdam");

        Assert.Equal(["Between us: the burner question", "Re: Two CR-60 roasters for the Rotterdam site"],
            asAnna.Order());
        Assert.Equal(["Re: Two CR-60 roasters for the Rotterdam site"], asBen);
    }

    [Fact]
    public async Task Each_of_the_two_companies_begins_with_deals_of_its_own_that_the_other_cannot_see()
    {
        var contoso = await DealsAsync("chie@contoso.example");
        var fabrikam = await DealsAsync("dan@fabrikam.example");

        Assert.Contains("Globex: three CR-120 lines", contoso.Keys);
        Assert.DoesNotContain("山田商事 CR-15 3台", contoso.Keys);
        Assert.DoesNotContain("Globex: what if Dayton closes", contoso.Keys);
        Assert.Equal(["Acme: FP-40 for Rotterdam", "Globex: tins"], fabrikam.Keys.Order());
    }

    [Theory]
    [InlineData("anna@contoso.example")]
    [InlineData("ben@contoso.example")]
    [InlineData("dan@fabrikam.example")]
    public async Task Everyone_begins_with_private_as_the_default(string address)
    {
        var settings = await GetAsync(address, "/api/me/mail-settings");
        Assert.Equal("private", (string?)settings["defaultVisibility"]);
    }

    private async Task<List<string>> MessagesOfAsync(string address, string deal)
    {
        var id = (await DealsAsync(address))[deal];
        var messages = await GetAsync(address, $"/api/deals/{id}/messages");
        return [.. messages["items"]!.AsArray().Select(message => (string)message!["subject"]!)];
    }

    private async Task<Dictionary<string, string>> DealsAsync(string address)
    {
        var deals = await GetAsync(address, "/api/deals");
        return deals["items"]!.AsArray().ToDictionary(deal => (string)deal!["title"]!, deal => (string)deal!["id"]!);
    }

    private async Task<JsonNode> GetAsync(string address, string path)
    {
        using var http = new HttpClient { BaseAddress = new Uri(demo.At.Api) };
        var tenant = address.EndsWith("@fabrikam.example") ? demo.At.FabrikamTenantId : demo.At.TenantId;
        using var signIn = await http.PostAsync($"{demo.At.Graph}/{tenant}/oauth2/v2.0/token",
            new FormUrlEncodedContent(
            new Dictionary<string, string>
            {
                ["grant_type"] = "password",
                ["client_id"] = demo.At.ClientId,
                ["scope"] = demo.At.Scope,
                ["username"] = address,
                ["password"] = "demo",
            }));
        var token = await signIn.Content.ReadFromJsonAsync<JsonElement>();
        http.DefaultRequestHeaders.Authorization =
            new AuthenticationHeaderValue("Bearer", token.GetProperty("access_token").GetString());
        return (await http.GetFromJsonAsync<JsonNode>(path))!;
    }
}
