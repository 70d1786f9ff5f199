namespace Demo;

/// <summary>Where the parts of the demo are, and the names that a script needs to sign in.</summary>
public sealed record DemoAddresses(int WebPort, int ApiPort, int GraphPort, int SmtpPort, int DnsPort, int MailInPort)
{
    /// <summary>MailCrm's one app registration in the simulated Entra: pane, pages and API share it.</summary>
    public const string ClientId = "d4b7a1c2-5e38-4f96-a0c9-17e2f58b6d03";

    public string Web => $"http://localhost:{WebPort}";
    public string Api => $"http://localhost:{ApiPort}";
    public string Graph => $"http://localhost:{GraphPort}";
    public string Outlook => $"{Graph}/outlook";
    public string Smtp => $"127.0.0.1:{SmtpPort}";
    public string Dns => $"127.0.0.1:{DnsPort}";
    public string AppIdUri => $"api://localhost:{WebPort}/{ClientId}";
    public string Scope => $"{AppIdUri}/access_as_user";

    /// <summary>The ports asked for, each checked to be free and each 0 replaced by a free one.</summary>
    /// <exception cref="WrongFlagException">Names the flag whose port is in use.</exception>
    public static DemoAddresses Claim(DemoOptions options)
    {
        var asked = new PortClaim[]
        {
            new("--web-port", options.WebPort, PortUse.Pages),
            new("--api-port", options.ApiPort, PortUse.Pages),
            new("--graph-port", options.GraphPort, PortUse.Pages),
            new("--smtp-port", options.SmtpPort, PortUse.Tcp),
            new("--dns-port", options.DnsPort, PortUse.TcpAndUdp),
            new("", 0, PortUse.Tcp),
        };
        var twice = asked.Where(ask => ask.Port != 0).GroupBy(ask => ask.Port).FirstOrDefault(group => group.Count() > 1);
        if (twice is not null)
        {
            throw new WrongFlagException($"{twice.Last().Flag}: port {twice.Key} is also asked for by {twice.First().Flag}");
        }

        using var held = new HeldPorts();
        var ports = asked.Select(held.Take).ToArray();
        return new DemoAddresses(ports[0], ports[1], ports[2], ports[3], ports[4], ports[5]);
    }
}
