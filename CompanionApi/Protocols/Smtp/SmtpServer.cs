using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace CompanionApi.Protocols.Smtp;

/// <summary>
/// Receives mail (RFC 5321) for an <see cref="ISmtpMailbox"/>. Start throws when the address cannot be bound; after
/// that nothing a client does comes out of here.
/// </summary>
public sealed class SmtpServer : IAsyncDisposable
{
    private const int Backlog = 512;
    private const int MaxOctetsAfterClose = 1_048_576;
    private static readonly TimeSpan AcceptRetry = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan CloseLimit = TimeSpan.FromSeconds(2);

    private readonly SmtpOptions options;
    private readonly ISmtpMailbox mailbox;
    private readonly ILogger log;
    private readonly SmtpDoor door;
    private readonly Lazy<SslServerAuthenticationOptions> tls;
    private readonly Socket listener;
    private readonly ConcurrentDictionary<Socket, Task> open = [];
    private readonly CancellationTokenSource stopping = new();
    private readonly CancellationTokenSource stopped = new();
    private Task accepting = Task.CompletedTask;

    public SmtpServer(SmtpOptions options, ISmtpMailbox mailbox, ILogger<SmtpServer> log)
    {
        (this.options, this.mailbox, this.log) = (options, mailbox, log);
        door = new SmtpDoor(options);
        // To make a key takes longer than all else at a start, and who never says STARTTLS needs none.
        tls = new Lazy<SslServerAuthenticationOptions>(() => new SslServerAuthenticationOptions
        {
            ServerCertificateContext = SslStreamCertificateContext.Create(
                options.Certificate ?? SelfSignedCertificate.For(options.HostName), null, offline: true),
        });
        listener = new Socket(options.Listen.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
    }

    /// <summary>Where it listens, with the port that port 0 became.</summary>
    public IPEndPoint Endpoint => (IPEndPoint)listener.LocalEndPoint!;

    public void Start()
    {
        if (options.Listen.AddressFamily == AddressFamily.InterNetworkV6) listener.DualMode = true;
        listener.Bind(options.Listen);
        listener.Listen(Backlog);
        accepting = Task.Run(AcceptAsync);
    }

    /// <summary>
    /// Takes no more connections, lets each running transaction come to its reply, sends all others away. When the
    /// token fires, what still runs is cut off unanswered, so that its sender tries again.
    /// </summary>
    public async Task StopAsync(CancellationToken ct)
    {
        await stopping.CancelAsync();
        await accepting;
        listener.Dispose();
        var rest = Task.WhenAll(open.Values);
        try
        {
            await rest.WaitAsync(ct);
        }
        catch (OperationCanceledException)
        {
            await stopped.CancelAsync();
            foreach (var socket in open.Keys) socket.Dispose();
            await rest;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(new CancellationToken(canceled: true));
        stopping.Dispose();
        stopped.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                Admit(await listener.AcceptAsync(stopping.Token));
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (SocketException e)
            {
                // The client has gone already, or there is no descriptor left: neither ends the listening.
                log.LogWarning("A connection could not be accepted: {Error}", e.SocketErrorCode);
                await Task.WhenAny(Task.Delay(AcceptRetry, stopping.Token));
            }
        }
    }

    private void Admit(Socket socket)
    {
        var done = new TaskCompletionSource();
        open[socket] = done.Task;
        _ = Task.Run(async () =>
        {
            await ServeAsync(socket);
            open.TryRemove(socket, out _);
            done.SetResult();
        });
    }

    private async Task ServeAsync(Socket socket)
    {
        IPAddress? inside = null;
        try
        {
            var client = ((IPEndPoint)socket.RemoteEndPoint!).Address;
            if (client.IsIPv4MappedToIPv6) client = client.MapToIPv4();
            socket.NoDelay = true;
            using var stream = new NetworkStream(socket, ownsSocket: true);
            if (door.Refusal(client, out var budget) is { } refusal)
            {
                log.LogInformation("{Client} was sent away: {Reply}", client, refusal);
                await stream.WriteAsync(refusal.Wire.ToArray(), stopped.Token);
                return;
            }
            inside = client;
            await TalkAsync(stream, client, budget);
            await HangUpAsync(socket);
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException
            or OperationCanceledException or AuthenticationException)
        {
            log.LogDebug("An SMTP connection was lost: {Error}", e.Message);
        }
        catch (Exception e)
        {
            log.LogError(e, "An SMTP connection failed");
        }
        finally
        {
            if (inside is not null) door.Leave(inside);
        }
    }

    private async Task TalkAsync(NetworkStream stream, IPAddress client, BufferBudget budget)
    {
        var session = new SmtpSession(options, mailbox, client, log);
        using var connection = new SmtpConnection(stream, session, options, tls, budget, stopping.Token);
        await connection.RunAsync(stopped.Token);
        if (connection.Stream is SslStream secure) await secure.ShutdownAsync();
    }

    // Closing over unread octets resets the connection, and the client may lose the last reply: read them out first.
    private async Task HangUpAsync(Socket socket)
    {
        socket.Shutdown(SocketShutdown.Send);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stopped.Token);
        limit.CancelAfter(CloseLimit);
        var scrap = new byte[4096];
        for (var left = MaxOctetsAfterClose; left > 0;)
        {
            var read = await socket.ReceiveAsync(scrap, limit.Token);
            if (read == 0) return;
            left -= read;
        }
    }
}
