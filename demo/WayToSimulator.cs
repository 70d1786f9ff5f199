namespace Demo;

/// <summary>
/// Leads requests for Microsoft's real names to the simulator, which hears the name that was asked for in the Host header.
/// No request leaves the machine.
/// </summary>
internal sealed class WayToSimulator(DemoAddresses addresses)
    : DelegatingHandler(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
{
    private static readonly string[] RealHosts = ["login.microsoftonline.com", "graph.microsoft.com"];

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        var asked = request.RequestUri!;
        if (asked.Scheme != Uri.UriSchemeHttps || !RealHosts.Contains(asked.Host))
        {
            throw new HttpRequestException($"The demo has no {asked.GetLeftPart(UriPartial.Authority)}");
        }

        request.Headers.Host = asked.Host;
        request.RequestUri = new Uri($"http://127.0.0.1:{addresses.GraphPort}{asked.PathAndQuery}");
        return base.SendAsync(request, ct);
    }
}
