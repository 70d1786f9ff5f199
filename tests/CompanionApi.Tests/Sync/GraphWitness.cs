using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.RegularExpressions;
using Demo.Tests.Microsoft365.Graph;

namespace CompanionApi.Tests.Sync;

/// <summary>
/// Stands between the program and the simulated Graph, and holds every request and every answer to Microsoft's own metadata:
/// paths, names in queries, bodies; and that ids are asked for as immutable ones wherever rows are kept by them.
/// </summary>
public sealed partial class GraphWitness
{
    private readonly ConcurrentDictionary<string, bool> complaints = new();
    private int checks;

    /// <summary>Requests and answers that were looked at.</summary>
    public int Checks => checks;

    public IEnumerable<string> Complaints => complaints.Keys.Order();

    /// <summary>The same eyes before another last step: a client's handlers are made anew from time to time.</summary>
    public HttpMessageHandler Before(HttpMessageHandler last) => new Eyes(this) { InnerHandler = last };

    private async Task LookAtAsync(HttpRequestMessage request, GraphContract contract)
    {
        Interlocked.Increment(ref checks);
        var (method, path) = (request.Method.Method, request.RequestUri!.PathAndQuery);
        if (!contract.Knows(method, path))
        {
            Complain($"{method} {PlaceOf(path)}: not Graph's");
        }

        var type = GraphContract.TypeOf(path);
        foreach (var name in NamesIn(request.RequestUri.Query).Where(name => type is not null && !contract.Has(type, name)))
        {
            Complain($"{method} {PlaceOf(path)}: the query names {name}, which {type} has not");
        }

        if (method != "GET" && type is not null && request.Content is { } content && !Action().IsMatch(path))
        {
            Note(contract, type, await JsonAsync(content), $"{method} {PlaceOf(path)}");
        }

        var keepsIds = path.Contains("/delta", StringComparison.Ordinal) || (method != "GET" && type == "message");
        if (keepsIds && !Preferences(request).Contains("IdType=\"ImmutableId\"", StringComparison.Ordinal))
        {
            Complain($"{method} {PlaceOf(path)}: asks for no immutable ids");
        }
    }

    private async Task LookAtAsync(HttpRequestMessage request, HttpResponseMessage answer, GraphContract contract)
    {
        Interlocked.Increment(ref checks);
        if (answer.IsSuccessStatusCode && answer.Content.Headers.ContentType?.MediaType == "application/json" &&
            GraphContract.TypeOf(request.RequestUri!.PathAndQuery) is { } type)
        {
            await answer.Content.LoadIntoBufferAsync();
            Note(contract, type, await JsonAsync(answer.Content), $"the answer to {request.Method} {PlaceOf(request.RequestUri.PathAndQuery)}");
        }
        else if (answer.StatusCode == System.Net.HttpStatusCode.NotImplemented)
        {
            Complain($"{request.Method} {PlaceOf(request.RequestUri!.PathAndQuery)}: not simulated");
        }
    }

    private void Note(GraphContract contract, string type, JsonElement? body, string of)
    {
        foreach (var wrong in body is { } there ? contract.Complaints(type, there) : ["no JSON"])
        {
            Complain($"{of}: {wrong}");
        }
    }

    private void Complain(string what) => complaints.TryAdd(what, true);

    private static async Task<JsonElement?> JsonAsync(HttpContent content)
    {
        try
        {
            return JsonDocument.Parse(await content.ReadAsByteArrayAsync()).RootElement;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Preferences(HttpRequestMessage request) =>
        request.Headers.TryGetValues("Prefer", out var values) ? string.Join(", ", values) : "";

    /// <summary>Properties that <c>$select</c>, <c>$orderby</c> and the left side of a <c>$filter</c> name.</summary>
    private static IEnumerable<string> NamesIn(string query)
    {
        foreach (var part in query.TrimStart('?').Split('&').Select(part => part.Split('=', 2)).Where(part => part.Length == 2))
        {
            var value = Uri.UnescapeDataString(part[1].Replace('+', ' '));
            var names = Uri.UnescapeDataString(part[0]) switch
            {
                "$select" => value.Split(','),
                "$orderby" => value.Split(',').Select(name => name.Split(' ')[0]),
                "$filter" => Compared().Matches(value).Select(match => match.Groups["name"].Value),
                _ => [],
            };
            foreach (var name in names.Select(name => name.Trim()))
            {
                yield return name;
            }
        }
    }

    // Ids would make every complaint one of its own.
    private static string PlaceOf(string path) => Id().Replace(path.Split('?')[0], "/…");

    [GeneratedRegex("/[A-Za-z0-9_=%-]{20,}")]
    private static partial Regex Id();

    [GeneratedRegex("(?<name>[A-Za-z/]+) (?:eq|ne|ge|le|gt|lt) ")]
    private static partial Regex Compared();

    [GeneratedRegex(@"/(?:microsoft\.graph\.)?(?:move|copy|send|createReply|createReplyAll|createForward|permanentDelete)(?:\?|$)")]
    private static partial Regex Action();

    private sealed class Eyes(GraphWitness witness) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
        {
            if (GraphContract.Instance is not { } contract)
            {
                return await base.SendAsync(request, ct);
            }

            // The last step leads the request elsewhere.
            using var asked = new HttpRequestMessage(request.Method, request.RequestUri);
            await witness.LookAtAsync(request, contract);
            var answer = await base.SendAsync(request, ct);
            await witness.LookAtAsync(asked, answer, contract);
            return answer;
        }
    }
}
