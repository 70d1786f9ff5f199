namespace Demo.Microsoft365.Dns;

/// <summary>The domains of the demo's people, customers and of MailCrm itself, as their owners would keep them in DNS.</summary>
public static class DemoZones
{
    private static readonly string[] Customers =
    [
        "acme.example", "globex.example", "initech.example", "lumiere.example", "nahal.example", "northwind.example",
        "qahwa.example", "yamada-shoji.example",
    ];

    /// <summary>
    /// Domains that send mail, all from 127.0.0.1, each with the name of its DKIM key. The customers are with one
    /// provider, who signs for all of them with the same.
    /// </summary>
    public static IReadOnlyDictionary<string, string> Senders { get; } =
        new[] { Directory.Contoso.Domain, Directory.Fabrikam.Domain, "mailcrm.example" }
            .ToDictionary(domain => domain)
            .Concat(Customers.ToDictionary(domain => domain, _ => "customers"))
            .ToDictionary();

    public static void Plant(DnsRecords records, DkimKeys keys)
    {
        foreach (var domain in Senders.Keys)
        {
            var signer = keys.Signer(domain)!;
            records.Plant(domain, DnsRecordType.TXT, "v=spf1 ip4:127.0.0.1 -all");
            records.Plant(domain, DnsRecordType.MX, $"10 mail.{domain}");
            records.Plant($"mail.{domain}", DnsRecordType.A, "127.0.0.1");
            records.Plant(signer.TxtName, DnsRecordType.TXT, signer.TxtRecord);
            records.Plant($"_dmarc.{domain}", DnsRecordType.TXT, "v=DMARC1; p=reject");
        }

        records.Plant(Directory.BccDomain, DnsRecordType.MX, $"10 {Directory.BccDomain}");
        records.Plant(Directory.BccDomain, DnsRecordType.A, "127.0.0.1");
        records.Plant(Submission.HostName, DnsRecordType.A, "127.0.0.1");
        records.Plant("1.0.0.127.in-addr.arpa", DnsRecordType.PTR, Submission.HostName);
        records.Restore();
    }
}
