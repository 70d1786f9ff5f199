using System.Text;
using CompanionApi.Tests.Support;
using Xunit.Abstractions;

namespace CompanionApi.Tests.Protocols.MailAuth;

/// <summary>Letters signed on the spot by OpenDKIM, in every form it knows: they pass, and changed they fail.</summary>
public class OpenDkimTests(ITestOutputHelper output)
{
    // Its test mode signs these with another blank behind the colon than they have; dkimpy refuses the result too.
    private static readonly string[] RewrittenInTestMode = ["folded", "empty-field"];

    [Fact]
    public async Task Signatures_of_OpenDKIM_pass_and_fail_once_anything_is_changed()
    {
        if (Tool.Find("opendkim") is not { } opendkim)
        {
            output.Skipped("DKIM signed by OpenDKIM", "opendkim");
            return;
        }

        using var elsewhere = new SignedElsewhere();
        elsewhere.Write("settings", "Mode s\nSyslog no\nRequireSafeKeys no\nMaximumHeaders 0\nMultipleSignatures no\n");
        foreach (var (name, octets) in LettersToSign.All) elsewhere.Write(name, octets);

        var problems = new List<string>();
        var count = 0;
        foreach (var form in SignedElsewhere.Canonicalizations)
        foreach (var isRsa in new[] { true, false })
        foreach (var hasLength in new[] { false, true })
        {
            var isSimple = form.StartsWith("simple/", StringComparison.Ordinal);
            // OpenDKIM 2.11 signs these so that nobody can verify them: dkimpy refuses every one as well.
            if (isSimple && !isRsa) continue;
            var fields = await SignAsync(elsewhere, opendkim, form, isRsa, hasLength);
            foreach (var (name, octets) in LettersToSign.All)
            {
                if (isSimple && RewrittenInTestMode.Contains(name)) continue;
                count++;
                byte[] signed = [.. Encoding.Latin1.GetBytes(fields[name]), .. octets];
                var test = $"{name} {form} {(isRsa ? "rsa" : "ed25519")}{(hasLength ? " l=" : "")}";
                if (await elsewhere.ProblemAsync(test, signed) is { } problem) problems.Add(problem);
            }
        }
        output.Passed("DKIM signed by OpenDKIM", count - problems.Count, count);
        Assert.True(problems.Count == 0, string.Join('\n', problems));
    }

    /// <summary>The signature of each letter, by name, as a field with CRLFs. One run signs them all.</summary>
    private static async Task<Dictionary<string, string>> SignAsync(
        SignedElsewhere elsewhere, Tool opendkim, string form, bool isRsa, bool hasLength)
    {
        string[] arguments =
        [
            "-x", Path.Combine(elsewhere.Folder, "settings"), "-d", SignedElsewhere.Domain, "-c", form,
            "-S", isRsa ? "rsa-sha256" : "ed25519-sha256",
            "-s", isRsa ? SignedElsewhere.RsaSelector : SignedElsewhere.Ed25519Selector,
            "-k", Path.Combine(elsewhere.Folder, isRsa ? "rsa.pem" : "ed.pem"),
            .. hasLength ? new[] { "-l" } : [],
            "-t", string.Join(',', LettersToSign.All.Keys.Select(name => Path.Combine(elsewhere.Folder, name))),
        ];
        var said = await opendkim.RunWellAsync(arguments);
        return said.Split("opendkim: ", StringSplitOptions.RemoveEmptyEntries).ToDictionary(
            part => Path.GetFileName(part[..part.IndexOf(":\n", StringComparison.Ordinal)]),
            part => part[(part.IndexOf(":\n", StringComparison.Ordinal) + 2)..].ReplaceLineEndings("\r\n"));
    }
}
