using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace CompanionApi.Tests.Protocols.Mime;

/// <summary>The public mails beside the repository; absent in a plain clone.</summary>
internal static class MailCorpus
{
    public static IEnumerable<JsonElement> Rows(string file) =>
        File.ReadLines(file).Where(line => line.Length > 0).Select(line => JsonDocument.Parse(line).RootElement);

    public static IEnumerable<string> Mails(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) is not (".json" or ".jsonl" or ".py" or ".md"))
            .Order(StringComparer.Ordinal);

    /// <summary>As the suites compare bodies: LF line ends, none at the end.</summary>
    public static string Comparable(string text) => text.Replace("\r\n", "\n").Replace('\r', '\n').TrimEnd('\n');

    public static string Sha256(string text) => Sha256(Encoding.UTF8.GetBytes(text));

    public static string Sha256(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
