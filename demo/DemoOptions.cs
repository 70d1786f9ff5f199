using System.Globalization;

namespace Demo;

/// <summary>What the command line asks for.</summary>
public sealed record DemoOptions
{
    public int WebPort { get; private init; } = 5080;
    public int ApiPort { get; private init; } = 5081;
    public int GraphPort { get; private init; } = 5082;
    public int SmtpPort { get; private init; } = 2525;
    public int DnsPort { get; private init; } = 5053;

    /// <summary>Where all state is kept; null: a fresh temporary folder that goes when the demo ends.</summary>
    public string? DataFolder { get; private init; }

    public bool Seeds { get; private init; } = true;
    public bool Json { get; private init; }

    private static readonly Dictionary<string, Func<DemoOptions, string, DemoOptions>> WithValue = new()
    {
        ["--web-port"] = (options, value) => options with { WebPort = Port("--web-port", value) },
        ["--api-port"] = (options, value) => options with { ApiPort = Port("--api-port", value) },
        ["--graph-port"] = (options, value) => options with { GraphPort = Port("--graph-port", value) },
        ["--smtp-port"] = (options, value) => options with { SmtpPort = Port("--smtp-port", value) },
        ["--dns-port"] = (options, value) => options with { DnsPort = Port("--dns-port", value) },
        ["--data"] = (options, value) => options with { DataFolder = Path.GetFullPath(value) },
    };

    private static readonly Dictionary<string, Func<DemoOptions, DemoOptions>> Switches = new()
    {
        ["--no-seed"] = options => options with { Seeds = false },
        ["--json"] = options => options with { Json = true },
    };

    /// <exception cref="WrongFlagException">Names the flag and what is expected.</exception>
    public static DemoOptions Parse(IEnumerable<string> args)
    {
        var options = new DemoOptions();
        var words = new Queue<string>(args.SelectMany(arg =>
            arg.StartsWith("--") && arg.Contains('=') ? arg.Split('=', 2) : [arg]));
        while (words.TryDequeue(out var flag))
        {
            if (Switches.TryGetValue(flag, out var turnOn))
            {
                options = turnOn(options);
            }
            else if (!WithValue.TryGetValue(flag, out var set))
            {
                var known = string.Join(' ', WithValue.Keys.Concat(Switches.Keys));
                throw new WrongFlagException($"{flag}: no such flag; there are {known}");
            }
            else if (!words.TryDequeue(out var value) || value.Length == 0 || value.StartsWith("--"))
            {
                throw new WrongFlagException($"{flag}: needs a value");
            }
            else
            {
                options = set(options, value);
            }
        }

        return options;
    }

    private static int Port(string flag, string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= ushort.MaxValue
            ? port
            : throw new WrongFlagException($"{flag}: '{value}' is no port; expected 1 to 65535, or 0 for any free one");
}

public sealed class WrongFlagException(string message) : Exception(message);
