using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using CompanionApi.Model;

namespace CompanionApi.Http;

/// <summary>
/// Counters of this process in Prometheus' text format at <c>/metrics</c> (R122). Labels are routes, codes and
/// outcomes, never ids, addresses or companies.
/// </summary>
public sealed class Metrics
{
    private readonly ConcurrentDictionary<(string Method, string Route, int Status), Tally> requests = new();
    private readonly ConcurrentDictionary<(IntakeOutcome Outcome, string Reason), Tally> intake = new();
    private readonly ConcurrentDictionary<string, Tally> mailboxCalls = new();
    private readonly ConcurrentDictionary<string, Tally> syncTurns = new();
    private readonly Tally damagedContent = new();

    /// <summary>One request, under its route's pattern: unknown paths are one series however many are tried.</summary>
    public void CountRequest(string method, string? route, int status, TimeSpan took) =>
        requests.GetOrAdd((method, route ?? "none", status), _ => new Tally()).Add(took);

    /// <summary>One attempt to hand over mail, once it stands in the log (R28).</summary>
    public void CountIntake(IntakeOutcome outcome, string reason) =>
        intake.GetOrAdd((outcome, reason), _ => new Tally()).Add(TimeSpan.Zero);

    /// <summary>One request to a provider's mailbox: <c>ok</c>, or the code of its failure, such as <c>throttled</c>.</summary>
    public void CountMailboxCall(string outcome, TimeSpan took) => mailboxCalls.GetOrAdd(outcome, _ => new Tally()).Add(took);

    /// <summary>One turn of a synced account: <c>ok</c>, or the code of what ended it.</summary>
    public void CountSyncTurn(string outcome, TimeSpan took) => syncTurns.GetOrAdd(outcome, _ => new Tally()).Add(took);

    /// <summary>A source was asked for and is missing or changed on the disk.</summary>
    public void CountDamagedContent() => damagedContent.Add(TimeSpan.Zero);

    /// <param name="ready">Which parts can store mail now.</param>
    public string Write(Health.Readiness ready)
    {
        var text = new StringBuilder();
        text.Append("# TYPE mailcrm_ready gauge\n");
        Line(text, "mailcrm_ready", "part=\"database\"", ready.Database ? 1 : 0);
        Line(text, "mailcrm_ready", "part=\"content\"", ready.Content ? 1 : 0);
        text.Append("# TYPE mailcrm_content_damaged_total counter\n");
        Line(text, "mailcrm_content_damaged_total", null, damagedContent.Count);
        text.Append("# TYPE mailcrm_http_requests_total counter\n");
        foreach (var ((method, route, status), tally) in requests)
        {
            Line(text, "mailcrm_http_requests_total", Labels(method, route, status), tally.Count);
        }

        text.Append("# TYPE mailcrm_http_request_seconds_total counter\n");
        foreach (var ((method, route, status), tally) in requests)
        {
            Line(text, "mailcrm_http_request_seconds_total", Labels(method, route, status), tally.Took.TotalSeconds);
        }

        text.Append("# TYPE mailcrm_intake_total counter\n");
        foreach (var ((outcome, reason), tally) in intake)
        {
            Line(text, "mailcrm_intake_total", $"outcome=\"{outcome}\",reason=\"{reason}\"", tally.Count);
        }

        Counted(text, "mailcrm_mailbox_calls", mailboxCalls);
        Counted(text, "mailcrm_sync_turns", syncTurns);
        text.Append("# TYPE process_working_set_bytes gauge\n");
        Line(text, "process_working_set_bytes", null, Environment.WorkingSet);
        return text.ToString();
    }

    private static void Counted(StringBuilder text, string name, ConcurrentDictionary<string, Tally> tallies)
    {
        text.Append($"# TYPE {name}_total counter\n");
        foreach (var (outcome, tally) in tallies)
        {
            Line(text, $"{name}_total", $"outcome=\"{outcome}\"", tally.Count);
        }

        text.Append($"# TYPE {name}_seconds_total counter\n");
        foreach (var (outcome, tally) in tallies)
        {
            Line(text, $"{name}_seconds_total", $"outcome=\"{outcome}\"", tally.Took.TotalSeconds);
        }
    }

    private static string Labels(string method, string route, int status) =>
        $"method=\"{method}\",route=\"{route}\",status=\"{status}\"";

    private static void Line(StringBuilder text, string name, string? labels, double value)
    {
        text.Append(name);
        if (labels is not null)
        {
            text.Append('{').Append(labels).Append('}');
        }

        text.Append(' ').Append(value.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }

    private sealed class Tally
    {
        private long count;
        private long ticks;

        public long Count => Interlocked.Read(ref count);

        public TimeSpan Took => new(Interlocked.Read(ref ticks));

        public void Add(TimeSpan took)
        {
            Interlocked.Increment(ref count);
            Interlocked.Add(ref ticks, took.Ticks);
        }
    }
}
