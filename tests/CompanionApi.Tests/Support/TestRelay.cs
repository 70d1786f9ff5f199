using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;
using CompanionApi.Protocols.Mime;

namespace CompanionApi.Tests.Support;

/// <summary>The operator's relay: takes the mail that the API sends, or refuses it.</summary>
public sealed class TestRelay : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly Channel<RelayedMail> mails = Channel.CreateUnbounded<RelayedMail>();

    public TestRelay()
    {
        listener.Start();
        _ = ListenAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public bool Refuses { get; set; }

    public int Waiting => mails.Reader.Count;

    /// <summary>The next mail that came.</summary>
    public async Task<RelayedMail> NextAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        return await mails.Reader.ReadAsync(patience.Token);
    }

    public void Dispose() => listener.Dispose();

    private async Task ListenAsync()
    {
        try
        {
            while (true)
            {
                _ = TalkAsync(await listener.AcceptTcpClientAsync());
            }
        }
        catch (Exception over) when (over is ObjectDisposedException or SocketException)
        {
            // The test is over.
        }
    }

    private async Task TalkAsync(TcpClient client)
    {
        using var open = client;
        using var reader = new StreamReader(client.GetStream(), Encoding.UTF8);
        await using var writer = new StreamWriter(client.GetStream()) { NewLine = "\r\n", AutoFlush = true };
        await writer.WriteLineAsync("220 relay.test");
        var (from, to) = ("", "");
        while (await reader.ReadLineAsync() is { } line && line != "QUIT")
        {
            if (line.StartsWith("MAIL FROM:", StringComparison.OrdinalIgnoreCase))
            {
                from = line[10..].Split(' ')[0].Trim('<', '>');
            }

            if (line.StartsWith("RCPT TO:", StringComparison.OrdinalIgnoreCase))
            {
                to = line[8..].Trim('<', '>', ' ');
            }

            if (line == "DATA")
            {
                await writer.WriteLineAsync("354 go on");
                mails.Writer.TryWrite(new RelayedMail(from, to, await DataAsync(reader)));
            }

            await writer.WriteLineAsync(Refuses && line.StartsWith("MAIL", StringComparison.Ordinal) ? "451 later" : "250 ok");
        }
    }

    private static async Task<string> DataAsync(StreamReader reader)
    {
        var source = new StringBuilder();
        while (await reader.ReadLineAsync() is { } line && line != ".")
        {
            source.Append(line).Append("\r\n");
        }

        return source.ToString();
    }
}

/// <summary>A mail as the relay got it.</summary>
public sealed record RelayedMail(string From, string To, string Source)
{
    public ParsedMail Mail { get; } = MailParser.Parse(Encoding.UTF8.GetBytes(Source));

    public string Text => Mail.Text!;
}
