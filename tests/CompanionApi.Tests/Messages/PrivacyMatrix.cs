using System.Net.Http.Json;
using CompanionApi.Tests.Support;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CompanionApi.Tests.Messages;

/// <summary>One message of Anna's: its visibility, the record it hangs on, and the words that stand in it alone.</summary>
public sealed record Planted(
    string Name, string MessageId, string ConversationId, bool IsShared, string? Kind, string? VisibleTo, string? RecordId)
{
    /// <summary>Words of subject, body, Cc, attachment name and attachment: whoever reads one has seen the mail.</summary>
    public IReadOnlyList<string> Secrets { get; } = SecretsOf(Name);

    public static IReadOnlyList<string> SecretsOf(string name) =>
        [.. new[] { "subj", "body", "ccname", "file", "inside" }.Select(part => $"zq{part}{name}")];

    public bool MaySee(TestUser viewer) =>
        viewer == World.Anna ||
        (IsShared && RecordId is not null &&
         ((VisibleTo == "everyone" && viewer != World.Dan) || (VisibleTo == "team" && viewer == World.Ben)));
}

/// <summary>
/// Every combination of visibility, link and record as a mail that came in by SMTP, and every reading endpoint of the
/// API asked by each person with every id there is. New endpoints are asked without being named here.
/// </summary>
public sealed class PrivacyMatrix : IAsyncLifetime
{
    private static readonly string[] RecordPaths = ["deals", "leads", "projects", "persons"];

    private CompanionApp app = null!;

    public List<Planted> Planted { get; } = [];

    public CompanionApp App => app;

    public async Task InitializeAsync()
    {
        app = await MailRoom.StartAsync();
        foreach (var shared in new[] { false, true })
        {
            await PlantAsync(shared, null, null);
            foreach (var path in RecordPaths)
            {
                foreach (var visibleTo in new[] { "owner", "team", "everyone" })
                {
                    await PlantAsync(shared, path, visibleTo);
                }
            }
        }
    }

    public Task DisposeAsync() => ((IAsyncDisposable)app).DisposeAsync().AsTask();

    /// <summary>All answers that <paramref name="viewer"/> gets, by what was asked.</summary>
    public async Task<IReadOnlyList<(string Asked, string Answer)>> AskEverythingAsync(TestUser viewer)
    {
        var client = app.ClientFor(viewer);
        var answers = new List<(string, string)>();
        foreach (var url in Urls())
        {
            var answer = await client.GetAsync(url);
            var headers = string.Join(' ', answer.Content.Headers.SelectMany(h => h.Value));
            answers.Add((url, $"{(int)answer.StatusCode} {headers} {await answer.Content.ReadAsStringAsync()}"));
        }

        return answers;
    }

    /// <summary>Every GET route with every id that may fit it; searches ask for the planted words.</summary>
    private IEnumerable<string> Urls()
    {
        var routes = app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("GET") == true)
            .Select(e => "/" + e.RoutePattern.RawText!.TrimStart('/'))
            .Where(route => route.StartsWith("/api/", StringComparison.Ordinal) && route != "/api/events")
            .Distinct().ToList();
        Assert.True(routes.Count > 20, $"only {routes.Count} routes");
        foreach (var route in routes)
        {
            var plain = System.Text.RegularExpressions.Regex.Replace(route, @"\{n(:[^}]*)?\}", "2").TrimEnd('/');
            if (!plain.Contains('{'))
            {
                foreach (var query in Queries(plain))
                {
                    yield return plain + query;
                }

                continue;
            }

            foreach (var id in IdsFor(plain))
            {
                yield return System.Text.RegularExpressions.Regex.Replace(plain, @"\{[^}]*\}+", id);
            }
        }
    }

    private IEnumerable<string> Queries(string route) => route switch
    {
        "/api/open-message" => Planted.Select(p => $"?internetMessageId=plant-{p.Name}@contoso.example&itemId=x"),
        "/api/records" or "/api/persons" or "/api/deals" or "/api/users" or "/api/conversations" =>
            Planted.SelectMany(p => p.Secrets).Select(secret => $"?q={secret}").Append("?limit=100"),
        _ => ["?limit=100"],
    };

    private IEnumerable<string> IdsFor(string route)
    {
        var records = Planted.Where(p => p.RecordId is not null);
        return route.Split('/')[2] switch
        {
            "messages" => Planted.Select(p => p.MessageId),
            "conversations" => Planted.Select(p => p.ConversationId),
            var path when RecordPaths.Contains(path) => records.Where(p => p.Kind == path).Select(p => p.RecordId!),
            _ => Planted.Select(p => p.MessageId).Take(2).Concat(records.Select(p => p.RecordId!).Take(2)),
        };
    }

    private async Task PlantAsync(bool shared, string? path, string? visibleTo)
    {
        var anna = app.ClientFor(World.Anna);
        var name = $"x{Planted.Count:00}x";
        var address = path == "persons" ? $"person-{name}@acme.example" : "";
        string? recordId = null;
        if (path is not null)
        {
            object body = path == "persons"
                ? new { name = $"Person {name}", emails = new[] { address }, visibleTo }
                : new { title = $"Record {name}", visibleTo };
            recordId = (await anna.PostAsJsonAsync($"/api/{path}", body).JsonAsync()).GetProperty("id").GetString();
        }

        Assert.StartsWith("250", await app.SendAsync(World.Anna.Address, MailRoom.ContosoAddress, Letter(name, address)));
        var open = await anna.GetAsync($"/api/open-message?internetMessageId=plant-{name}@contoso.example").JsonAsync();
        var message = open.GetProperty("message");
        var (id, conversation) = (message.GetProperty("id").GetString()!, message.GetProperty("conversationId").GetString()!);
        if (path is not null and not "persons")
        {
            await anna.PutAsJsonAsync($"/api/conversations/{conversation}/links/{path[..^1]}", new { recordId }).JsonAsync();
        }

        if (shared)
        {
            await anna.PutAsJsonAsync($"/api/messages/{id}/visibility", new { visibility = "shared" }).JsonAsync();
        }

        Planted.Add(new Planted(name, id, conversation, shared, path, visibleTo, recordId));
    }

    // Cc is one of Contoso's own, so that no person is made and the record alone decides.
    private static string Letter(string name, string to)
    {
        var secrets = Messages.Planted.SecretsOf(name);
        return $"""
            From: Anna Keller <anna@contoso.example>
            {(to.Length > 0 ? $"To: {to}\n" : "")}Cc: {secrets[2]} <office@contoso.example>
            Subject: {secrets[0]}
            Message-ID: <plant-{name}@contoso.example>
            Date: Sat, 21 Nov 2026 10:00:00 +0000
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary="b"

            --b
            Content-Type: text/plain

            {secrets[1]}
            --b
            Content-Type: text/plain; name="{secrets[3]}.txt"
            Content-Disposition: attachment; filename="{secrets[3]}.txt"

            {secrets[4]}
            --b--
            """;
    }
}
