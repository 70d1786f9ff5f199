using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using CompanionApi.Protocols.Mime;
using CompanionApi.Tests.Records;
using CompanionApi.Tests.Support;
using Xunit.Abstractions;

namespace CompanionApi.Tests.MailAccounts;

/// <summary>S21: the mail with the link through a relay as operators have one: aiosmtpd with its own TLS and AUTH.</summary>
public sealed class MailOutTests(ITestOutputHelper output) : IDisposable
{
    private const string Module = "/usr/lib/python3/dist-packages/aiosmtpd";
    private readonly string folder = Directory.CreateTempSubdirectory("mailcrm-relay-").FullName;
    private Process? running;

    public void Dispose()
    {
        // Its input ends, and so does the relay.
        running?.StandardInput.Close();
        running?.WaitForExit();
        running?.Dispose();
        Directory.Delete(folder, true);
    }

    [Theory]
    [InlineData("starttls", "PLAIN")]
    [InlineData("starttls", "LOGIN")]
    [InlineData("implicit", "PLAIN")]
    public async Task The_mail_goes_out_over_tls_with_a_sign_in(string tls, string way)
    {
        if (await StartAsync(tls, way) is not { } relay)
        {
            return;
        }

        await using var app = await AppAsync(relay, tls, "sécret");

        Assert.Equal(HttpStatusCode.Created, (await AskAsync(app, "anna@home.example")).StatusCode);

        var taken = JsonDocument.Parse((await relay.Process.StandardOutput.ReadLineAsync())!).RootElement;
        Assert.True(taken.GetProperty("tls").GetBoolean());
        Assert.Equal($"{way} mailcrm", taken.Text("user"));
        Assert.Equal("mailcrm@mailcrm.example", taken.Text("from"));
        Assert.Equal("anna@home.example", taken.GetProperty("to")[0].GetString());
        var mail = MailParser.Parse(Encoding.ASCII.GetBytes(taken.Text("source")));
        Assert.Empty(mail.Defects);
        Assert.Equal(("mailcrm@mailcrm.example", "anna@home.example"), (mail.From[0].Address, mail.To[0].Address));
        Assert.EndsWith("@mailcrm.example", mail.MessageId);
        Assert.NotNull(mail.Date);
        Assert.True(mail.IsAutomatic);
        Assert.Contains("送信元アドレスの確認", mail.Subject);
        Assert.Contains("代替メールアドレス", mail.Text);
        Assert.Contains("<div lang=\"ja\">", mail.Html);
    }

    [Theory]
    [InlineData("starttls", "PLAIN", "wrong", "anna@home.example", "502 mail_refused")]
    [InlineData("starttls", "PLAIN", "sécret", "nobody@home.example", "502 mail_refused")]
    public async Task What_the_relay_refuses_is_told_and_nothing_is_half_done(
        string tls, string way, string password, string address, string said)
    {
        if (await StartAsync(tls, way) is not { } relay)
        {
            return;
        }

        await using var app = await AppAsync(relay, tls, password);

        var answer = await AskAsync(app, address);

        Assert.Equal(said, $"{(int)answer.StatusCode} {await answer.CodeAsync()}");
        await NothingLeftAsync(app);
    }

    [Fact]
    public async Task A_relay_that_offers_no_tls_gets_nothing()
    {
        if (await StartAsync("none", "none") is not { } relay)
        {
            return;
        }

        await using var app = await AppAsync(relay, "starttls", "sécret");

        Assert.Equal("mail_refused", await (await AskAsync(app, "anna@home.example")).CodeAsync());
        await NothingLeftAsync(app);
    }

    [Fact]
    public async Task A_relay_whose_certificate_nobody_vouches_for_gets_nothing()
    {
        if (await StartAsync("starttls", "PLAIN") is not { } relay)
        {
            return;
        }

        await using var app = await AppAsync(relay, "starttls", "sécret", ("MailOut:TrustedCertificateFile", null));

        Assert.Equal("mail_refused", await (await AskAsync(app, "anna@home.example")).CodeAsync());
        await NothingLeftAsync(app);
    }

    [Fact]
    public async Task A_relay_that_is_down_is_503_and_an_earlier_link_stays_good()
    {
        using var gone = new TcpListener(IPAddress.Loopback, 0);
        gone.Start();
        var port = ((IPEndPoint)gone.LocalEndpoint).Port;
        await using var app = await CompanionApp.StartAsync();
        await AskAsync(app, "anna@home.example");
        var token = (await app.Relay.NextAsync()).Text.Split("token=")[1].Split('\n')[0].Trim();
        gone.Stop();
        await app.RestartAsync(("MailOut:Port", $"{port}"));

        var again = await AskAsync(app, "anna@home.example");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, again.StatusCode);
        Assert.Equal("mail_not_sent", await again.CodeAsync());
        using var anna = app.ClientFor(World.Anna);
        var confirmed = await anna.PostAsJsonAsync("/api/sender-address-confirmations", new { token });
        Assert.Equal(HttpStatusCode.OK, confirmed.StatusCode);
    }

    [Theory]
    [InlineData("MailOut:Tls", "ssl", "starttls, implicit or none")]
    [InlineData("MailOut:Port", "0", "a port from 1 to 65535")]
    [InlineData("MailOut:From", "nobody", "the address that mail of ours comes from")]
    [InlineData("MailOut:TrustedCertificateFile", "/nowhere.pem", "a PEM file")]
    [InlineData("MailOut:User", "mailcrm", "starttls or implicit where MailOut:User is set")]
    public async Task A_wrong_setting_stops_the_start_with_its_name(string name, string value, string expected)
    {
        var trouble = await Assert.ThrowsAsync<InvalidOperationException>(
            () => CompanionApp.StartAsync(null, (name, value)));

        Assert.Contains("MailOut:", trouble.Message);
        Assert.Contains(expected, trouble.Message);
    }

    private static async Task<HttpResponseMessage> AskAsync(CompanionApp app, string address)
    {
        using var anna = app.ClientFor(World.Anna);
        return await anna.PostAsJsonAsync("/api/me/sender-addresses", new { address });
    }

    private static async Task NothingLeftAsync(CompanionApp app)
    {
        using var anna = app.ClientFor(World.Anna);
        var list = await anna.GetAsync("/api/me/sender-addresses").JsonAsync();
        Assert.Single(list.GetProperty("items").EnumerateArray());
        await using var db = await app.OpenAsync(World.Anna);
        Assert.Empty(db.SenderAddressRequests);
    }

    private Task<CompanionApp> AppAsync(
        Relay relay, string tls, string password, params (string Name, string? Value)[] more) => CompanionApp.StartAsync(
        null,
        [
            ("MailOut:Host", "localhost"), ("MailOut:Port", relay.Port), ("MailOut:Tls", tls),
            ("MailOut:User", "mailcrm"), ("MailOut:Password", password),
            ("MailOut:TrustedCertificateFile", Path.Combine(folder, "relay.pem")), .. more,
        ]);

    /// <summary>Null where it is not installed.</summary>
    private async Task<Relay?> StartAsync(string tls, string way)
    {
        if (Tool.Find("python3") is not { } python || !Directory.Exists(Module))
        {
            output.Skipped("Mail of our own through aiosmtpd", "python3-aiosmtpd");
            return null;
        }

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var (certificateFile, keyFile) = (Path.Combine(folder, "relay.pem"), Path.Combine(folder, "relay.key"));
        await File.WriteAllTextAsync(certificateFile, certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(keyFile, key.ExportPkcs8PrivateKeyPem());
        running = python.Start([Script(), tls, certificateFile, keyFile, way]);
        return new Relay(running, await running.StandardOutput.ReadLineAsync());
    }

    private static string Script([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "relay.py");

    private sealed record Relay(Process Process, string? Port);
}
