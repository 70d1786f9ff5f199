using System.Net;
using System.Net.Mail;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using CompanionApi.Protocols.Smtp;

namespace CompanionApi.MailAccounts;

/// <summary>
/// Mail of our own, through the operator's relay (settings section <c>MailOut</c>). TLS is asked for unless the operator
/// says otherwise, and a password never travels without it.
/// </summary>
public sealed class MailOut
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private readonly IConfiguration settings;
    private readonly TimeProvider clock;

    /// <exception cref="InvalidOperationException">A setting is wrong: its name and what is expected.</exception>
    public MailOut(IConfiguration settings, TimeProvider clock)
    {
        (this.settings, this.clock) = (settings, clock);
        if (settings["MailOut:Host"] is not { Length: > 0 } host)
        {
            return;
        }

        From = MailAddress.TryCreate(settings["MailOut:From"], out var address)
            ? address
            : throw Wrong("MailOut:From", "the address that mail of ours comes from");
        var tls = Tls();
        Relay = new SmtpRelay(host, Port(tls), tls, settings["Smtp:HostName"] ?? Dns.GetHostName())
        {
            User = settings["MailOut:User"] is not { Length: > 0 } user ? null
                : tls != SmtpTls.None ? user
                : throw Wrong("MailOut:Tls", "starttls or implicit where MailOut:User is set"),
            Password = settings["MailOut:Password"] ?? "",
            Trusted = Trusted(),
        };
    }

    public MailAddress? From { get; }

    public SmtpRelay? Relay { get; }

    /// <exception cref="SmtpRelayException">It was not taken.</exception>
    public async Task SendAsync(string to, string subject, string text, string html, CancellationToken ct)
    {
        if (Relay is null || From is null)
        {
            throw new SmtpRelayException("Setting MailOut:Host is missing; expected the relay that takes mail of ours.", false);
        }

        var mail = new OutgoingMail(From, to, subject, text, html).Write(clock.GetUtcNow());
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(ct);
        timeout.CancelAfter(Patience);
        try
        {
            await SmtpSubmission.SendAsync(Relay, From.Address, to, Encoding.ASCII.GetBytes(mail), timeout.Token);
        }
        catch (OperationCanceledException late)
        {
            throw new SmtpRelayException("The relay does not answer.", false, late);
        }
    }

    private SmtpTls Tls() => settings["MailOut:Tls"] switch
    {
        null or "" or "starttls" => SmtpTls.StartTls,
        "implicit" => SmtpTls.Implicit,
        "none" => SmtpTls.None,
        _ => throw Wrong("MailOut:Tls", "starttls, implicit or none"),
    };

    private int Port(SmtpTls tls) => settings["MailOut:Port"] is not { Length: > 0 } value
        ? tls switch { SmtpTls.StartTls => 587, SmtpTls.Implicit => 465, _ => 25 }
        : int.TryParse(value, out var number) && number is > 0 and < 65_536 ? number
        : throw Wrong("MailOut:Port", "a port from 1 to 65535");

    private X509Certificate2Collection? Trusted()
    {
        if (settings["MailOut:TrustedCertificateFile"] is not { Length: > 0 } file)
        {
            return null;
        }

        try
        {
            var certificates = new X509Certificate2Collection();
            certificates.ImportFromPemFile(file);
            return certificates;
        }
        catch (Exception trouble) when (trouble is IOException or CryptographicException)
        {
            throw Wrong("MailOut:TrustedCertificateFile", "a PEM file with the certificates to trust");
        }
    }

    private InvalidOperationException Wrong(string name, string expected) =>
        new($"Setting {name} is \"{settings[name]}\"; expected {expected}.");
}
