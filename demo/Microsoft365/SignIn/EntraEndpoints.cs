namespace Demo.Microsoft365.SignIn;

/// <summary>The simulated Entra's addresses, as at login.microsoftonline.com.</summary>
public static class EntraEndpoints
{
    private const string RealHost = "login.microsoftonline.com";

    public static void AddEntra(this IServiceCollection services, string folder)
    {
        services.AddSingleton(_ => new SigningKeys(folder));
        services.AddSingleton(provider => new RefreshTokens(folder, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<AppRegistration>();
        services.AddSingleton<AuthorizationCodes>();
        services.AddSingleton<SignInSessions>();
        services.AddSingleton<InteractiveSignIn>();
        services.AddSingleton<TokenEndpoint>();
        services.AddSingleton<Entra>();
    }

    public static void MapEntra(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/{tenant}/v2.0/.well-known/openid-configuration", Discovery)
            .WithFaults("discovery").AllowAnyOrigin();
        routes.MapGet("/{tenant}/discovery/v2.0/keys", Keys).WithFaults("keys").AllowAnyOrigin();
        routes.MapGet("/common/discovery/instance", InstanceDiscovery).WithFaults("instanceDiscovery").AllowAnyOrigin();

        routes.MapGet("/{tenant}/oauth2/v2.0/authorize",
                (HttpContext http, string tenant, InteractiveSignIn signIn) => signIn.Begin(http, tenant))
            .WithFaults("authorize");
        routes.MapPost("/{tenant}/login", async (HttpContext http, string tenant, InteractiveSignIn signIn) =>
            signIn.Submit(http, tenant, await http.Request.ReadFormAsync()));
        routes.MapPost("/{tenant}/oauth2/v2.0/token",
                (HttpContext http, string tenant, TokenEndpoint tokens) => tokens.AnswerAsync(http, tenant))
            .WithFaults("token", (_, fault) => Task.FromResult(EntraError.OfFault(fault).ToResult())).AllowAnyOrigin();
        routes.MapGet("/{tenant}/oauth2/v2.0/logout",
            (HttpContext http, string? post_logout_redirect_uri, string? state, InteractiveSignIn signIn) =>
                signIn.SignOut(http, post_logout_redirect_uri, state));
    }

    private static IResult Discovery(HttpContext http, string tenant, Directory directory)
    {
        if (!TenantNames.IsKnown(tenant, directory))
        {
            return EntraError.UnknownTenant(tenant).ToResult();
        }

        // Asked by its real name (through the product's own client), it answers with real names.
        var host = http.Request.Host.Value == RealHost ? $"https://{RealHost}" : $"http://{http.Request.Host}";
        return Results.Json(new Dictionary<string, object>
        {
            ["token_endpoint"] = $"{host}/{tenant}/oauth2/v2.0/token",
            ["token_endpoint_auth_methods_supported"] = new[] { "client_secret_post" },
            ["jwks_uri"] = $"{host}/{tenant}/discovery/v2.0/keys",
            ["response_modes_supported"] = new[] { "query", "fragment" },
            ["subject_types_supported"] = new[] { "pairwise" },
            ["id_token_signing_alg_values_supported"] = new[] { "RS256" },
            ["response_types_supported"] = new[] { "code" },
            ["scopes_supported"] = new[] { "openid", "profile", "email", "offline_access" },
            ["issuer"] = TenantNames.IssuerOf(tenant, directory),
            ["request_uri_parameter_supported"] = false,
            ["authorization_endpoint"] = $"{host}/{tenant}/oauth2/v2.0/authorize",
            ["http_logout_supported"] = true,
            ["end_session_endpoint"] = $"{host}/{tenant}/oauth2/v2.0/logout",
            ["claims_supported"] = new[]
            {
                "sub", "iss", "cloud_instance_name", "aud", "exp", "iat", "nonce", "preferred_username", "name", "tid", "ver",
            },
            ["cloud_instance_name"] = "microsoftonline.com",
            ["msgraph_host"] = "graph.microsoft.com",
        });
    }

    private static IResult Keys(string tenant, Directory directory, SigningKeys keys) =>
        TenantNames.IsKnown(tenant, directory)
            ? Results.Json(keys.Document(TenantNames.IssuerOf(tenant, directory)))
            : EntraError.UnknownTenant(tenant).ToResult();

    private static IResult InstanceDiscovery() => Results.Json(new Dictionary<string, object>
    {
        ["tenant_discovery_endpoint"] =
            $"https://{RealHost}/common/v2.0/.well-known/openid-configuration",
        ["api-version"] = "1.1",
        ["metadata"] = new[]
        {
            new
            {
                preferred_network = RealHost,
                preferred_cache = "login.windows.net",
                aliases = new[] { RealHost, "login.windows.net", "login.microsoft.com", "sts.windows.net" },
            },
        },
    });
}
