using System.Collections.Concurrent;
using System.Net;
using System.Net.Mail;
using System.Net.Sockets;
using System.Reflection;
using CompanionApi.Protocols.Smtp;

namespace CompanionApi.Tests.Protocols.Smtp;

public class SmtpServerTests
{
    [Fact]
    public async Task Takes_a_message_and_hands_over_envelope_and_octets()
    {
        await using var house = new House();
        await using var talk = await house.GreetedAsync();

        const string letter = "Subject: Hi\r\n\r\n.dots\r\n..\r\n";
        var reply = await talk.DeliverAsync("anna@contoso.example", "contoso@bcc.example", letter);
        await talk.SayAsync("QUIT", "221");
        await talk.ExpectClosedAsync();

        Assert.StartsWith("250 2.0.0", reply);
        var (envelope, message) = Assert.Single(house.Mailbox.Delivered);
        Assert.Equal(letter, message);
        Assert.Equal(IPAddress.Loopback, envelope.ClientAddress);
        Assert.Equal("client.example", envelope.Helo);
        Assert.Equal("anna@contoso.example", envelope.MailFrom);
        Assert.Equal(["contoso@bcc.example"], envelope.Recipients);
        Assert.False(envelope.Tls);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Takes_mail_from_the_client_of_dotnet(bool tls)
    {
        await using var house = new House();
        using var client = new SmtpClient("127.0.0.1", house.Server.Endpoint.Port) { EnableSsl = tls };
#pragma warning disable SYSLIB0014 // SmtpClient knows no other way to accept a certificate
        ServicePointManager.ServerCertificateValidationCallback = (_, _, _, _) => true;
#pragma warning restore SYSLIB0014
        using var mail = new MailMessage("anna@contoso.example", "contoso@bcc.example")
        {
            Bcc = { "contoso+deal@bcc.example" },
            Subject = "見積もり",
            Body = ".a dot first\n契約",
        };

        await client.SendMailAsync(mail);
        await client.SendMailAsync(mail);

        Assert.Equal(2, house.Mailbox.Delivered.Count);
        Assert.All(house.Mailbox.Delivered, each =>
        {
            Assert.Equal(["contoso@bcc.example", "contoso+deal@bcc.example"], each.Envelope.Recipients);
            Assert.Equal(tls, each.Envelope.Tls);
        });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Keeps_the_mail_of_many_clients_apart(bool tls)
    {
        await using var house = new House();
        var sizes = Enumerable.Range(0, 20).Select(client => 1 + client * client * 500).ToList();

        await Task.WhenAll(sizes.Select(async (size, client) =>
        {
            await using var talk = await house.ConnectAsync();
            if (tls) await talk.StartTlsAsync();
            await talk.SayAsync($"EHLO client{client}.example", "250");
            for (var i = 0; i < 10; i++)
                await talk.DeliverAsync($"{client}@c.example", "a@bcc.example", new string((char)('a' + client), size));
        }));

        Assert.Equal(200, house.Mailbox.Delivered.Count);
        Assert.All(house.Mailbox.Delivered, each =>
        {
            var client = int.Parse(each.Envelope.MailFrom.Split('@')[0]);
            Assert.Equal($"client{client}.example", each.Envelope.Helo);
            Assert.Equal(new string((char)('a' + client), sizes[client]) + "\r\n", each.Message);
        });
    }

    [Fact]
    public async Task Tells_which_port_it_took()
    {
        await using var one = new House();
        await using var other = new House();

        Assert.NotEqual(0, one.Server.Endpoint.Port);
        Assert.NotEqual(one.Server.Endpoint.Port, other.Server.Endpoint.Port);
    }

    [Fact]
    public async Task Serves_IPv4_clients_on_an_IPv6_listener_under_their_IPv4_address()
    {
        await using var house = new House(House.Plain with { Listen = new(IPAddress.IPv6Any, 0) });
        await using var talk = await Support.SmtpTalk.ConnectAsync(new(IPAddress.Loopback, house.Server.Endpoint.Port));
        await talk.SayAsync("EHLO client.example", "250");

        await talk.DeliverAsync("anna@contoso.example", "contoso@bcc.example", "Hi\r\n");

        Assert.Equal(IPAddress.Loopback, house.Mailbox.Delivered.Single().Envelope.ClientAddress);
    }

    [Fact]
    public async Task Holds_no_small_packet_back()
    {
        await using var house = new House();
        await using var talk = await house.GreetedAsync();
        var field = typeof(SmtpServer).GetField("open", BindingFlags.NonPublic | BindingFlags.Instance)!;
        var open = (ConcurrentDictionary<Socket, Task>)field.GetValue(house.Server)!;

        Assert.True(Assert.Single(open.Keys).NoDelay);
    }
}
