using System.Text.Json;
using CompanionApi.Tests.Support;
using Xunit.Abstractions;

namespace CompanionApi.Tests.Protocols.MailAuth;

/// <summary>Letters signed on the spot by dkimpy, in every form it knows: they pass, and changed they fail.</summary>
public class DkimpyTests(ITestOutputHelper output)
{
    private const string Script = """
        import json, sys, dkim
        for job in json.load(open(sys.argv[1])):
            message = open(job['letter'], 'rb').read()
            fields = job['fields']
            signature = dkim.sign(
                message, job['selector'].encode(), b'contoso.example', open(job['key'], 'rb').read(),
                identity=job['identity'].encode() if job['identity'] else None,
                canonicalize=tuple(form.encode() for form in job['form'].split('/')),
                signature_algorithm=job['algorithm'].encode(),
                include_headers=[field.encode() for field in fields] if fields else None, length=job['length'])
            open(job['signed'], 'wb').write(signature + message)
        """;

    private static readonly string?[][] FieldSets =
    [
        [],
        ["from"],
        ["from", "to", "subject", "date", "message-id"],
        ["from", "from", "subject", "subject", "cc", "x-note", "x-note", "x-note", "reply-to", "x-odd"],
    ];

    [Fact]
    public async Task Signatures_of_dkimpy_pass_and_fail_once_anything_is_changed()
    {
        using var elsewhere = new SignedElsewhere();
        if (Tool.Find("python3") is not { } python || (await python.RunAsync(["-c", "import dkim, nacl"])).Code != 0)
        {
            output.Skipped("DKIM signed by dkimpy", "python3-dkim");
            return;
        }

        var jobs = Jobs(elsewhere).ToList();
        var list = elsewhere.Write("jobs.json", JsonSerializer.Serialize(jobs));
        await python.RunWellAsync(elsewhere.Write("sign.py", Script), list);

        var problems = new List<string>();
        foreach (var job in jobs)
        {
            if (await elsewhere.ProblemAsync(job.ToString(), File.ReadAllBytes(job.signed)) is { } problem)
                problems.Add(problem);
        }
        output.Passed("DKIM signed by dkimpy", jobs.Count - problems.Count, jobs.Count);
        Assert.True(problems.Count == 0, string.Join('\n', problems));
    }

    private static IEnumerable<Job> Jobs(SignedElsewhere elsewhere)
    {
        var number = 0;
        foreach (var (name, octets) in LettersToSign.All)
        {
            var letter = elsewhere.Write(name + ".eml", octets);
            foreach (var form in SignedElsewhere.Canonicalizations)
            foreach (var isRsa in new[] { true, false })
            foreach (var length in new[] { false, true })
            {
                yield return new Job(
                    letter, Path.Combine(elsewhere.Folder, $"{++number}.signed"), form, length, FieldSets[number % FieldSets.Length],
                    isRsa ? "rsa-sha256" : "ed25519-sha256",
                    isRsa ? SignedElsewhere.RsaSelector : SignedElsewhere.Ed25519Selector,
                    Path.Combine(elsewhere.Folder, isRsa ? "rsa1.pem" : "ed.seed"),
                    number % 3 == 0 ? "anna=40x@sales.contoso.example" : null);
            }
        }
    }

    // The names are the script's.
    private sealed record Job(
        string letter, string signed, string form, bool length, string?[] fields, string algorithm, string selector,
        string key, string? identity)
    {
        public override string ToString() =>
            $"{Path.GetFileName(letter)} {form} {algorithm}{(length ? " l=" : "")} h={string.Join(':', fields)} {identity}";
    }
}
