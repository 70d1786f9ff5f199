namespace MailCrm.Benchmarks;

public sealed class OptionException(string message) : Exception(message);

/// <summary>The command line after the benchmark's name: <c>--name value</c>, or <c>--name</c> alone for a switch.</summary>
public sealed class Options(string[] args)
{
    public bool Has(string name) => args.Contains($"--{name}");

    public string Text(string name, string usual)
    {
        var at = Array.IndexOf(args, $"--{name}");
        return at < 0 ? usual
            : at + 1 < args.Length ? args[at + 1]
            : throw new OptionException($"--{name} wants a value.");
    }

    public int Number(string name, int usual) =>
        int.TryParse(Text(name, $"{usual}"), out var number) && number > 0
            ? number
            : throw new OptionException($"--{name} is \"{Text(name, "")}\"; expected a number above 0.");

    public IReadOnlyList<int> Numbers(string name, string usual)
    {
        var parts = Text(name, usual).Split(',');
        var numbers = parts.Select(p => int.TryParse(p, out var n) ? n : 0).ToList();
        return numbers.All(n => n > 0)
            ? numbers
            : throw new OptionException($"--{name} is \"{Text(name, "")}\"; expected numbers such as {usual}.");
    }
}
