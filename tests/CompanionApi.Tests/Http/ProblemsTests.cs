using System.Net;
using System.Text;
using CompanionApi.Tests.Records;
using CompanionApi.Tests.Support;

namespace CompanionApi.Tests.Http;

/// <summary>S79: every answer that says no has a code, whoever says it; what is absent and needed is named.</summary>
public sealed class ProblemsTests(CompanionApp app) : IClassFixture<CompanionApp>
{
    private const string Nowhere = "3d1f7a60-58c2-4e19-8b0d-6f94a2c7e5b3";

    [Theory]
    [InlineData("GET", "/api/nowhere", "application/json", 404, "not_found")]
    [InlineData("GET", "/nowhere", "text/html", 404, "not_found")]
    [InlineData("GET", $"/api/messages/{Nowhere}/attachments/x", "application/json", 404, "not_found")]
    [InlineData("DELETE", "/api/me", "application/json", 405, "method_not_allowed")]
    [InlineData("POST", "/api/deals", "text/plain", 415, "unsupported_media_type")]
    public async Task S79_what_routing_refuses_has_a_code(string method, string path, string type, int status, string code)
    {
        using var client = app.ClientFor(World.Anna);
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Accept.ParseAdd(type);
        request.Content = method == "POST" ? new StringContent("{}", Encoding.UTF8, type) : null;

        using var answer = await client.SendAsync(request);

        Assert.Equal((status, code), ((int)answer.StatusCode, await answer.CodeAsync()));
    }

    [Theory]
    [InlineData("PUT", $"messages/{Nowhere}/read", "read")]
    [InlineData("PUT", $"messages/{Nowhere}/archived", "archived")]
    [InlineData("PUT", $"messages/{Nowhere}/visibility", "visibility")]
    [InlineData("PUT", $"messages/{Nowhere}/sender", "address")]
    [InlineData("POST", $"messages/{Nowhere}/persons", "addresses")]
    [InlineData("POST", "messages", "internetMessageId")]
    [InlineData("PUT", $"conversations/{Nowhere}/visibility", "visibility")]
    [InlineData("PUT", $"conversations/{Nowhere}/links/deal", "recordId")]
    [InlineData("PUT", $"conversations/{Nowhere}/links/Lead", "recordId")]
    [InlineData("POST", $"conversations/{Nowhere}/splits", "messageId")]
    [InlineData("POST", $"conversations/{Nowhere}/joins", "conversationId")]
    [InlineData("POST", "conversation-changes", "conversationIds")]
    [InlineData("POST", "me/review-list/changes", "recordIds")]
    [InlineData("POST", "me/sender-addresses", "address")]
    [InlineData("POST", "sender-address-confirmations", "token")]
    [InlineData("PUT", "me/never-capture", "version")]
    [InlineData("PUT", $"mail-accounts/{Nowhere}/scope", "scope")]
    [InlineData("POST", $"mail-accounts/{Nowhere}/fetches", "itemIds")]
    [InlineData("POST", "deals", "title")]
    [InlineData("POST", "persons", "name")]
    public async Task S79_what_is_needed_and_absent_is_required(string method, string path, string field)
    {
        foreach (var body in new[] { "{}", $$"""{"{{field}}":null}""", $$"""{"{{field.ToUpperInvariant()}}X":true}""" })
        {
            var said = await SendAsync(method, path, body);

            Assert.Equal("required", said.Error(field));
        }

        Assert.Equal("required", (await SendAsync(method, path, "null")).Error("body"));
        Assert.Equal("malformed", (await SendAsync(method, path, "[")).Error("body"));
    }

    [Theory]
    [InlineData($$$"""{"conversationIds":["{{{Nowhere}}}"],"change":"link"}""", "conversation-changes", "recordId")]
    [InlineData($$$"""{"conversationIds":["{{{Nowhere}}}"]}""", "conversation-changes", "change")]
    [InlineData($$$"""{"recordIds":["{{{Nowhere}}}"],"change":"move_address"}""", "me/review-list/changes", "personId")]
    [InlineData("""{"team":{}}""", "audience-previews", "team.memberIds")]
    [InlineData($$$"""{"reassignment":{"to":"{{{Nowhere}}}"}}""", "audience-previews", "reassignment.from")]
    [InlineData($$$"""{"reassignment":{"from":"{{{Nowhere}}}"}}""", "audience-previews", "reassignment.to")]
    [InlineData("""{"return":{}}""", "audience-previews", "return.userId")]
    [InlineData($$$"""{"recordId":"{{{Nowhere}}}","merge":{}}""", "audience-previews", "merge.personId")]
    [InlineData($$$"""{"merge":{"personId":"{{{Nowhere}}}"}}""", "audience-previews", "recordId")]
    [InlineData("""{"conversion":{}}""", "audience-previews", "recordId")]
    [InlineData($$$"""{"link":{"recordId":"{{{Nowhere}}}"}}""", "audience-previews", "link.kind")]
    [InlineData("""{"link":{"kind":"deal"}}""", "audience-previews", "link.recordId")]
    public async Task S79_what_an_act_needs_is_required_of_it(string body, string path, string field) =>
        Assert.Equal("required", (await SendAsync("POST", path, body)).Error(field));

    [Fact]
    public async Task S79_who_gets_a_leavers_records_and_who_is_merged_must_be_said()
    {
        var ben = (await app.UserAsync(World.Ben)).PublicId;
        var person = await app.MakeAsync(World.Anna, "persons", new { name = "Taro" });

        Assert.Equal("required", (await app.PostAsync(World.Chie, $"admin/users/{ben}/reassignments", new { })).Error("to"));
        Assert.Equal("required", (await app.PostAsync(World.Anna, $"persons/{person.Id()}/merges", new { })).Error("personId"));
    }

    [Theory]
    [InlineData("application/json; charset=nonsense")]
    [InlineData("application/json; charset=utf-7")]
    [InlineData("text/json; charset=nonsense")]
    [InlineData("application/x-www-form-urlencoded")]
    public async Task S79_a_body_in_another_form_is_told_so(string type)
    {
        foreach (var path in new[] { "/api/deals", "/graph/notifications" })
        {
            using var client = app.ClientFor(World.Anna);
            using var request = new HttpRequestMessage(HttpMethod.Post, path);
            request.Content = new ByteArrayContent("{}"u8.ToArray());
            request.Content.Headers.TryAddWithoutValidation("Content-Type", type);

            using var answer = await client.SendAsync(request);

            Assert.Contains(
                $"{(int)answer.StatusCode} {await answer.CodeAsync()}", new[] { "415 unsupported_media_type", "400 invalid" });
        }
    }

    [Theory]
    [InlineData("PUT", $"conversations/{Nowhere}/links/deal%0A")]
    [InlineData("PUT", $"conversations/{Nowhere}/links/person")]
    [InlineData("DELETE", $"conversations/{Nowhere}/links/DEAL")]
    [InlineData("DELETE", $"messages/{Nowhere}/notices/%0A")]
    [InlineData("GET", $"messages/{Nowhere}/attachments/99999999999")]
    public async Task S79_a_path_that_leads_nowhere_is_404(string method, string path)
    {
        var said = await SendAsync(method, path, $$"""{"recordId":"{{Nowhere}}"}""");

        Assert.Equal((HttpStatusCode.NotFound, "not_found"), (said.Status, said.Code));
    }

    [Fact]
    public async Task S79_octets_that_are_no_text_are_400()
    {
        using var client = app.ClientFor(World.Anna);
        using var content = new ByteArrayContent([.. "{\"title\":\""u8, 0xC3, 0x28, .. "\"}"u8]);
        content.Headers.ContentType = new("application/json");

        Assert.Equal("malformed", (await Said.OfAsync(await client.PostAsync("/api/deals", content))).Error("title"));
    }

    [Fact]
    public async Task Whoever_notifies_us_of_nothing_does_no_harm()
    {
        foreach (var path in new[] { "/graph/notifications", "/graph/lifecycle" })
        {
            foreach (var body in new[] { """{"value":[null]}""", """{"value":[null,{}]}""", """{"value":[{"resourceData":null}]}""" })
            {
                Assert.Equal(HttpStatusCode.Accepted, (await NotifyAsync(path, body)).Status);
            }

            foreach (var body in new[] { "{}", "[]", "null", "", """{"value":{}}""", """{"value":[{"tenantId":"x"}]}""" })
            {
                Assert.Equal("malformed", (await NotifyAsync(path, body)).Error("value"));
            }
        }
    }

    private async Task<Said> NotifyAsync(string path, string body) => await Said.OfAsync(
        await app.Client().PostAsync(path, new StringContent(body, Encoding.UTF8, "application/json")));

    private async Task<Said> SendAsync(string method, string path, string body)
    {
        using var client = app.ClientFor(World.Anna);
        using var request = new HttpRequestMessage(new HttpMethod(method), $"/api/{path}");
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        return await Said.OfAsync(await client.SendAsync(request));
    }
}
