namespace Demo.Microsoft365.Graph;

/// <summary>What happens to subscriptions in Graph by itself, here on request; and those there are.</summary>
public static class SimulationSubscriptions
{
    private static readonly string[] Events = ["reauthorizationRequired", "subscriptionRemoved", "missed"];

    public static void MapSimulationSubscriptions(this RouteGroupBuilder sim)
    {
        sim.MapGet("/subscriptions", (Subscriptions subscriptions) =>
            subscriptions.All.Select(subscription => new
            {
                subscription.Id,
                subscription.Resource,
                mailbox = subscription.Owner.Address,
                subscription.ChangeType,
                subscription.NotificationUrl,
                subscription.LifecycleNotificationUrl,
                subscription.ExpiresAt,
            }));
        sim.MapPost("/subscriptions/{id}/lifecycle-events", (string id, LifecycleEvent told, Subscriptions subscriptions, Notifications notifications) =>
        {
            if (subscriptions.Find(id) is not { } subscription)
            {
                return Results.NotFound();
            }

            if (!Events.Contains(told.Event))
            {
                return Results.Problem($"event: expected one of {string.Join(", ", Events)}", statusCode: StatusCodes.Status400BadRequest);
            }

            notifications.TellLifecycle(subscription, told.Event!);
            return Results.Accepted();
        });
    }
}

public sealed record LifecycleEvent(string? Event);
