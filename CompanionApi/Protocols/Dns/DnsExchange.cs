using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace CompanionApi.Protocols.Dns;

/// <summary>One question put to one server: UDP first, then TCP where the answer did not fit (section 4.2).</summary>
internal static class DnsExchange
{
    private const int MaxDatagramBytes = 4096;

    /// <summary>The server's message, or why there is none.</summary>
    public static async Task<(DnsMessage? Message, string? Trouble)> AskAsync(
        IPEndPoint server, DnsQuestion question, TimeSpan timeout)
    {
        using var deadline = new CancellationTokenSource(timeout);
        try
        {
            var message = DnsMessage.Parse(await AskOverUdpAsync(server, question, deadline.Token));
            if (message is { Truncated: true })
                message = DnsMessage.Parse(await AskOverTcpAsync(server, question, deadline.Token));
            return message is null or { Truncated: true } ? (null, $"{server} sent a broken answer") : (message, null);
        }
        catch (OperationCanceledException)
        {
            return (null, $"{server} did not answer in time");
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            return (null, $"{server} could not be asked: {e.Message}");
        }
    }

    private static async Task<byte[]> AskOverUdpAsync(IPEndPoint server, DnsQuestion question, CancellationToken ct)
    {
        // A socket of its own per question, so that the system picks a fresh source port at random; connected, so that
        // it drops packets from anybody else. With the random id that is what makes an answer hard to forge.
        using var socket = new Socket(server.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        await socket.ConnectAsync(server, ct);
        var id = NewId();
        await socket.SendAsync(DnsMessage.Query(id, question), ct);
        var buffer = new byte[MaxDatagramBytes];
        while (true)
        {
            var length = await socket.ReceiveAsync(buffer, ct);
            if (DnsMessage.IsAnswerTo(buffer.AsSpan(0, length), id, question)) return buffer[..length];
        }
    }

    private static async Task<byte[]> AskOverTcpAsync(IPEndPoint server, DnsQuestion question, CancellationToken ct)
    {
        using var socket = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(server, ct);
        await using var stream = new NetworkStream(socket);
        var id = NewId();
        var query = DnsMessage.Query(id, question);
        var framed = new byte[2 + query.Length];
        BinaryPrimitives.WriteUInt16BigEndian(framed, (ushort)query.Length);
        query.CopyTo(framed, 2);
        await stream.WriteAsync(framed, ct);
        var prefix = new byte[2];
        await stream.ReadExactlyAsync(prefix, ct);
        var answer = new byte[BinaryPrimitives.ReadUInt16BigEndian(prefix)];
        await stream.ReadExactlyAsync(answer, ct);
        return DnsMessage.IsAnswerTo(answer, id, question)
            ? answer
            : throw new IOException("an answer over TCP to another question");
    }

    private static ushort NewId() => (ushort)RandomNumberGenerator.GetInt32(ushort.MaxValue + 1);
}
