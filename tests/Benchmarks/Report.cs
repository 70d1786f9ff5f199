using System.Text.Json;
using System.Text.Json.Nodes;

namespace MailCrm.Benchmarks;

/// <summary>The results as they come: JSON lines, or one table at the end.</summary>
public sealed class Report(string benchmark, bool isTable) : IDisposable
{
    private readonly List<JsonObject> rows = [];

    /// <param name="what">The case.</param>
    /// <param name="figures">Names with their units, such as <c>p99Ms</c>; the same for each case of one benchmark.</param>
    public void Add(string what, params (string Name, object Value)[] figures)
    {
        var row = new JsonObject { ["benchmark"] = benchmark, ["case"] = what };
        foreach (var (name, value) in figures)
        {
            row[name] = JsonSerializer.SerializeToNode(value is double number ? Math.Round(number, 3) : value);
        }

        rows.Add(row);
        if (!isTable)
        {
            Console.WriteLine(row.ToJsonString());
        }
    }

    public void Dispose()
    {
        if (!isTable || rows.Count == 0)
        {
            return;
        }

        var names = rows.SelectMany(r => r.Select(f => f.Key)).Distinct().Where(n => n != "benchmark").ToList();
        Line(names);
        Line(names.Select(_ => "---"));
        rows.ForEach(row => Line(names.Select(n => row[n]?.ToString() ?? "")));

        static void Line(IEnumerable<string> cells) => Console.WriteLine($"| {string.Join(" | ", cells)} |");
    }
}
