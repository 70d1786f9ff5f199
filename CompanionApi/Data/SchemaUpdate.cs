using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Data;

/// <summary>Brings the database to the present schema before anything is served.</summary>
public sealed class SchemaUpdate(DatabaseOptions database) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken ct)
    {
        await using var db = database.OpenOrCreate();
        await db.Database.MigrateAsync(ct);
    }

    public Task StartAsync(CancellationToken ct) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken ct) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken ct) => Task.CompletedTask;

    public Task StopAsync(CancellationToken ct) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken ct) => Task.CompletedTask;
}
