using System.Net;
using CompanionApi.Protocols.Smtp;

namespace CompanionApi.SmartBcc;

/// <summary>Runs the SMTP server on our addresses.</summary>
public sealed class SmartBccListener(SmtpOptions options, SmartBccIntake intake, ILogger<SmtpServer> log) : IHostedService
{
    private SmtpServer? server;

    /// <summary>Where it listens, once started: the port that was taken where 0 was asked for.</summary>
    public IPEndPoint Endpoint => server?.Endpoint ?? throw new InvalidOperationException("Not started.");

    public Task StartAsync(CancellationToken ct)
    {
        try
        {
            server = new SmtpServer(options, intake, log);
            server.Start();
            log.LogInformation("Mail is taken on {Endpoint}", server.Endpoint);
        }
        catch (System.Net.Sockets.SocketException taken)
        {
            throw new InvalidOperationException(
                $"Settings Smtp:ListenAddress and Smtp:Port: cannot listen on {options.Listen} ({taken.Message}).");
        }

        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken ct)
    {
        if (server is not null)
        {
            await server.StopAsync(ct);
            await server.DisposeAsync();
        }
    }
}
