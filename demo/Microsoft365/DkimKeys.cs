using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Demo.Microsoft365;

/// <summary>The sending domains' DKIM keys, kept over restarts as their DNS records are.</summary>
public sealed class DkimKeys
{
    public const string Selector = "selector1";
    private readonly ConcurrentDictionary<string, DkimSigner> signers = new();

    public DkimKeys(string folder, IReadOnlyList<string> domains)
    {
        Parallel.ForEach(domains, domain =>
            signers[domain] = new DkimSigner(domain, Selector, KeyOf(Path.Combine(folder, $"{domain}.pem"))));
    }

    /// <summary>Null for a domain that the simulator does not sign for.</summary>
    public DkimSigner? Signer(string domain) => signers.GetValueOrDefault(MailAddresses.Normalise(domain));

    private static RSA KeyOf(string file)
    {
        var key = RSA.Create(2048);
        if (File.Exists(file))
        {
            key.ImportFromPem(File.ReadAllText(file));
        }
        else
        {
            AtomicFile.Write(file, System.Text.Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem()));
        }

        return key;
    }
}
