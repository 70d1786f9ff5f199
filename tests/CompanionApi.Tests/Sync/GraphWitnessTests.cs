using System.Net;
using Demo.Tests.Microsoft365.Graph;

namespace CompanionApi.Tests.Sync;

/// <summary>That the check over all traffic with Graph finds something, where there is something.</summary>
public sealed class GraphWitnessTests
{
    private const string Root = "https://graph.microsoft.com/v1.0";

    [Theory]
    [InlineData("GET", "/me/mailboxes", null, "{}", "not Graph's")]
    [InlineData("GET", "/users/a/messages?$select=id,subjekt", null, "{}", "names subjekt")]
    [InlineData("GET", "/users/a/messages?$filter=recievedDateTime%20ge%202026-01-01", null, "{}", "names recievedDateTime")]
    [InlineData("GET", "/users/a/mailFolders/inbox/messages/delta", null, "{}", "no immutable ids")]
    [InlineData("POST", "/subscriptions", "{\"clientSecret\":\"x\"}", "{}", "clientSecret")]
    [InlineData("GET", "/users/a/messages", null, "{\"value\":[{\"isRead\":\"yes\"}]}", "isRead")]
    public async Task It_sees_what_is_not_Graphs(string method, string path, string? body, string answer, string expected)
    {
        if (GraphContract.Instance is null)
        {
            return;
        }

        var witness = new GraphWitness();
        using var http = new HttpClient(witness.Before(new Stub(answer)));
        using var request = new HttpRequestMessage(new HttpMethod(method), Root + path);
        request.Content = body is null ? null : new StringContent(body, null, "application/json");

        using var got = await http.SendAsync(request);

        Assert.Contains(expected, Assert.Single(witness.Complaints), StringComparison.Ordinal);
    }

    private sealed class Stub(string answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK)
            {
                Content = new StringContent(answer, null, "application/json"),
            });
    }
}
