using System.Security.Cryptography;
using System.Text;

namespace Demo.Microsoft365;

/// <summary>The sending domains' DKIM keys, kept over restarts as their DNS records are.</summary>
public sealed class DkimKeys
{
    public const string Selector = "selector1";
    private readonly Dictionary<string, DkimSigner> signers = [];

    /// <param name="folder">Where the keys are kept.</param>
    /// <param name="keyNames">For each domain the name of its key.</param>
    public DkimKeys(string folder, IReadOnlyDictionary<string, string> keyNames)
    {
        var pems = keyNames.Values.Distinct().AsParallel()
            .ToDictionary(name => name, name => PemOf(Path.Combine(folder, $"{name}.pem")));
        foreach (var (domain, name) in keyNames)
        {
            // A key object of its own for each: one is not made to sign on two threads.
            var key = RSA.Create();
            key.ImportFromPem(pems[name]);
            signers[domain] = new DkimSigner(domain, Selector, key);
        }
    }

    /// <summary>Null for a domain that the simulator does not sign for.</summary>
    public DkimSigner? Signer(string domain) => signers.GetValueOrDefault(MailAddresses.Normalise(domain));

    private static string PemOf(string file)
    {
        if (!File.Exists(file))
        {
            using var key = RSA.Create(2048);
            AtomicFile.Write(file, Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem()));
        }

        return File.ReadAllText(file);
    }
}
