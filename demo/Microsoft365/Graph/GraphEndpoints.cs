namespace Demo.Microsoft365.Graph;

/// <summary>
/// The simulated Microsoft Graph, v1.0, its mail part: as strict as the real one, and 501 with a line in the log for what
/// it does not do. The contract is Graph's own documentation; where that is silent, the comments say what was chosen.
/// </summary>
public static class GraphEndpoints
{
    public const string Version = "/v1.0";

    public static void AddGraph(this IServiceCollection services)
    {
        services.AddSingleton<GraphDoor>();
        services.AddSingleton<GraphTokens>();
        services.AddSingleton<GraphAccess>();
        services.AddSingleton<GraphHoles>();
        services.AddSingleton<GraphLimits>();
        services.AddSingleton<GraphTrouble>();
        services.AddSingleton<DeltaTokens>();
        services.AddSingleton<MessageContents>();
        services.AddSingleton<IGraphResource, UserRequests>();
        services.AddSingleton<IGraphResource, FolderRequests>();
        services.AddSingleton<IGraphResource, FolderDelta>();
        services.AddSingleton<IGraphResource, MessageRequests>();
        services.AddSingleton<IGraphResource, MessageDelta>();
        services.AddSingleton<IGraphResource, AttachmentRequests>();
        services.AddSingleton<IGraphResource, MessageChanges>();
        services.AddSingleton<IGraphResource, DraftRequests>();
        services.AddSingleton<IGraphResource, SendRequests>();
        services.AddSingleton<IGraphResource, IdRequests>();
        services.AddSingleton<IGraphResource, SubscriptionRequests>();
        services.AddSingleton<IGraphResource, BatchRequests>();
        services.AddSingleton<Subscriptions>();
        services.AddHttpClient(NotificationSender.Client);
        services.AddSingleton<NotificationSender>();
        services.AddSingleton<Notifications>();
        services.AddHostedService(provider => provider.GetRequiredService<Notifications>());
    }

    private static GraphException Of(int status) => status switch
    {
        400 => GraphException.BadRequest("The request is invalid."),
        401 => new GraphException(status, "InvalidAuthenticationToken", "Access token validation failure."),
        403 => new GraphException(status, "ErrorAccessDenied", "Access is denied. Check credentials and try again."),
        404 => GraphException.ItemNotFound(),
        409 => new GraphException(status, "ErrorIrresolvableConflict", "The request conflicts with the state of the mailbox."),
        429 => new GraphException(status, "TooManyRequests", "Please retry again later."),
        _ => new GraphException(status, "serviceNotAvailable", "The service is temporarily unavailable."),
    };

    public static void MapGraph(this IEndpointRouteBuilder routes) =>
        routes.Map($"{Version}/{{**path}}", (HttpContext http, GraphDoor door) => door.AnswerAsync(http))
            .WithFaults("graph", async (http, fault) =>
            {
                GraphErrors.Stamp(http);
                var error = Of(fault.Status ?? 503);
                await GraphErrors.WriteAsync(http, error, http.RequestServices.GetRequiredService<TimeProvider>());
                return Results.Empty;
            });
}
