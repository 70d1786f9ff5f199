namespace Demo.Microsoft365.Dns;

/// <summary>The domains of the demo's people, customers and of MailCrm itself, as their owners would keep them in DNS.</summary>
public static class DemoZones
{
    /// <summary>Domains that send mail, all from 127.0.0.1, each with a DKIM key.</summary>
    public static IReadOnlyList<string> Senders { get; } =
    [
        Directory.Contoso.Domain, Directory.Fabrikam.Domain, "acme.example", "yamada-shoji.example",
        "haddad-trading.example", "northwind.example", "mailcrm.example",
    ];

    public static void Plant(DnsRecords records, DkimKeys keys)
    {
        foreach (var domain in Senders)
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
