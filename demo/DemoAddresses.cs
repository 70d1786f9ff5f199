using System.Net;
using System.Net.Sockets;

namespace Demo;

/// <summary>Where the parts of the demo are, and the names that a script needs to sign in.</summary>
public sealed record DemoAddresses(int WebPort, int ApiPort, int GraphPort, int SmtpPort, int DnsPort, int MailInPort)
{
    /// <summary>MailCrm's one app registration in the simulated Entra: pane, pages and API share it.</summary>
    public const string ClientId = "d4b7a1c2-5e38-4f96-a0c9-17e2f58b6d03";

    public string Web => $"http://localhost:{WebPort}";
    public string Api => $"http://localhost:{ApiPort}";
    public string Graph => $"http://localhost:{GraphPort}";
    public string Outlook => $"{Graph}/outlook";
    public string Smtp => $"127.0.0.1:{SmtpPort}";
    public string Dns => $"127.0.0.1:{DnsPort}";
    public string AppIdUri => $"api://localhost:{WebPort}/{ClientId}";
    public string Scope => $"{AppIdUri}/access_as_user";

    /// <summary>The ports asked for, each checked to be free and each 0 replaced by a free one.</summary>
    /// <exception cref="WrongFlagException">Names the flag whose port is in use.</exception>
    public static DemoAddresses Claim(DemoOptions options)
    {
        var asked = new (string Flag, int Port, bool Udp)[]
        {
            ("--web-port", options.WebPort, false),
            ("--api-port", options.ApiPort, false),
            ("--graph-port", options.GraphPort, false),
            ("--smtp-port", options.SmtpPort, false),
            ("--dns-port", options.DnsPort, true),
            ("", 0, false),
        };
        var twice = asked.Where(ask => ask.Port != 0).GroupBy(ask => ask.Port).FirstOrDefault(group => group.Count() > 1);
        if (twice is not null)
        {
            throw new WrongFlagException($"{twice.Last().Flag}: port {twice.Key} is also asked for by {twice.First().Flag}");
        }

        // All are held until each is found, so that no free one is given twice.
        using var held = new HeldPorts();
        var ports = asked.Select(ask => held.Take(ask.Flag, ask.Port, ask.Udp)).ToArray();
        return new DemoAddresses(ports[0], ports[1], ports[2], ports[3], ports[4], ports[5]);
    }

    private sealed class HeldPorts : IDisposable
    {
        private readonly List<Socket> sockets = [];

        public int Take(string flag, int port, bool alsoUdp)
        {
            for (var attempt = 0; ; attempt++)
            {
                try
                {
                    var taken = Hold(SocketType.Stream, ProtocolType.Tcp, port);
                    if (alsoUdp)
                    {
                        Hold(SocketType.Dgram, ProtocolType.Udp, taken);
                    }

                    return taken;
                }
                catch (SocketException trouble) when (port != 0)
                {
                    throw new WrongFlagException(trouble.SocketErrorCode == SocketError.AccessDenied
                        ? $"{flag}: port {port} may not be opened by this user"
                        : $"{flag}: port {port} on 127.0.0.1 is in use; give another one");
                }
                catch (SocketException) when (attempt < 20)
                {
                    // A free TCP port whose UDP twin is taken: look for another.
                }
            }
        }

        public void Dispose() => sockets.ForEach(socket => socket.Dispose());

        private int Hold(SocketType type, ProtocolType protocol, int port)
        {
            var socket = new Socket(AddressFamily.InterNetwork, type, protocol);
            sockets.Add(socket);
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            if (type == SocketType.Stream)
            {
                socket.Listen();
            }

            return ((IPEndPoint)socket.LocalEndPoint!).Port;
        }
    }
}
