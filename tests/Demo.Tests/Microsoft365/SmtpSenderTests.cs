using System.Net;
using System.Net.Sockets;
using System.Text;
using CompanionApi.Protocols.Smtp;
using Demo.Microsoft365;
using Microsoft.Extensions.Logging.Abstractions;

namespace Demo.Tests.Microsoft365;

public class SmtpSenderTests
{
    private const string Anna = "anna@contoso.example";
    private const string Bcc = "contoso@bcc.example";

    private readonly SmtpSender sender = new("exchange.simulated.example");

    [Theory]
    [InlineData("Subject: Hi\r\n\r\nHello\r\n")]
    [InlineData(".\r\n..\r\n...and dots\r\n.\r\n")]
    [InlineData("")]
    [InlineData("\r\n\r\n.\r\n")]
    [InlineData("Subject: 見積もり\r\n\r\n契約\r\n")]
    public async Task Delivers_the_very_octets_over_TLS(string message)
    {
        var mailbox = new Mailbox();
        await using var server = Listen(mailbox);

        var outcome = Assert.Single(await SendAsync(server, Anna, [Bcc], message));

        Assert.True(outcome.IsDelivered);
        var (envelope, octets) = Assert.Single(mailbox.Delivered);
        Assert.Equal(message, Encoding.UTF8.GetString(octets));
        Assert.True(envelope.Tls);
        Assert.Equal(Anna, envelope.MailFrom);
        Assert.Equal("exchange.simulated.example", envelope.Helo);
        Assert.Equal(Encoding.UTF8.GetByteCount(message), envelope.DeclaredSize);
    }

    [Fact]
    public async Task Ends_a_message_without_a_last_line_end()
    {
        var mailbox = new Mailbox();
        await using var server = Listen(mailbox);

        await SendAsync(server, Anna, [Bcc], "Hi\r\n\r\nno line end");

        Assert.Equal("Hi\r\n\r\nno line end\r\n", Encoding.UTF8.GetString(mailbox.Delivered.Single().Message));
    }

    [Fact]
    public async Task Tells_each_recipient_its_own_fate()
    {
        var mailbox = new Mailbox
        {
            OnRecipient = recipient => recipient switch
            {
                "gone@bcc.example" => new SmtpReply(550, "5.1.1", "No such address"),
                "later@bcc.example" => new SmtpReply(451, "4.3.0", "Try later"),
                _ => SmtpReplies.RecipientOk,
            },
        };
        await using var server = Listen(mailbox);

        var outcomes = await SendAsync(server, Anna, ["gone@bcc.example", Bcc, "later@bcc.example"], "Hi\r\n");

        Assert.Equal(
            ["550 5.1.1 No such address", "250 2.0.0 Message taken", "451 4.3.0 Try later"],
            outcomes.Select(outcome => outcome.ToString()));
        Assert.Equal([Bcc], mailbox.Delivered.Single().Envelope.Recipients);
    }

    [Theory]
    [InlineData(451, "4.3.0", "Trouble here\ntry again")]
    [InlineData(550, "5.7.1", "SPF and DKIM both fail")]
    public async Task Passes_on_the_answer_to_the_message(int code, string status, string text)
    {
        await using var server = Listen(new Mailbox { OnMessage = () => new SmtpReply(code, status, text) });

        var outcomes = await SendAsync(server, Anna, [Bcc, "other@bcc.example"], "Hi\r\n");

        Assert.All(outcomes, each => Assert.Equal((code, status, text), (each.Code, each.Status, each.Text)));
        Assert.Equal(code < 500, outcomes[0].IsTemporary);
    }

    [Fact]
    public async Task Hears_at_MAIL_that_a_message_is_too_large()
    {
        await using var server = Listen(new Mailbox(), maxMessageBytes: 10);

        var outcome = Assert.Single(await SendAsync(server, Anna, [Bcc], "0123456789\r\n"));

        Assert.Equal(552, outcome.Code);
        Assert.True(outcome.IsPermanent);
    }

    [Fact]
    public async Task Sends_a_bounce_with_the_null_sender_and_to_a_UTF8_address()
    {
        var mailbox = new Mailbox();
        await using var server = Listen(mailbox);

        await SendAsync(server, "", ["アンナ@bcc.example"], "Hi\r\n");

        var envelope = mailbox.Delivered.Single().Envelope;
        Assert.Equal("", envelope.MailFrom);
        Assert.True(envelope.Utf8);
    }

    [Fact]
    public async Task Counts_a_server_that_is_not_there_as_temporary()
    {
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0)); // bound, not listening: nobody else can

        var outcomes = await sender.SendAsync("127.0.0.1", ((IPEndPoint)taken.LocalEndPoint!).Port, Anna, [Bcc],
            Encoding.UTF8.GetBytes("Hi\r\n"), CancellationToken.None);

        Assert.Equal((421, "4.4.1"), (outcomes[0].Code, outcomes[0].Status));
    }

    [Fact]
    public async Task Counts_a_server_that_hangs_up_as_temporary()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var sending = sender.SendAsync("127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port, Anna, [Bcc],
            Encoding.UTF8.GetBytes("Hi\r\n"), CancellationToken.None);
        (await listener.AcceptTcpClientAsync()).Dispose();

        Assert.True((await sending)[0].IsTemporary);
    }

    private Task<IReadOnlyList<SmtpOutcome>> SendAsync(
        SmtpServer server, string from, IReadOnlyList<string> to, string message) =>
        sender.SendAsync("127.0.0.1", server.Endpoint.Port, from, to, Encoding.UTF8.GetBytes(message), default);

    private static SmtpServer Listen(Mailbox mailbox, int maxMessageBytes = 1_000_000)
    {
        var options = new SmtpOptions { Listen = new(IPAddress.Loopback, 0), MaxMessageBytes = maxMessageBytes };
        var server = new SmtpServer(options, mailbox, NullLogger<SmtpServer>.Instance);
        server.Start();
        return server;
    }

    private sealed class Mailbox : ISmtpMailbox
    {
        public Func<string, SmtpReply> OnRecipient { get; init; } = _ => SmtpReplies.RecipientOk;

        public Func<SmtpReply> OnMessage { get; init; } = () => SmtpReplies.MessageTaken;

        public List<(SmtpEnvelope Envelope, byte[] Message)> Delivered { get; } = [];

        public Task<SmtpReply> AcceptRecipientAsync(SmtpEnvelope envelope, string recipient, CancellationToken ct) =>
            Task.FromResult(OnRecipient(recipient));

        public Task<SmtpReply> DeliverAsync(SmtpEnvelope envelope, ReadOnlyMemory<byte> message, CancellationToken ct)
        {
            Delivered.Add((envelope, message.ToArray()));
            return Task.FromResult(OnMessage());
        }

        public Task RejectedAsync(SmtpEnvelope envelope, SmtpReply reply, CancellationToken ct) => Task.CompletedTask;
    }
}
