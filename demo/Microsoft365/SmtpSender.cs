using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;

namespace Demo.Microsoft365;

/// <summary>What the other server said of one recipient, last: 2xx has it, 4xx wants it again, 5xx never.</summary>
public sealed record SmtpOutcome(string Recipient, int Code, string Status, string Text)
{
    public bool IsDelivered => Code is >= 200 and < 300;

    public bool IsTemporary => Code is >= 400 and < 500;

    public bool IsPermanent => Code >= 500;

    public override string ToString() => Status.Length == 0 ? $"{Code} {Text}" : $"{Code} {Status} {Text}";
}

/// <summary>
/// Sends messages to another server as Exchange does: STARTTLS where it is offered, with whatever certificate (nobody's
/// certificate is proven in the demo), and one try. A server that cannot be reached or goes silent is a 421, as any
/// sending server's queue counts it; keeping, trying again and bouncing are the caller's.
/// </summary>
public sealed class SmtpSender(string hostName)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <param name="host">Name or address of the server.</param>
    /// <param name="port">Its port.</param>
    /// <param name="from">Envelope sender; empty for a bounce.</param>
    /// <param name="recipients">Envelope recipients.</param>
    /// <param name="message">The octets as they are to arrive.</param>
    /// <param name="ct">Gives up at once, by an exception.</param>
    /// <returns>One outcome per recipient, in their order.</returns>
    public async Task<IReadOnlyList<SmtpOutcome>> SendAsync(
        string host, int port, string from, IReadOnlyList<string> recipients, ReadOnlyMemory<byte> message,
        CancellationToken ct)
    {
        var outcomes = new SmtpOutcome?[recipients.Count];
        Answer rest;
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
            limit.CancelAfter(Patience);
            using var socket = new TcpClient { NoDelay = true };
            await socket.ConnectAsync(host, port, limit.Token);
            await using var talk = new Talk(socket.GetStream(), limit.Token);
            rest = await SendAsync(talk, from, recipients, outcomes, message);
        }
        catch (Exception e) when (!ct.IsCancellationRequested
            && e is IOException or SocketException or AuthenticationException or OperationCanceledException)
        {
            rest = new Answer(421, "4.4.1", $"{host}:{port} could not be reached, or broke off");
        }
        return [.. recipients.Select((to, i) => outcomes[i] ?? new SmtpOutcome(to, rest.Code, rest.Status, rest.Text))];
    }

    // Returns what holds for every recipient that was not refused by itself.
    private async Task<Answer> SendAsync(
        Talk talk, string from, IReadOnlyList<string> recipients, SmtpOutcome?[] outcomes, ReadOnlyMemory<byte> message)
    {
        var greeting = await talk.ReadAsync();
        if (greeting.Code != 220) return greeting;
        var hello = await HelloAsync(talk);
        if (hello.Offers("STARTTLS") && (await talk.SayAsync("STARTTLS")).Code == 220)
        {
            await talk.StartTlsAsync();
            hello = await HelloAsync(talk);
        }
        if (hello.Code != 250) return hello;

        var mail = await talk.SayAsync($"MAIL FROM:<{from}>{Parameters(hello, from, recipients, message.Span)}");
        if (mail.Code != 250) return mail;
        for (var i = 0; i < recipients.Count; i++)
        {
            var answer = await talk.SayAsync($"RCPT TO:<{recipients[i]}>");
            if (answer.Code is not (250 or 251))
                outcomes[i] = new SmtpOutcome(recipients[i], answer.Code, answer.Status, answer.Text);
            if (answer.Code == 421) return answer;
        }

        var result = mail;
        if (outcomes.Any(outcome => outcome is null))
        {
            result = await talk.SayAsync("DATA");
            if (result.Code == 354) result = await talk.SendMessageAsync(message);
        }
        if (result.Code != 421) await talk.GoodbyeAsync();
        return result;
    }

    private async Task<Answer> HelloAsync(Talk talk)
    {
        var hello = await talk.SayAsync($"EHLO {hostName}");
        return hello.Code is 500 or 502 ? await talk.SayAsync($"HELO {hostName}") : hello;
    }

    private static string Parameters(
        Answer hello, string from, IReadOnlyList<string> recipients, ReadOnlySpan<byte> message)
    {
        var parameters = new StringBuilder();
        if (hello.Offers("SIZE")) parameters.Append(CultureInfo.InvariantCulture, $" SIZE={message.Length}");
        if (hello.Offers("8BITMIME") && !Ascii.IsValid(message)) parameters.Append(" BODY=8BITMIME");
        if (hello.Offers("SMTPUTF8") && recipients.Append(from).Any(address => !Ascii.IsValid(address)))
            parameters.Append(" SMTPUTF8");
        return parameters.ToString();
    }

    private sealed record Answer(int Code, string Status, string Text)
    {
        public bool Offers(string extension) => Text.Split('\n').Skip(1)
            .Any(line => line.Split(' ')[0].Equals(extension, StringComparison.OrdinalIgnoreCase));
    }

    private sealed class Talk(Stream stream, CancellationToken ct) : IAsyncDisposable
    {
        private Stream stream = stream;
        private StreamReader reader = new(stream, Encoding.UTF8);

        public async Task<Answer> SayAsync(string line)
        {
            await stream.WriteAsync(Encoding.UTF8.GetBytes(line + "\r\n"), ct);
            return await ReadAsync();
        }

        public async Task<Answer> ReadAsync()
        {
            var (status, text) = ("", new List<string>());
            while (await reader.ReadLineAsync(ct) is { } line)
            {
                if (line.Length < 3 || !int.TryParse(line.AsSpan(0, 3), NumberStyles.None, null, out var code)) break;
                var rest = line.Length > 4 ? line[4..] : "";
                var first = rest.Split(' ')[0];
                if (first.Length >= 5 && first[0] == line[0] && first[1] == '.' && Version.TryParse(first, out _))
                    (status, rest) = (first, rest[first.Length..].TrimStart());
                text.Add(rest);
                if (line.Length == 3 || line[3] != '-') return new Answer(code, status, string.Join('\n', text));
            }
            throw new IOException("The server closed the connection, or does not speak SMTP.");
        }

        // Nothing comes between the 220 and the handshake, so the first reader holds nothing back.
        public async Task StartTlsAsync()
        {
            var secure = new SslStream(stream, leaveInnerStreamOpen: false, (_, _, _, _) => true);
            stream = secure;
            await secure.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "smtp" }, ct);
            reader = new StreamReader(secure, Encoding.UTF8);
        }

        public async Task<Answer> SendMessageAsync(ReadOnlyMemory<byte> message)
        {
            var lineStart = true;
            for (var left = message; !left.IsEmpty;)
            {
                if (lineStart && left.Span[0] == '.') await stream.WriteAsync("."u8.ToArray(), ct);
                var end = left.Span.IndexOf("\r\n."u8);
                var piece = end < 0 ? left : left[..(end + 2)];
                await stream.WriteAsync(piece, ct);
                left = left[piece.Length..];
                lineStart = end >= 0;
            }
            return await SayAsync(message.IsEmpty || message.Span.EndsWith("\r\n"u8) ? "." : "\r\n.");
        }

        // The mail is decided by now: a server that hangs up first is no trouble of ours.
        public async Task GoodbyeAsync()
        {
            try
            {
                await SayAsync("QUIT");
            }
            catch (IOException)
            {
            }
        }

        public ValueTask DisposeAsync() => stream.DisposeAsync();
    }
}
