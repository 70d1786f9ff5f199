using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using CompanionApi.Protocols.Dns;

namespace CompanionApi.Tests.Protocols.Dns;

/// <summary>A DNS server of our own, UDP and TCP, which answers from a table and misbehaves on demand.</summary>
public sealed class LoopbackDns : IAsyncDisposable
{
    private const int MaxDatagramBytes = 512;

    private readonly TableDns table;
    private readonly CancellationTokenSource stop = new();
    private readonly Socket udp;
    private readonly TcpListener tcp;
    private readonly Task[] serving;
    private int udpQuestions, tcpQuestions;

    public LoopbackDns(TableDns table)
    {
        this.table = table;
        (udp, tcp) = Listen();
        serving = [ServeUdpAsync(), ServeTcpAsync()];
    }

    /// <summary>As the client's options want it.</summary>
    public string Server => udp.LocalEndPoint!.ToString()!;

    public int UdpQuestions => udpQuestions;
    public int TcpQuestions => tcpQuestions;

    public int TimeToLive { get; set; } = 300;

    /// <summary>Null leaves the SOA record out of answers that say "no".</summary>
    public int? NegativeTimeToLive { get; set; } = 300;

    /// <summary>Trouble in the table is silence; otherwise SERVFAIL.</summary>
    public bool IsSilentOnTrouble { get; set; }

    public bool IsSilent { get; set; }
    public bool TruncatesAll { get; set; }

    /// <summary>Gives only the first alias of a chain, as a server does that is not responsible for the next.</summary>
    public bool LeavesAliasesToTheClient { get; set; }

    /// <summary>The datagrams sent in place of the right answer.</summary>
    public Func<byte[], IEnumerable<byte[]>> Tamper { get; set; } = answer => [answer];

    /// <summary>Awaited before any answer.</summary>
    public Task MayAnswer { get; set; } = Task.CompletedTask;

    public DnsClient Client(TimeProvider? clock = null, DnsOptions? options = null) => new(
        (options ?? new DnsOptions { Timeout = TimeSpan.FromSeconds(10), Attempts = 1 }) with { Servers = [Server] },
        clock ?? TimeProvider.System);

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await Task.WhenAll(serving);
        udp.Dispose();
        tcp.Dispose();
        stop.Dispose();
    }

    /// <summary>Both on one port; where TCP's is taken, another.</summary>
    private static (Socket Udp, TcpListener Tcp) Listen()
    {
        while (true)
        {
            var udp = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            udp.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            var tcp = new TcpListener((IPEndPoint)udp.LocalEndPoint!);
            try
            {
                tcp.Start();
                return (udp, tcp);
            }
            catch (SocketException)
            {
                udp.Dispose();
            }
        }
    }

    private async Task ServeUdpAsync()
    {
        var buffer = new byte[4096];
        while (!stop.IsCancellationRequested)
        {
            try
            {
                var received = await udp.ReceiveFromAsync(buffer, new IPEndPoint(IPAddress.Any, 0), stop.Token);
                Interlocked.Increment(ref udpQuestions);
                await MayAnswer.WaitAsync(stop.Token);
                var query = buffer[..received.ReceivedBytes];
                if (IsSilent || Answer(query, TruncatesAll) is not { } answer) continue;
                if (answer.Length > MaxDatagramBytes) answer = Answer(query, isTruncated: true)!;
                foreach (var datagram in Tamper(answer))
                    await udp.SendToAsync(datagram, received.RemoteEndPoint, stop.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task ServeTcpAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                using var client = await tcp.AcceptTcpClientAsync(stop.Token);
                Interlocked.Increment(ref tcpQuestions);
                var stream = client.GetStream();
                var prefix = new byte[2];
                await stream.ReadExactlyAsync(prefix, stop.Token);
                var query = new byte[BinaryPrimitives.ReadUInt16BigEndian(prefix)];
                await stream.ReadExactlyAsync(query, stop.Token);
                if (Answer(query, isTruncated: false) is not { } answer) continue;
                BinaryPrimitives.WriteUInt16BigEndian(prefix, (ushort)answer.Length);
                await stream.WriteAsync((byte[])[.. prefix, .. answer], stop.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (IOException)
            {
                // The client went away; the next one may stay.
            }
        }
    }

    private byte[]? Answer(byte[] query, bool isTruncated)
    {
        var at = 12;
        var name = DnsWriter.ReadName(query, ref at);
        var type = (DnsType)BinaryPrimitives.ReadUInt16BigEndian(query.AsSpan(at));
        var records = new List<(string Owner, DnsType Type, DnsRecord Record)>();
        var found = table.FindHere(name, type);
        while (found.Status == DnsStatus.NoData && table.AliasOf(name) is { } target && records.Count < 20)
        {
            records.Add((name, DnsType.CName, new NameRecord(target)));
            if (LeavesAliasesToTheClient) return Write(query, 0, isTruncated, records, null);
            name = target;
            found = table.FindHere(name, type);
        }
        if (found.Status == DnsStatus.Temporary)
            return IsSilentOnTrouble ? null : Write(query, 2, isTruncated, [], null);
        records.AddRange(found.Records.Select(record => (name, type, record)));
        var code = found.Status == DnsStatus.NameError ? 3 : 0;
        return Write(query, code, isTruncated, records, found.IsVoid ? NegativeTimeToLive : null);
    }

    private byte[] Write(byte[] query, int code, bool isTruncated,
        List<(string Owner, DnsType Type, DnsRecord Record)> records, int? negativeTimeToLive) =>
        DnsWriter.Answer(query, code, isTruncated, records, TimeToLive, negativeTimeToLive);
}
