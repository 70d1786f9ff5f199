using System.Collections.Concurrent;

namespace Demo.Microsoft365.Graph;

/// <summary>What was asked of the simulated Graph that it does not do: answered 501, logged, and listed at /sim/holes.</summary>
public sealed class GraphHoles(ILogger<GraphHoles> log)
{
    private readonly ConcurrentDictionary<string, int> holes = new();

    public IReadOnlyDictionary<string, int> All => holes;

    internal void Note(HttpContext http, GraphException error)
    {
        var what = $"{http.Request.Method} {http.Request.Path}: {error.Message}";
        holes.AddOrUpdate(what, 1, (_, count) => count + 1);
        log.LogWarning("Hole in the simulated Graph: {What}", what);
    }
}
