using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace MailCrm.Benchmarks;

/// <summary>
/// A DNS server on loopback that knows TXT records alone (RFC 1035): the senders' SPF and DKIM. All else does not exist.
/// </summary>
public sealed class LoopbackNames : IAsyncDisposable
{
    private const int HeaderBytes = 12;
    private const int SecondsToLive = 300;

    private readonly Dictionary<string, string> texts;
    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly CancellationTokenSource stop = new();
    private readonly Task serving;

    public LoopbackNames(IReadOnlyDictionary<string, string> texts)
    {
        this.texts = new Dictionary<string, string>(texts, StringComparer.OrdinalIgnoreCase);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        serving = ServeAsync();
    }

    /// <summary>As the setting <c>Dns:Servers</c> wants it.</summary>
    public string Server => socket.LocalEndPoint!.ToString()!;

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await serving;
        socket.Dispose();
    }

    private async Task ServeAsync()
    {
        var buffer = new byte[4096];
        try
        {
            while (true)
            {
                var asked = await socket.ReceiveFromAsync(buffer, new IPEndPoint(IPAddress.Any, 0), stop.Token);
                await socket.SendToAsync(Answer(buffer.AsSpan(0, asked.ReceivedBytes)), asked.RemoteEndPoint, stop.Token);
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private byte[] Answer(ReadOnlySpan<byte> question)
    {
        var (name, end) = NameAt(question);
        var wantsText = BinaryPrimitives.ReadUInt16BigEndian(question[end..]) == 16;
        var known = texts.TryGetValue(name, out var text);
        var answer = new List<byte>(question[..(end + 4)].ToArray());
        // A response, recursion available; no such name where it is not ours.
        (answer[2], answer[3]) = (0x85, (byte)(known ? 0x80 : 0x83));
        (answer[6], answer[7]) = (0, (byte)(known && wantsText ? 1 : 0));
        (answer[8], answer[9], answer[10], answer[11]) = (0, 0, 0, 0);
        if (known && wantsText)
        {
            var data = Encoding.ASCII.GetBytes(text!).Chunk(255).SelectMany(c => c.Prepend((byte)c.Length)).ToArray();
            answer.AddRange([0xc0, HeaderBytes, 0, 16, 0, 1, 0, 0, SecondsToLive >> 8, SecondsToLive & 0xff]);
            answer.AddRange([(byte)(data.Length >> 8), (byte)data.Length, .. data]);
        }

        return [.. answer];
    }

    private static (string Name, int End) NameAt(ReadOnlySpan<byte> question)
    {
        var labels = new List<string>();
        var at = HeaderBytes;
        while (question[at] is > 0 and var length)
        {
            labels.Add(Encoding.ASCII.GetString(question.Slice(at + 1, length)));
            at += length + 1;
        }

        return (string.Join('.', labels), at + 1);
    }
}
