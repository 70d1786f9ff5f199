using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Demo.Microsoft365.Dns;

/// <summary>The simulated internet's names over UDP and TCP on one port.</summary>
internal sealed class DnsServer(DnsRecords records, Faults faults, CallCounts calls, int port, ILogger<DnsServer> log)
    : BackgroundService
{
    private const int MaxAliases = 8;
    private static readonly TimeSpan IdleTcp = TimeSpan.FromSeconds(30);
    private readonly UdpClient udp = new(new IPEndPoint(IPAddress.Loopback, port));
    private readonly TcpListener tcp = new(IPAddress.Loopback, port);

    public override Task StartAsync(CancellationToken ct)
    {
        tcp.Start();
        return base.StartAsync(ct);
    }

    public override void Dispose()
    {
        udp.Dispose();
        tcp.Dispose();
        base.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken ct) => Task.WhenAll(ServeUdpAsync(ct), ServeTcpAsync(ct));

    private async Task ServeUdpAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                var packet = await udp.ReceiveAsync(ct);
                _ = AnswerUdpAsync(packet, ct);
            }
            catch (SocketException)
            {
                // A client that went away before its answer came (ICMP) shows up here; it concerns nobody else.
            }
            catch (OperationCanceledException)
            {
            }
        }
    }

    private async Task AnswerUdpAsync(UdpReceiveResult packet, CancellationToken ct)
    {
        try
        {
            if (await AnswerAsync(packet.Buffer, DnsWire.MaxUdpBytes, ct) is { } answer)
            {
                await udp.SendAsync(answer, packet.RemoteEndPoint, ct);
            }
        }
        catch (Exception trouble) when (trouble is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            log.LogDebug(trouble, "A DNS answer over UDP was not sent");
        }
    }

    private async Task ServeTcpAsync(CancellationToken ct)
    {
        try
        {
            while (!ct.IsCancellationRequested)
            {
                _ = TalkTcpAsync(await tcp.AcceptTcpClientAsync(ct), ct);
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private async Task TalkTcpAsync(TcpClient client, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                var length = new byte[2];
                while (true)
                {
                    limit.CancelAfter(IdleTcp);
                    await stream.ReadExactlyAsync(length, limit.Token);
                    var query = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
                    await stream.ReadExactlyAsync(query, limit.Token);
                    if (await AnswerAsync(query, ushort.MaxValue, limit.Token) is not { } answer)
                    {
                        return;
                    }

                    BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)answer.Length);
                    await stream.WriteAsync((byte[])[.. length, .. answer], limit.Token);
                }
            }
            catch (Exception trouble) when (trouble is IOException or OperationCanceledException)
            {
                log.LogDebug(trouble, "A DNS connection ended");
            }
        }
    }

    private async Task<byte[]?> AnswerAsync(byte[] bytes, int limit, CancellationToken ct)
    {
        if (DnsWire.Read(bytes) is not { } query)
        {
            return null;
        }

        if (query.Code != DnsCode.NoError)
        {
            return DnsWire.Write(query, query.Code, [], null, limit);
        }

        calls.Count("dns");
        var fault = await faults.TakeAsync("dns", name: query.Name, ct: ct);
        return fault?.Error switch
        {
            "timeout" => null,
            "refused" => DnsWire.Write(query, DnsCode.Refused, [], null, limit),
            "servfail" => DnsWire.Write(query, DnsCode.ServerFailure, [], null, limit),
            "truncate" => Look(query, limit == DnsWire.MaxUdpBytes ? 0 : limit),
            _ => Look(query, limit),
        };
    }

    private byte[] Look(DnsQuery query, int limit)
    {
        var type = (DnsRecordType)query.Type;
        var answers = new List<DnsAnswerRecord>();
        var (name, owner) = (query.Name, DnsWire.QuestionName);
        for (var hop = 0; hop < MaxAliases; hop++)
        {
            if (records.Find(name, type) is not { } found)
            {
                return DnsWire.Write(query, DnsCode.NameError, answers, ZoneOf(name), limit);
            }

            answers.AddRange(found.Select(record => new DnsAnswerRecord(owner, record.Type, record.Value)));
            if (found is not [(DnsRecordType.CNAME, var alias)] || type is DnsRecordType.CNAME or DnsRecordType.ANY)
            {
                break;
            }

            (name, owner) = (alias, DnsWire.EncodeName(alias)!);
        }

        return DnsWire.Write(query, DnsCode.NoError, answers, ZoneOf(name), limit);
    }

    // Close enough to where a real zone would be cut: a customer's domain, or the last two labels of an address.
    private static string? ZoneOf(string name) => name.Length == 0 ? null : string.Join('.', name.Split('.').TakeLast(2));
}
