using System.Net.Mail;
using System.Text;

namespace CompanionApi.MailAccounts;

/// <summary>Mail of our own, through the operator's relay (settings section <c>MailOut</c>).</summary>
public sealed class MailOut
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private readonly string? host;
    private readonly int port;
    private readonly MailAddress? from;

    /// <exception cref="InvalidOperationException">A setting is wrong: its name and what is expected.</exception>
    public MailOut(IConfiguration settings)
    {
        host = settings["MailOut:Host"] is { Length: > 0 } name ? name : null;
        port = settings["MailOut:Port"] is null ? 25
            : int.TryParse(settings["MailOut:Port"], out var number) && number is > 0 and < 65_536 ? number
            : throw Wrong(settings, "MailOut:Port", "a port from 1 to 65535");
        from = host is null ? null
            : MailAddress.TryCreate(settings["MailOut:From"], out var address) ? address
            : throw Wrong(settings, "MailOut:From", "the address that mail of ours comes from");
    }

    /// <exception cref="SmtpException">It was not taken.</exception>
    /// <exception cref="OperationCanceledException">The relay does not answer.</exception>
    public async Task SendAsync(string to, string subject, string text, CancellationToken ct)
    {
        if (host is null || from is null)
        {
            throw new SmtpException("Setting MailOut:Host is missing; expected the relay that takes mail of ours.");
        }

        using var message = new MailMessage(from, new MailAddress(to))
        {
            Subject = subject,
            SubjectEncoding = Encoding.UTF8,
            Body = text,
            BodyEncoding = Encoding.UTF8,
        };
        message.Headers.Add("Auto-Submitted", "auto-generated");
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(ct);
        timeout.CancelAfter(Patience);
        using var relay = new SmtpClient(host, port);
        await relay.SendMailAsync(message, timeout.Token);
    }

    private static InvalidOperationException Wrong(IConfiguration settings, string name, string expected) =>
        new($"Setting {name} is \"{settings[name]}\"; expected {expected}.");
}
