using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace CompanionApi.Http;

/// <summary>
/// Sums up the counters of one meter, and writes them in Prometheus' text format (exposition format 0.0.4): dots become
/// underscores, and each name ends in <c>_total</c>.
/// </summary>
internal sealed class PrometheusText : IDisposable
{
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<string, Sum>> counters = new();
    private readonly MeterListener listener;

    public PrometheusText(Meter meter)
    {
        listener = new MeterListener
        {
            InstrumentPublished = (instrument, listening) =>
            {
                if (instrument.Meter == meter)
                {
                    listening.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, labels, _) => Add(instrument, value, labels));
        listener.SetMeasurementEventCallback<double>((instrument, value, labels, _) => Add(instrument, value, labels));
        listener.Start();
    }

    public void Write(StringBuilder text)
    {
        foreach (var (name, series) in counters.OrderBy(counter => counter.Key, StringComparer.Ordinal))
        {
            text.Append("# TYPE ").Append(name).Append(" counter\n");
            foreach (var (labels, sum) in series)
            {
                Line(text, name, labels, sum.Value);
            }
        }
    }

    /// <summary>What is not counted but is so now; labels as they are written, or null.</summary>
    public static void Gauge(StringBuilder text, string name, params IEnumerable<(string? Labels, double Value)> series)
    {
        text.Append("# TYPE ").Append(name).Append(" gauge\n");
        foreach (var (labels, value) in series)
        {
            Line(text, name, labels ?? "", value);
        }
    }

    public void Dispose() => listener.Dispose();

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> labels)
    {
        var series = counters.GetOrAdd($"{instrument.Name.Replace('.', '_')}_total", _ => new());
        series.GetOrAdd(Written(labels), _ => new Sum()).Add(value);
    }

    private static string Written(ReadOnlySpan<KeyValuePair<string, object?>> labels)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in labels)
        {
            text.Append(text.Length == 0 ? "" : ",").Append(name).Append("=\"")
                .Append(Convert.ToString(value, CultureInfo.InvariantCulture)).Append('"');
        }

        return text.ToString();
    }

    private static void Line(StringBuilder text, string name, string labels, double value)
    {
        text.Append(name);
        if (labels.Length > 0)
        {
            text.Append('{').Append(labels).Append('}');
        }

        text.Append(' ').Append(value.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }

    private sealed class Sum
    {
        private readonly Lock gate = new();
        private double value;

        public double Value => Volatile.Read(ref value);

        public void Add(double more)
        {
            lock (gate)
            {
                value += more;
            }
        }
    }
}
