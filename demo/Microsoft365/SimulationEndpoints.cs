using Demo.Microsoft365.Graph;
using Demo.Microsoft365.SignIn;

namespace Demo.Microsoft365;

/// <summary>What no real Microsoft 365 offers: faults, key rollover and counters on request, for tests and scripts.</summary>
public static class SimulationEndpoints
{
    public static void MapSimulation(this IEndpointRouteBuilder routes)
    {
        var sim = routes.MapGroup("/sim");
        sim.MapGet("/faults", (Faults faults, GraphTrouble trouble) =>
            new { active = faults.Active, catalogue = Faults.Catalogue, graph = trouble.Now });
        sim.MapPut("/faults", (GraphTroubles troubles, GraphTrouble trouble) =>
        {
            if (troubles.Complaint() is { } complaint)
            {
                return Results.Problem(complaint, statusCode: StatusCodes.Status400BadRequest);
            }

            trouble.Set(troubles);
            return Results.Json(troubles);
        });
        sim.MapPost("/faults", (Fault fault, Faults faults) =>
        {
            if (Faults.Complaint(fault) is { } complaint)
            {
                return Results.Problem(complaint, statusCode: StatusCodes.Status400BadRequest);
            }

            faults.Add(fault);
            return Results.Json(fault, statusCode: StatusCodes.Status201Created);
        });
        sim.MapDelete("/faults", (Faults faults, GraphTrouble trouble, string? target) =>
        {
            faults.Clear(target);
            if (target is null or "graph")
            {
                trouble.Set(new GraphTroubles());
            }

            return Results.NoContent();
        });
        sim.MapPut("/app-roles", (string[] roles, Entra entra) =>
        {
            entra.AppRoles = roles;
            return Results.NoContent();
        });
        sim.MapPost("/key-rollovers", (SigningKeys keys) =>
        {
            keys.RollOver();
            return Results.NoContent();
        });
        sim.MapSimulationMail();
        sim.MapSimulationMailboxes();
        sim.MapSimulationSubscriptions();
        sim.MapGet("/holes", (GraphHoles holes) => holes.All);
        sim.MapGet("/calls", (CallCounts calls) => calls.All);
        sim.MapDelete("/calls", (CallCounts calls) =>
        {
            calls.Clear();
            return Results.NoContent();
        });
    }
}
