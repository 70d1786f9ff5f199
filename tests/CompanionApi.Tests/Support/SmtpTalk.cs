using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace CompanionApi.Tests.Support;

/// <summary>
/// A conversation with an SMTP server, octet for octet: it sends what it is told and expects what it is told.
/// Text is UTF-8. A server that stays silent fails the test instead of hanging it.
/// </summary>
public sealed class SmtpTalk : IAsyncDisposable
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(30);

    private readonly Socket socket;
    private readonly byte[] incoming = new byte[16_384];
    private Stream stream;
    private int start;
    private int end;

    private SmtpTalk(Socket socket)
    {
        this.socket = socket;
        stream = new NetworkStream(socket, ownsSocket: true);
    }

    /// <summary>Connects and hears the 220.</summary>
    public static async Task<SmtpTalk> ConnectAsync(IPEndPoint endpoint, string? from = null)
    {
        var talk = await ConnectSilentlyAsync(endpoint, from);
        await talk.ExpectAsync("220");
        return talk;
    }

    /// <summary>Connects, and leaves the greeting to be read.</summary>
    public static async Task<SmtpTalk> ConnectSilentlyAsync(IPEndPoint endpoint, string? from = null)
    {
        var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (from is not null) socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
        await socket.ConnectAsync(endpoint);
        return new SmtpTalk(socket);
    }

    /// <summary>Sends a line with its CRLF.</summary>
    public Task SendAsync(string line) => SendRawAsync(line + "\r\n");

    /// <summary>Sends all lines in one write.</summary>
    public Task PipelineAsync(params string[] lines) =>
        SendRawAsync(string.Concat(lines.Select(line => line + "\r\n")));

    public Task SendRawAsync(string text) => SendRawAsync(Encoding.UTF8.GetBytes(text));

    public async Task SendRawAsync(ReadOnlyMemory<byte> octets)
    {
        using var limit = new CancellationTokenSource(Silence);
        await stream.WriteAsync(octets, limit.Token);
    }

    /// <summary>Reads one reply; its last line must begin as told. Its lines come back joined by \n.</summary>
    public async Task<string> ExpectAsync(string beginning)
    {
        var reply = await ReadReplyAsync();
        var last = reply[(reply.LastIndexOf('\n') + 1)..];
        Assert.True(last.StartsWith(beginning, StringComparison.Ordinal), $"expected {beginning}, heard: {reply}");
        return reply;
    }

    public async Task<string> SayAsync(string line, string expected)
    {
        await SendAsync(line);
        return await ExpectAsync(expected);
    }

    /// <summary>DATA, the message with dots stuffed and the final dot; returns the reply after it.</summary>
    public Task<string> DataAsync(string message) => DataAsync(Encoding.UTF8.GetBytes(message));

    public async Task<string> DataAsync(byte[] message)
    {
        await SayAsync("DATA", "354");
        var text = Encoding.Latin1.GetString(message);
        var stuffed = (text.StartsWith('.') ? "." : "") + text.Replace("\r\n.", "\r\n..");
        var ending = text.Length == 0 || text.EndsWith("\r\n") ? ".\r\n" : "\r\n.\r\n";
        await SendRawAsync(Encoding.Latin1.GetBytes(stuffed + ending));
        return await ReadReplyAsync();
    }

    /// <summary>MAIL and RCPT, which must pass, and the message, whose reply is returned.</summary>
    public async Task<string> DeliverAsync(string from, string to, string message)
    {
        await SayAsync($"MAIL FROM:<{from}>", "250");
        await SayAsync($"RCPT TO:<{to}>", "250");
        return await DataAsync(message);
    }

    /// <summary>STARTTLS and the handshake, with whatever certificate the server shows.</summary>
    public async Task StartTlsAsync()
    {
        await SayAsync("STARTTLS", "220");
        await HandshakeAsync();
    }

    public async Task HandshakeAsync()
    {
        var secure = new SslStream(stream, leaveInnerStreamOpen: false, (_, _, _, _) => true);
        await secure.AuthenticateAsClientAsync("localhost").WaitAsync(Silence);
        stream = secure;
    }

    /// <summary>Nothing more may come but the end.</summary>
    public async Task ExpectClosedAsync()
    {
        try
        {
            Assert.True(start == end && !await FillAsync(), "the server went on talking");
        }
        catch (IOException)
        {
            // A reset is an end too.
        }
    }

    /// <summary>Says no more but still listens, as a client whose input ended.</summary>
    public void FinishSending() => socket.Shutdown(SocketShutdown.Send);

    /// <summary>Gone without a word: the connection is reset.</summary>
    public void Vanish()
    {
        socket.LingerState = new LingerOption(true, 0);
        socket.Close();
    }

    public ValueTask DisposeAsync() => stream.DisposeAsync();

    public async Task<string> ReadReplyAsync()
    {
        var lines = new List<string>();
        do lines.Add(await ReadLineAsync());
        while (lines[^1].Length > 3 && lines[^1][3] == '-');
        return string.Join('\n', lines);
    }

    private async Task<string> ReadLineAsync()
    {
        while (true)
        {
            var length = incoming.AsSpan(start, end - start).IndexOf("\r\n"u8);
            if (length >= 0)
            {
                var line = Encoding.UTF8.GetString(incoming, start, length);
                start += length + 2;
                return line;
            }
            if (!await FillAsync()) throw new EndOfStreamException("the server closed the connection");
        }
    }

    private async Task<bool> FillAsync()
    {
        incoming.AsSpan(start, end - start).CopyTo(incoming);
        (start, end) = (0, end - start);
        using var limit = new CancellationTokenSource(Silence);
        var read = await stream.ReadAsync(incoming.AsMemory(end), limit.Token);
        end += read;
        return read > 0;
    }
}
