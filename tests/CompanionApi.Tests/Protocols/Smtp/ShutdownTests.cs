using System.Net.Sockets;
using CompanionApi.Protocols.Smtp;
using CompanionApi.Tests.Support;

namespace CompanionApi.Tests.Protocols.Smtp;

/// <summary>Stopping while clients are there: no one is left without an answer who could have one.</summary>
public class ShutdownTests
{
    [Fact]
    public async Task Sends_away_who_is_between_messages()
    {
        await using var house = new House();
        await using var fresh = await house.ConnectAsync();
        await using var greeted = await house.GreetedAsync();
        await greeted.DeliverAsync("anna@contoso.example", "contoso@bcc.example", "Hi\r\n");

        var stopped = house.Server.StopAsync(CancellationToken.None);

        foreach (var talk in new[] { fresh, greeted })
        {
            await talk.ExpectAsync("421 4.3.2");
            await talk.ExpectClosedAsync();
            await talk.DisposeAsync();
        }
        await stopped;
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Lets_a_running_transaction_come_to_its_reply(bool tls)
    {
        await using var house = new House();
        await using var talk = await house.ConnectAsync();
        if (tls) await talk.StartTlsAsync();
        await talk.SayAsync("EHLO client.example", "250");
        await talk.SayAsync("MAIL FROM:<anna@contoso.example>", "250");

        var stopped = house.Server.StopAsync(CancellationToken.None);

        await talk.SayAsync("RCPT TO:<contoso@bcc.example>", "250");
        Assert.StartsWith("250", await talk.DataAsync("Hi\r\n"));
        Assert.False(stopped.IsCompleted);
        await talk.ExpectAsync("421 4.3.2");
        await talk.ExpectClosedAsync();
        await talk.DisposeAsync();
        await stopped;
        Assert.Single(house.Mailbox.Delivered);
    }

    [Fact]
    public async Task Begins_no_transaction_any_more()
    {
        await using var house = new House();
        await using var talk = await house.WithRecipientAsync();
        await talk.SayAsync("DATA", "354");
        var stopped = house.Server.StopAsync(CancellationToken.None);

        await talk.PipelineAsync("Hi", ".", "MAIL FROM:<anna@contoso.example>");

        await talk.ExpectAsync("250 2.0.0");
        await talk.ExpectAsync("421 4.3.2");
        await talk.DisposeAsync();
        await stopped;
    }

    [Fact]
    public async Task Waits_for_the_application_to_answer()
    {
        var storing = new TaskCompletionSource();
        var stored = new TaskCompletionSource<SmtpReply>();
        await using var house = new House(mailbox: new Mailbox
        {
            OnMessage = (_, _) =>
            {
                storing.SetResult();
                return stored.Task;
            },
        });
        await using var talk = await house.WithRecipientAsync();
        var reply = talk.DataAsync("Hi\r\n");
        await storing.Task;

        var stopped = house.Server.StopAsync(CancellationToken.None);
        stored.SetResult(SmtpReplies.MessageTaken);

        Assert.StartsWith("250", await reply);
        await talk.ExpectAsync("421 4.3.2");
        await talk.DisposeAsync();
        await stopped;
    }

    [Fact]
    public async Task Cuts_off_what_takes_longer_than_the_host_grants_and_tells_the_application()
    {
        await using var house = new House();
        await using var talk = await house.WithRecipientAsync();
        await talk.SayAsync("DATA", "354");

        await house.Server.StopAsync(new CancellationToken(canceled: true));

        await talk.ExpectClosedAsync();
        Assert.Equal(SmtpReplies.ConnectionLost, house.Mailbox.Rejected.Single().Reply);
    }

    [Fact]
    public async Task Does_not_wait_for_a_handshake()
    {
        await using var house = new House();
        await using var talk = await house.GreetedAsync();
        await talk.SayAsync("STARTTLS", "220");

        await house.Server.StopAsync(CancellationToken.None);

        await talk.ExpectClosedAsync();
    }

    [Fact]
    public async Task Takes_no_connection_afterwards_and_stops_twice_without_harm()
    {
        await using var house = new House();
        var endpoint = house.Server.Endpoint;

        await house.Server.StopAsync(CancellationToken.None);
        await house.Server.StopAsync(CancellationToken.None);

        await Assert.ThrowsAsync<SocketException>(() => SmtpTalk.ConnectAsync(endpoint));
    }

    [Fact]
    public async Task Says_so_when_its_port_is_taken()
    {
        await using var house = new House();
        await using var second = new SmtpServer(
            new SmtpOptions { Listen = house.Server.Endpoint },
            new Mailbox(),
            Microsoft.Extensions.Logging.Abstractions.NullLogger<SmtpServer>.Instance);

        Assert.Throws<SocketException>(second.Start);
    }
}
