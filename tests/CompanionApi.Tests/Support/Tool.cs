using System.Diagnostics;
using System.Text;

namespace CompanionApi.Tests.Support;

/// <summary>A program of others on this machine.</summary>
internal sealed record Tool(string Program)
{
    /// <summary>Null where it is not installed. Debian's own come first: its Python modules are for its Python alone.</summary>
    public static Tool? Find(string name)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return new[] { "/usr/bin", "/usr/sbin" }.Concat(folders).Select(folder => Path.Combine(folder, name))
            .Where(File.Exists).Select(file => new Tool(file)).FirstOrDefault();
    }

    /// <summary>Runs it to its end.</summary>
    public async Task<ToolEnd> RunAsync(IEnumerable<string> arguments, byte[]? input = null)
    {
        using var process = Start(arguments);
        var output = new MemoryStream();
        var trouble = process.StandardError.ReadToEndAsync();
        var saying = SayAsync(process.StandardInput.BaseStream, input ?? []);
        await process.StandardOutput.BaseStream.CopyToAsync(output);
        await saying;
        await process.WaitForExitAsync();
        return new ToolEnd(process.ExitCode, output.ToArray(), await trouble);
    }

    /// <summary>Runs it to its end, which must be a good one; what it wrote.</summary>
    public async Task<string> RunWellAsync(params string[] arguments)
    {
        var end = await RunAsync(arguments);
        Assert.True(end.Code == 0, $"{Program} {string.Join(' ', arguments)}: {end.Code} {end.Trouble} {end.Text}");
        return end.Text;
    }

    public Process Start(IEnumerable<string> arguments) => Process.Start(new ProcessStartInfo(Program, arguments)
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    private static async Task SayAsync(Stream stream, byte[] input)
    {
        try
        {
            await using (stream) await stream.WriteAsync(input);
        }
        catch (IOException)
        {
            // It did not want to hear all of it; its end tells why.
        }
    }
}

/// <summary>How a program ended; its output also as Latin-1, an octet a character.</summary>
internal sealed record ToolEnd(int Code, byte[] Output, string Trouble)
{
    public string Text => Encoding.Latin1.GetString(Output);
}
