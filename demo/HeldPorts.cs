using System.Net;
using System.Net.Sockets;

namespace Demo;

internal enum PortUse
{
    Tcp,
    TcpAndUdp,

    /// <summary>Named "localhost", which is 127.0.0.1 and ::1: a browser may try either.</summary>
    Pages,
}

internal sealed record PortClaim(string Flag, int Port, PortUse Use);

/// <summary>Opens ports to see that they are free, and holds all until the last is found, so that none is given twice.</summary>
internal sealed class HeldPorts : IDisposable
{
    private const int Attempts = 20;
    private readonly List<Socket> sockets = [];

    public int Take(PortClaim claim)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return Hold(claim);
            }
            catch (SocketException trouble) when (claim.Port != 0)
            {
                throw new WrongFlagException(trouble.SocketErrorCode == SocketError.AccessDenied
                    ? $"{claim.Flag}: port {claim.Port} may not be opened by this user"
                    : $"{claim.Flag}: port {claim.Port} on localhost is in use; give another one");
            }
            catch (SocketException) when (attempt < Attempts)
            {
                // Free here, but not its twin of the other protocol or address: look for another.
            }
        }
    }

    public void Dispose() => sockets.ForEach(socket => socket.Dispose());

    private int Hold(PortClaim claim)
    {
        var port = Open(IPAddress.Loopback, SocketType.Stream, claim.Port);
        if (claim.Use == PortUse.TcpAndUdp)
        {
            Open(IPAddress.Loopback, SocketType.Dgram, port);
        }

        if (claim.Use == PortUse.Pages && Socket.OSSupportsIPv6)
        {
            try
            {
                Open(IPAddress.IPv6Loopback, SocketType.Stream, port);
            }
            catch (SocketException trouble) when (trouble.SocketErrorCode == SocketError.AddressNotAvailable)
            {
                // IPv6 is known to the system and given to no interface: nobody can be there either.
            }
        }

        return port;
    }

    private int Open(IPAddress address, SocketType type, int port)
    {
        var protocol = type == SocketType.Stream ? ProtocolType.Tcp : ProtocolType.Udp;
        var socket = new Socket(address.AddressFamily, type, protocol);
        sockets.Add(socket);
        socket.Bind(new IPEndPoint(address, port));
        if (type == SocketType.Stream)
        {
            socket.Listen();
        }

        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
