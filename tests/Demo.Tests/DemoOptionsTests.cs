using System.Net;
using System.Net.Sockets;

namespace Demo.Tests;

public sealed class DemoOptionsTests
{
    [Fact]
    public void The_ports_are_fixed_unless_told_otherwise()
    {
        var usual = DemoOptions.Parse([]);
        var told = DemoOptions.Parse(["--web-port", "1", "--api-port=2", "--graph-port", "3", "--smtp-port", "4",
            "--dns-port", "5", "--data", "here", "--no-seed", "--json"]);

        Assert.Equal(
            (5080, 5081, 5082, 2525, 5053),
            (usual.WebPort, usual.ApiPort, usual.GraphPort, usual.SmtpPort, usual.DnsPort));
        Assert.Equal((null, true, false), (usual.DataFolder, usual.Seeds, usual.Json));
        Assert.Equal((1, 2, 3, 4, 5), (told.WebPort, told.ApiPort, told.GraphPort, told.SmtpPort, told.DnsPort));
        Assert.Equal((Path.GetFullPath("here"), false, true), (told.DataFolder, told.Seeds, told.Json));
    }

    [Theory]
    [InlineData("--web-prot 1", "--web-prot: no such flag")]
    [InlineData("5080", "5080: no such flag")]
    [InlineData("--web-port", "--web-port: needs a value")]
    [InlineData("--data --json", "--data: needs a value")]
    [InlineData("--dns-port abc", "--dns-port: 'abc' is no port")]
    [InlineData("--smtp-port 65536", "--smtp-port: '65536' is no port")]
    [InlineData("--smtp-port -1", "--smtp-port: '-1' is no port")]
    public void A_wrong_flag_is_named(string line, string complaint) =>
        Assert.StartsWith(
            complaint, Assert.Throws<WrongFlagException>(() => DemoOptions.Parse(line.Split(' '))).Message);

    [Fact]
    public void A_port_in_use_names_its_flag()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        var wrong = Assert.Throws<WrongFlagException>(() => Claim($"--smtp-port={port}"));

        Assert.Equal($"--smtp-port: port {port} on localhost is in use; give another one", wrong.Message);
    }

    [Fact]
    public void The_DNS_port_must_be_free_over_UDP_too()
    {
        using var other = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)other.Client.LocalEndPoint!).Port;

        Assert.StartsWith("--dns-port:", Assert.Throws<WrongFlagException>(() => Claim($"--dns-port={port}")).Message);
    }

    [Fact]
    public void One_port_is_not_given_to_two() =>
        Assert.Equal(
            "--graph-port: port 5080 is also asked for by --web-port",
            Assert.Throws<WrongFlagException>(() => Claim("--web-port=5080", "--graph-port=5080")).Message);

    private static DemoAddresses Claim(params string[] flags) => DemoAddresses.Claim(DemoOptions.Parse(
        ["--web-port=0", "--api-port=0", "--graph-port=0", "--smtp-port=0", "--dns-port=0", .. flags]));
}
