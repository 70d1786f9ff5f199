using System.Text.Json;

namespace Demo.Microsoft365.Graph;

/// <summary>
/// $batch: up to twenty requests in one, each answered as if it had come alone, four at a time; one may wait for others
/// (Graph: json-batching). The answers stand in no order that a client could rely on.
/// </summary>
internal sealed class BatchRequests : IGraphResource
{
    private const int MostRequests = 20;
    private const int AtOnce = 4;

    public IEnumerable<GraphRoute> Routes => [new("POST", "/$batch", GraphNeed.SignIn, RunAsync)];

    private static async Task RunAsync(GraphRequest request)
    {
        request.Query.Allow();
        var inner = Read(await GraphJson.ReadAsync(request));
        var door = request.Http.RequestServices.GetRequiredService<GraphDoor>();
        using var turns = new SemaphoreSlim(AtOnce);
        var running = new Dictionary<string, Task<BatchAnswer>>(StringComparer.OrdinalIgnoreCase);
        foreach (var one in inner)
        {
            running[one.Id] = AnswerAsync(request, door, one, [.. one.DependsOn.Select(id => running[id])], turns);
        }

        var answers = await Task.WhenAll(running.Values);
        await GraphJson.WriteAsync(request.Http, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("responses");
            foreach (var answer in answers.Reverse())
            {
                answer.Write(json);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    private static async Task<BatchAnswer> AnswerAsync(
        GraphRequest outer, GraphDoor door, BatchRequest one, IReadOnlyList<Task<BatchAnswer>> before, SemaphoreSlim turns)
    {
        await Task.Yield();
        if ((await Task.WhenAll(before)).Any(answer => answer.Status >= 300))
        {
            return BatchAnswer.FailedDependency(one.Id);
        }

        await turns.WaitAsync(outer.Aborted);
        try
        {
            using var body = new MemoryStream();
            var http = one.ToHttp(outer.Http, body);
            await door.AnswerAsync(http);
            await http.Response.BodyWriter.FlushAsync(outer.Aborted);
            return BatchAnswer.Of(one.Id, http.Response, body.ToArray());
        }
        finally
        {
            turns.Release();
        }
    }

    private static List<BatchRequest> Read(JsonElement body)
    {
        if (GraphJson.Property(body, "requests") is not { ValueKind: JsonValueKind.Array } requests || requests.GetArrayLength() is < 1 or > MostRequests)
        {
            throw GraphException.BadRequest($"Number of batch request steps should be from 1 to {MostRequests}.");
        }

        var (known, read) = (new HashSet<string>(StringComparer.OrdinalIgnoreCase), new List<BatchRequest>());
        foreach (var one in requests.EnumerateArray().Select(BatchRequest.Read))
        {
            if (one.DependsOn.FirstOrDefault(id => !known.Contains(id)) is { } unknown)
            {
                throw GraphException.BadRequest($"Request Id '{unknown}' in 'dependsOn' of '{one.Id}' is not an earlier request's.");
            }

            if (!known.Add(one.Id))
            {
                throw GraphException.BadRequest($"Duplicate request Id '{one.Id}' found.");
            }

            read.Add(one);
        }

        return read;
    }
}
