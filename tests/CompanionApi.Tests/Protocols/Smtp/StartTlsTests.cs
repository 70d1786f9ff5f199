using System.Security.Cryptography.X509Certificates;
using CompanionApi.Protocols.Smtp;

namespace CompanionApi.Tests.Protocols.Smtp;

/// <summary>STARTTLS: RFC 3207.</summary>
public class StartTlsTests
{
    [Fact]
    public async Task Takes_mail_over_TLS_and_says_so_in_the_envelope()
    {
        await using var house = new House();
        await using var talk = await house.GreetedAsync();
        await talk.StartTlsAsync();
        await talk.SayAsync("EHLO client.example", "250");

        await talk.DeliverAsync("anna@contoso.example", "contoso@bcc.example", "Hi\r\n");
        await talk.SayAsync("QUIT", "221");
        await talk.ExpectClosedAsync();

        Assert.True(house.Mailbox.Delivered.Single().Envelope.Tls);
    }

    [Fact]
    public async Task Forgets_everything_said_before_the_handshake()
    {
        await using var house = new House();
        await using var talk = await house.WithRecipientAsync();

        await talk.StartTlsAsync();

        await talk.SayAsync("MAIL FROM:<anna@contoso.example>", "503 5.5.1");
        await talk.SayAsync("DATA", "503 5.5.1");
    }

    [Fact]
    public async Task Offers_it_no_second_time()
    {
        await using var house = new House();
        await using var talk = await house.GreetedAsync();
        await talk.StartTlsAsync();

        Assert.DoesNotContain("STARTTLS", await talk.SayAsync("EHLO client.example", "250"));
        await talk.SayAsync("STARTTLS", "503 5.5.1");
        await talk.SayAsync("NOOP", "250");
    }

    [Fact]
    public async Task Never_runs_commands_that_came_in_the_clear_behind_STARTTLS()
    {
        await using var house = new House();
        await using var talk = await house.GreetedAsync();

        await talk.PipelineAsync("STARTTLS", "EHLO evil", "MAIL FROM:<evil@example>", "RCPT TO:<a@bcc.example>");
        await talk.ExpectAsync("220");
        await talk.HandshakeAsync();

        await talk.SayAsync("RSET", "250 2.0.0");
        await talk.SayAsync("DATA", "503 5.5.1 Say EHLO first");
    }

    [Fact]
    public async Task Closes_when_the_handshake_is_nonsense_and_serves_the_next_client()
    {
        await using var house = new House();
        await using var talk = await house.GreetedAsync();
        await talk.SayAsync("STARTTLS", "220");

        await talk.SendRawAsync("EHLO evil.example\r\nMAIL FROM:<evil@example>\r\n");

        await talk.ExpectClosedAsync();
        await using var next = await house.GreetedAsync();
    }

    [Fact]
    public async Task Survives_a_client_that_leaves_in_the_handshake()
    {
        await using var house = new House();
        var talk = await house.GreetedAsync();
        await talk.SayAsync("STARTTLS", "220");

        talk.Vanish();

        await using var next = await house.GreetedAsync();
    }

    [Fact]
    public async Task Waits_no_longer_for_a_handshake_than_for_a_command()
    {
        var clock = new ManualClock();
        await using var house = new House(House.Plain with { Clock = clock });
        await using var talk = await house.GreetedAsync();
        await talk.SayAsync("STARTTLS", "220");

        var closed = talk.ExpectClosedAsync();
        while (!closed.IsCompleted)
        {
            clock.Advance(TimeSpan.FromMinutes(5));
            await Task.Yield();
        }
        await closed;
    }

    [Fact]
    public async Task A_handshake_is_no_way_to_stay_longer_than_a_session_may()
    {
        var clock = new ManualClock();
        await using var house = new House(House.Plain with { Clock = clock, IdleTimeout = TimeSpan.FromDays(40) });
        await using var talk = await house.GreetedAsync();
        await talk.SayAsync("STARTTLS", "220");

        var closed = talk.ExpectClosedAsync();
        for (var minutes = 0; minutes < 1_000 && !closed.IsCompleted; minutes++)
        {
            clock.Advance(TimeSpan.FromMinutes(1));
            await Task.Yield();
        }
        await closed;
    }

    [Fact]
    public void Makes_a_certificate_for_its_name_when_it_has_none()
    {
        using var certificate = SelfSignedCertificate.For("mx.example");

        Assert.Equal("CN=mx.example", certificate.Subject);
        Assert.True(certificate.HasPrivateKey);
        Assert.True(certificate.MatchesHostname("mx.example"));
        Assert.Equal(2048, certificate.GetRSAPublicKey()!.KeySize);
    }
}
