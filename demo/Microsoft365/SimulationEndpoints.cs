using Demo.Microsoft365.Graph;
using Demo.Microsoft365.SignIn;

namespace Demo.Microsoft365;

/// <summary>What no real Microsoft 365 offers: faults, key rollover and counters on request, for tests and scripts.</summary>
public static class SimulationEndpoints
{
    public static void MapSimulation(this IEndpointRouteBuilder routes)
    {
        var sim = routes.MapGroup("/sim");
        sim.MapGet("/faults", (Faults faults) => new { active = faults.Active, catalogue = Faults.Catalogue });
        sim.MapPost("/faults", (Fault fault, Faults faults) =>
        {
            if (Faults.Complaint(fault) is { } complaint)
            {
                return Results.Problem(complaint, statusCode: StatusCodes.Status400BadRequest);
            }

            faults.Add(fault);
            return Results.Json(fault, statusCode: StatusCodes.Status201Created);
        });
        sim.MapDelete("/faults", (Faults faults, string? target) =>
        {
            faults.Clear(target);
            return Results.NoContent();
        });
        sim.MapPost("/key-rollovers", (SigningKeys keys) =>
        {
            keys.RollOver();
            return Results.NoContent();
        });
        sim.MapSimulationMail();
        sim.MapSimulationMailboxes();
        sim.MapGet("/holes", (GraphHoles holes) => holes.All);
        sim.MapGet("/calls", (CallCounts calls) => calls.All);
    }
}
