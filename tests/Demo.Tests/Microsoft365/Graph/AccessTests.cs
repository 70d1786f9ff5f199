using System.Net.Http.Json;
using Demo.Microsoft365;

namespace Demo.Tests.Microsoft365.Graph;

public sealed class AccessTests(RunningSimulator simulator) : IClassFixture<RunningSimulator>
{
    [Fact]
    public async Task Graph_takes_its_own_tokens_and_no_others()
    {
        var anna = simulator.The<Demo.Microsoft365.Directory>().Find("anna@contoso.example")!;
        var forMailCrm = simulator.The<Entra>().IssueAccessToken(anna);

        foreach (var token in new[] { "", "opaque", "a.b.c", forMailCrm })
        {
            var answer = await GraphTalk.With(simulator, token).GetAsync("/me/messages");

            Assert.Equal((401, "InvalidAuthenticationToken"), (answer.Status, answer.Code));
            Assert.Contains("Bearer", answer.Headers.WwwAuthenticate.ToString());
        }
    }

    [Theory]
    [InlineData("User.Read", "/me/messages", 403)]
    [InlineData("Mail.ReadBasic", "/me/messages", 200)]
    [InlineData("Mail.ReadBasic", "/me/messages?$select=subject", 200)]
    [InlineData("Mail.ReadBasic", "/me/messages?$select=subject,body", 403)]
    [InlineData("Mail.Read", "/me/messages?$select=subject,body", 200)]
    [InlineData("Mail.Read.Shared", "/me/messages", 200)]
    [InlineData("Mail.Send", "/me/mailFolders", 403)]
    [InlineData("Mail.ReadWrite", "/me/mailFolders", 200)]
    [InlineData("Mail.ReadWrite", "/me/mailboxSettings?$select=userPurpose", 403)]
    public async Task A_scope_opens_what_it_is_for(string scope, string path, int status)
    {
        var answer = await GraphTalk.As(simulator, "anna@contoso.example", scope).GetAsync(path);

        Assert.Equal(status, answer.Status);
        Assert.True(status == 200 || answer.Code == "ErrorAccessDenied");
    }

    [Fact]
    public async Task Basic_reading_shows_neither_body_nor_preview()
    {
        var graph = GraphTalk.AsNew(simulator, out var mailbox, "Mail.ReadBasic");
        var item = mailbox.Add(WellKnownFolder.Inbox, Letters.WithFiles());

        var message = await graph.GetAsync($"/me/messages/{ItemIds.ToRest(item.Id)}");

        Assert.False(message.Body.TryGetProperty("body", out _) || message.Body.TryGetProperty("bodyPreview", out _));
        Assert.Equal(403, (await graph.GetAsync($"/me/messages/{ItemIds.ToRest(item.Id)}/$value")).Status);
        Assert.Equal(403, (await graph.GetAsync($"/me/messages/{ItemIds.ToRest(item.Id)}/attachments")).Status);
    }

    [Fact]
    public async Task A_colleagues_mailbox_wants_the_shared_scope_and_the_delegation()
    {
        _ = GraphTalk.AsNew(simulator, out var shared);
        shared.Add(WellKnownFolder.Inbox, Letters.Plain());
        var path = $"/users/{shared.Address}/mailFolders/inbox/messages";
        var ben = GraphTalk.As(simulator, "ben@contoso.example");

        Assert.Equal("ErrorAccessDenied", (await ben.GetAsync(path)).Code);
        shared.SetDelegates(["ben@contoso.example"]);

        Assert.Single((await ben.GetAsync(path)).Items);
        Assert.Equal(403, (await GraphTalk.As(simulator, "ben@contoso.example", "Mail.ReadWrite").GetAsync(path)).Status);
    }

    [Theory]
    [InlineData("/users/nobody@contoso.example/messages")]
    [InlineData("/users/dan@fabrikam.example/messages")]
    [InlineData("/users/00000000-0000-0000-0000-000000000001/messages")]
    public async Task Whom_the_tenant_does_not_have_is_no_user(string path)
    {
        var answer = await GraphTalk.As(simulator, "anna@contoso.example").GetAsync(path);

        Assert.Equal((404, "ErrorInvalidUser"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task A_mailbox_that_is_not_in_the_cloud_says_so()
    {
        var graph = GraphTalk.AsNew(simulator, out var mailbox);
        mailbox.IsEnabled = false;

        var answer = await graph.GetAsync("/me/mailFolders");

        Assert.Equal((404, "MailboxNotEnabledForRESTAPI"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task An_app_does_what_its_roles_allow_in_every_mailbox_of_its_tenant()
    {
        await SetRolesAsync("Mail.ReadBasic.All");
        var basic = GraphTalk.With(simulator, await AppTokenAsync());
        await SetRolesAsync("Mail.Read");
        var reader = GraphTalk.With(simulator, await AppTokenAsync());

        Assert.Equal(200, (await basic.GetAsync("/users/ben@contoso.example/messages")).Status);
        Assert.Equal(403, (await basic.GetAsync("/users/ben@contoso.example/messages?$select=body")).Status);
        Assert.Equal(200, (await reader.GetAsync("/users/ben@contoso.example/messages?$select=body")).Status);
        Assert.Equal(403, (await reader.PostAsync("/users/ben@contoso.example/mailFolders", new { displayName = "x" })).Status);
        Assert.Equal(404, (await reader.GetAsync("/users/dan@fabrikam.example/messages")).Status);
        Assert.Equal(400, (await reader.GetAsync("/me/messages")).Status);
    }

    [Fact]
    public async Task Links_carry_Graphs_real_name_where_it_was_called_by_it()
    {
        _ = GraphTalk.AsNew(simulator, out var mailbox);
        mailbox.Add(WellKnownFolder.Inbox, Letters.Plain());
        var person = simulator.The<Demo.Microsoft365.Directory>().Find(mailbox.Address)!;
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1.0/me/mailFolders/inbox/messages/delta");
        request.Headers.Host = "graph.microsoft.com";
        request.Headers.Authorization = new("Bearer", simulator.The<Entra>().Issue(person, "https://graph.microsoft.com/Mail.Read").AccessToken);

        using var answer = await simulator.Http.SendAsync(request);

        Assert.Contains(
            "\"@odata.deltaLink\":\"https://graph.microsoft.com/v1.0/me/mailFolders('inbox')/messages/delta?$deltatoken=",
            await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("/me/contacts", 501, "notImplemented")]
    [InlineData("/me/messages?$expand=attachments", 501, "notImplemented")]
    [InlineData("/me/messages?$wish=1", 400, "BadRequest")]
    [InlineData("/me/messages?$top=1001", 400, "RequestBroker--ParseUri")]
    [InlineData("/me/messages?$select=nothing", 400, "RequestBroker--ParseUri")]
    [InlineData("/me/messages/delta", 400, "BadRequest")]
    [InlineData("/me/messages?$filter=isRead eq false&$orderby=receivedDateTime desc", 400, "InefficientFilter")]
    public async Task What_it_does_not_do_is_never_a_silent_success(string path, int status, string code)
    {
        var answer = await GraphTalk.As(simulator, "anna@contoso.example").GetAsync(path);

        Assert.Equal((status, code), (answer.Status, answer.Code));
    }

    private async Task SetRolesAsync(params string[] roles) =>
        (await simulator.Http.PutAsJsonAsync("/sim/app-roles", roles)).EnsureSuccessStatusCode();

    private Task<string> AppTokenAsync() => AppSignIn.TokenAsync(simulator);
}
