using System.Diagnostics.Metrics;
using System.Text;
using CompanionApi.Model;

namespace CompanionApi.Http;

/// <summary>
/// Counters of this process (R122): instruments of the meter <c>MailCrm</c> for whatever listens to .NET's metrics, and
/// Prometheus' text format at <c>/metrics</c>. Labels are routes, codes and outcomes, never ids, addresses or companies.
/// </summary>
public sealed class Metrics : IDisposable
{
    public const string Name = "MailCrm";

    private readonly Counter<long> requests;
    private readonly Counter<double> requestSeconds;
    private readonly Counter<long> intake;
    private readonly Counter<long> mailboxCalls;
    private readonly Counter<double> mailboxCallSeconds;
    private readonly Counter<long> syncTurns;
    private readonly Counter<double> syncTurnSeconds;
    private readonly Counter<long> syncedMails;
    private readonly Counter<long> syncArrivals;
    private readonly Counter<double> syncLagSeconds;
    private readonly Counter<long> damagedContent;
    private readonly PrometheusText text;

    public Metrics(IMeterFactory meters)
    {
        var meter = meters.Create(Name);
        text = new PrometheusText(meter);
        requests = meter.CreateCounter<long>("mailcrm.http.requests");
        requestSeconds = meter.CreateCounter<double>("mailcrm.http.request_seconds");
        intake = meter.CreateCounter<long>("mailcrm.intake");
        mailboxCalls = meter.CreateCounter<long>("mailcrm.mailbox.calls");
        mailboxCallSeconds = meter.CreateCounter<double>("mailcrm.mailbox.calls_seconds");
        syncTurns = meter.CreateCounter<long>("mailcrm.sync.turns");
        syncTurnSeconds = meter.CreateCounter<double>("mailcrm.sync.turns_seconds");
        syncedMails = meter.CreateCounter<long>("mailcrm.sync.mails");
        syncArrivals = meter.CreateCounter<long>("mailcrm.sync.arrivals");
        syncLagSeconds = meter.CreateCounter<double>("mailcrm.sync.lag_seconds");
        damagedContent = meter.CreateCounter<long>("mailcrm.content.damaged");
        damagedContent.Add(0);
    }

    /// <summary>One request, under its route's pattern: unknown paths are one series however many are tried.</summary>
    public void CountRequest(string method, string? route, int status, TimeSpan took)
    {
        var (how, where, what) = (Label("method", method), Label("route", route ?? "none"), Label("status", status));
        requests.Add(1, how, where, what);
        requestSeconds.Add(took.TotalSeconds, how, where, what);
    }

    /// <summary>One attempt to hand over mail, once it stands in the log (R28).</summary>
    public void CountIntake(IntakeOutcome outcome, string reason) =>
        intake.Add(1, Label("outcome", outcome), Label("reason", reason));

    /// <summary>One request to a provider's mailbox: <c>ok</c>, or the code of its failure, such as <c>throttled</c>.</summary>
    public void CountMailboxCall(string outcome, TimeSpan took)
    {
        mailboxCalls.Add(1, Label("outcome", outcome));
        mailboxCallSeconds.Add(took.TotalSeconds, Label("outcome", outcome));
    }

    /// <summary>One turn of a synced account: <c>ok</c>, or the code of what ended it.</summary>
    public void CountSyncTurn(string outcome, TimeSpan took)
    {
        syncTurns.Add(1, Label("outcome", outcome));
        syncTurnSeconds.Add(took.TotalSeconds, Label("outcome", outcome));
    }

    /// <summary>Items of a mailbox that were stored, or left out for that reason, once that is committed.</summary>
    public void CountSynced(ItemState outcome, int mails) => syncedMails.Add(mails, Label("outcome", outcome switch
    {
        ItemState.Complete or ItemState.AttachmentsPending or ItemState.WithoutAttachments => "stored",
        ItemState.Draft => "draft",
        ItemState.Older => "older",
        ItemState.NeverCapture => "never_capture",
        ItemState.DeletedHere => "deleted_here",
        _ => "failed",
    }));

    /// <summary>A new mail of a folder that is followed: how long after the mailbox had it, it stood here.</summary>
    public void CountArrival(TimeSpan lag)
    {
        syncArrivals.Add(1);
        syncLagSeconds.Add(Math.Max(0, lag.TotalSeconds));
    }

    /// <summary>A source was asked for and is missing or changed on the disk.</summary>
    public void CountDamagedContent() => damagedContent.Add(1);

    /// <param name="ready">Which parts can store mail now.</param>
    public string Write(Health.Readiness ready)
    {
        var all = new StringBuilder();
        PrometheusText.Gauge(all, "mailcrm_ready", ("part=\"database\"", ready.Database ? 1 : 0), ("part=\"content\"", ready.Content ? 1 : 0));
        text.Write(all);
        PrometheusText.Gauge(all, "process_working_set_bytes", (null, Environment.WorkingSet));
        var collected = GC.GetGCMemoryInfo();
        string[] generations = ["gen0", "gen1", "gen2", "loh", "poh"];
        PrometheusText.Gauge(all, "dotnet_gc_heap_bytes", generations.Select((name, number) =>
            ((string?)$"generation=\"{name}\"", (double)collected.GenerationInfo[number].SizeAfterBytes)));
        PrometheusText.Gauge(all, "dotnet_gc_committed_bytes", (null, collected.TotalCommittedBytes));
        return all.ToString();
    }

    public void Dispose() => text.Dispose();

    private static KeyValuePair<string, object?> Label(string name, object value) => new(name, value);
}
