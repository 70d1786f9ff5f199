using System.Buffers;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace CompanionApi.Protocols.Smtp;

/// <summary>
/// Hands one message to a relay (RFC 5321, 6409): EHLO, TLS as told, AUTH PLAIN or LOGIN, one recipient, DATA. It was
/// taken when the sending returns, and only then.
/// </summary>
public sealed class SmtpSubmission : IAsyncDisposable
{
    private const int MaxLine = 2048;
    private const int MaxReplyLines = 100;

    private readonly SmtpRelay relay;
    private readonly byte[] buffer = new byte[MaxLine];
    private Stream stream;
    private int start;
    private int end;

    private SmtpSubmission(SmtpRelay relay, Stream stream) => (this.relay, this.stream) = (relay, stream);

    /// <param name="relay">Where to.</param>
    /// <param name="from">The return path.</param>
    /// <param name="to">The one recipient.</param>
    /// <param name="message">As it is; dots are stuffed here, and every line ends in CRLF.</param>
    /// <param name="ct">Gives up.</param>
    /// <exception cref="SmtpRelayException">It was not taken.</exception>
    public static async Task SendAsync(
        SmtpRelay relay, string from, string to, ReadOnlyMemory<byte> message, CancellationToken ct)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(relay.Host, relay.Port, ct);
            await using var talk = new SmtpSubmission(relay, client.GetStream());
            await talk.RunAsync(from, to, message, ct);
        }
        catch (Exception trouble) when (trouble is IOException or SocketException)
        {
            throw new SmtpRelayException($"The relay cannot be reached: {trouble.Message}", false, trouble);
        }
        catch (AuthenticationException trouble)
        {
            throw new SmtpRelayException($"TLS with the relay failed: {trouble.Message}", true, trouble);
        }
    }

    public ValueTask DisposeAsync() => stream.DisposeAsync();

    private async Task RunAsync(string from, string to, ReadOnlyMemory<byte> message, CancellationToken ct)
    {
        if (relay.Tls == SmtpTls.Implicit) await SecureAsync(ct);
        await ExpectAsync(220, "the greeting", ct);
        var offers = await HelloAsync(ct);
        if (relay.Tls == SmtpTls.StartTls)
        {
            if (!offers.Contains("STARTTLS")) throw new SmtpRelayException("The relay does not offer STARTTLS", true);
            await SayAsync("STARTTLS", 220, ct);
            // What came behind the 220 in the clear is not the relay's word.
            if (start != end) throw new SmtpRelayException("The relay spoke before TLS began", true);
            await SecureAsync(ct);
            offers = await HelloAsync(ct);
        }
        if (relay.User is not null) await SignInAsync(offers, ct);

        var utf8 = Ascii.IsValid(from) && Ascii.IsValid(to) ? "" : " SMTPUTF8";
        if (utf8.Length > 0 && !offers.Contains("SMTPUTF8"))
            throw new SmtpRelayException("The relay takes no addresses beyond ASCII", true);
        // A relay that does not offer it gets the octets all the same: to write a mail anew would break its signature.
        var body = !Ascii.IsValid(message.Span) && offers.Contains("8BITMIME") ? " BODY=8BITMIME" : "";
        await SayAsync($"MAIL FROM:<{Path(from)}>{body}{utf8}", 250, ct);
        await SayAsync($"RCPT TO:<{Path(to)}>", 250, ct);
        await SayAsync("DATA", 354, ct);
        await SendAsync(Wire(message.Span), ct);
        await ExpectAsync(250, "the message", ct);
        await QuitAsync(ct);
    }

    private async Task SecureAsync(CancellationToken ct)
    {
        var secure = new SslStream(stream);
        stream = secure;
        var tls = new SslClientAuthenticationOptions { TargetHost = relay.Host };
        if (relay.Trusted is { } roots)
        {
            tls.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck,
            };
            tls.CertificateChainPolicy.CustomTrustStore.AddRange(roots);
        }
        await secure.AuthenticateAsClientAsync(tls, ct);
    }

    /// <summary>What the relay offers, by keyword; mechanisms of AUTH as "AUTH PLAIN".</summary>
    private async Task<HashSet<string>> HelloAsync(CancellationToken ct)
    {
        var lines = (await SayAsync($"EHLO {relay.HelloName}", 250, ct)).Split('\n').Skip(1).Select(line => line.ToUpperInvariant());
        return [.. lines.SelectMany(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries) switch
        {
            ["AUTH", .. var ways] => ways.Select(way => $"AUTH {way}"),
            [var keyword, ..] => [keyword],
            _ => [],
        })];
    }

    private async Task SignInAsync(HashSet<string> offers, CancellationToken ct)
    {
        if (offers.Contains("AUTH PLAIN"))
        {
            await SendAsync($"AUTH PLAIN {Base64($"\0{relay.User}\0{relay.Password}")}\r\n", ct);
        }
        else if (offers.Contains("AUTH LOGIN"))
        {
            await SayAsync("AUTH LOGIN", 334, ct);
            await SendAsync(Base64(relay.User!) + "\r\n", ct);
            await ExpectAsync(334, "the user name", ct);
            await SendAsync(Base64(relay.Password) + "\r\n", ct);
        }
        else
        {
            throw new SmtpRelayException("The relay offers neither AUTH PLAIN nor AUTH LOGIN", true);
        }
        await ExpectAsync(235, "the sign-in", ct);
    }

    private async Task QuitAsync(CancellationToken ct)
    {
        try
        {
            await SayAsync("QUIT", 221, ct);
        }
        catch (Exception e) when (e is IOException or SmtpRelayException or OperationCanceledException)
        {
            // The message was taken; how the talk ends changes nothing.
        }
    }

    private async Task<string> SayAsync(string line, int expected, CancellationToken ct)
    {
        await SendAsync(line + "\r\n", ct);
        return await ExpectAsync(expected, line.Split(' ')[0], ct);
    }

    private Task SendAsync(string text, CancellationToken ct) => SendAsync(Encoding.UTF8.GetBytes(text), ct);

    private async Task SendAsync(ReadOnlyMemory<byte> octets, CancellationToken ct)
    {
        await stream.WriteAsync(octets, ct);
        await stream.FlushAsync(ct);
    }

    private async Task<string> ExpectAsync(int expected, string what, CancellationToken ct)
    {
        var text = new StringBuilder();
        for (var lines = 0; lines < MaxReplyLines; lines++)
        {
            var line = await ReadLineAsync(ct);
            if (line.Length < 3 || !int.TryParse(line[..3], out var code)) break;
            text.Append(lines == 0 ? "" : "\n").Append(line.Length > 4 ? line[4..] : "");
            if (line.Length > 3 && line[3] == '-') continue;
            // 251 and 252 are a yes too.
            if (code == expected || (expected == 250 && code is 251 or 252)) return text.ToString();
            throw new SmtpRelayException($"The relay answered {what} with {code} {text}", code >= 500);
        }
        throw new SmtpRelayException($"The relay's answer to {what} is no SMTP", true);
    }

    private async Task<string> ReadLineAsync(CancellationToken ct)
    {
        while (true)
        {
            var length = buffer.AsSpan(start, end - start).IndexOf((byte)'\n');
            if (length >= 0)
            {
                var line = Encoding.UTF8.GetString(buffer, start, length).TrimEnd('\r');
                start += length + 1;
                return line;
            }
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            (start, end) = (0, end - start);
            if (end == MaxLine) throw new SmtpRelayException("The relay's line is too long", true);
            var read = await stream.ReadAsync(buffer.AsMemory(end), ct);
            if (read == 0) throw new IOException("The relay closed the connection.");
            end += read;
        }
    }

    // The same line must never become two commands.
    private static string Path(string address) => address.AsSpan().IndexOfAny("\r\n<>\0") < 0
        ? address
        : throw new ArgumentException("An address of one line is expected.", nameof(address));

    // A bare CR or LF ends a line, too: a relay that takes "LF . LF" for the end would read what follows as commands of ours.
    private static ReadOnlyMemory<byte> Wire(ReadOnlySpan<byte> message)
    {
        var wire = new ArrayBufferWriter<byte>(message.Length + 64);
        while (!message.IsEmpty)
        {
            var end = message.IndexOfAny((byte)'\r', (byte)'\n');
            var line = end < 0 ? message : message[..end];
            if (line is [(byte)'.', ..]) wire.Write("."u8);
            wire.Write(line);
            wire.Write("\r\n"u8);
            message = end < 0 ? [] : message[(end + (message[end..].StartsWith("\r\n"u8) ? 2 : 1))..];
        }
        wire.Write(".\r\n"u8);
        return wire.WrittenMemory;
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
