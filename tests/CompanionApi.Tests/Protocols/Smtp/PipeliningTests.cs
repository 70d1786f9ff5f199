using CompanionApi.Protocols.Smtp;

namespace CompanionApi.Tests.Protocols.Smtp;

/// <summary>PIPELINING: RFC 2920.</summary>
public class PipeliningTests
{
    [Fact]
    public async Task Answers_every_command_of_one_packet_in_order()
    {
        await using var house = new House();
        await using var talk = await house.ConnectAsync();

        await talk.PipelineAsync("EHLO client.example", "MAIL FROM:<anna@contoso.example>",
            "RCPT TO:<contoso@bcc.example>", "RCPT TO:<>", "FROB", "DATA");

        await talk.ExpectAsync("250 ENHANCEDSTATUSCODES");
        await talk.ExpectAsync("250 2.1.0");
        await talk.ExpectAsync("250 2.1.5");
        await talk.ExpectAsync("501");
        await talk.ExpectAsync("500");
        await talk.ExpectAsync("354");
    }

    [Fact]
    public async Task Takes_the_next_transaction_right_behind_the_last_dot()
    {
        await using var house = new House();
        await using var talk = await house.WithRecipientAsync();
        await talk.SayAsync("DATA", "354");

        await talk.PipelineAsync("One", ".", "MAIL FROM:<>", "RCPT TO:<contoso@bcc.example>", "DATA");

        await talk.ExpectAsync("250 2.0.0");
        await talk.ExpectAsync("250 2.1.0");
        await talk.ExpectAsync("250 2.1.5");
        await talk.ExpectAsync("354");
        await talk.PipelineAsync("Two", ".", "QUIT");
        await talk.ExpectAsync("250 2.0.0");
        await talk.ExpectAsync("221");
        Assert.Equal(["One\r\n", "Two\r\n"], house.Mailbox.Delivered.Select(each => each.Message));
    }

    [Fact]
    public async Task Refuses_the_message_when_every_recipient_in_front_of_it_was_refused()
    {
        var nobody = new SmtpReply(550, "5.1.1", "Nobody");
        await using var house = new House(mailbox: new Mailbox { OnRecipient = (_, _) => Task.FromResult(nobody) });
        await using var talk = await house.GreetedAsync();

        await talk.PipelineAsync("MAIL FROM:<anna@contoso.example>", "RCPT TO:<a@bcc.example>", "DATA", "RSET");

        await talk.ExpectAsync("250");
        await talk.ExpectAsync("550");
        await talk.ExpectAsync("554 5.5.1");
        await talk.ExpectAsync("250 2.0.0");
    }

    [Fact]
    public async Task Reads_commands_however_they_are_cut()
    {
        await using var house = new House();
        await using var talk = await house.ConnectAsync();

        foreach (var letter in "EHLO client.example\r\nNOOP\r\nMAIL FROM:<>\r\n")
            await talk.SendRawAsync(letter.ToString());

        await talk.ExpectAsync("250 ENHANCEDSTATUSCODES");
        await talk.ExpectAsync("250 2.0.0");
        await talk.ExpectAsync("250 2.1.0");
    }

    [Fact]
    public async Task Answers_a_flood_to_its_limit_and_closes()
    {
        await using var house = new House(House.Plain with { MaxCommands = 500 });
        await using var talk = await house.ConnectAsync();

        await talk.PipelineAsync([.. Enumerable.Repeat("NOOP", 2_000)]);

        for (var i = 0; i < 500; i++) await talk.ExpectAsync("250");
        await talk.ExpectAsync("421 4.7.0 Too many commands");
        await talk.ExpectClosedAsync();
    }
}
