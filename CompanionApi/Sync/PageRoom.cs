namespace CompanionApi.Sync;

/// <summary>
/// How many pages a mailbox may have in memory: asked for, made ready, or being written. However fast it sends and however
/// many folders it has, a page is asked for only where there is room for it.
/// </summary>
internal sealed class PageRoom(int pages)
{
    private readonly SemaphoreSlim room = new(pages);

    /// <summary>In the place of a page where none is on its way.</summary>
    public static Task<ItemPage> Nothing { get; } = Task.FromCanceled<ItemPage>(new CancellationToken(canceled: true));

    /// <summary>A page; whoever gets it leaves the room when it is written.</summary>
    public async Task<ItemPage> AskAsync(Func<Task<ItemPage>> ask, CancellationToken ct)
    {
        await room.WaitAsync(ct);
        try
        {
            return await ask();
        }
        catch
        {
            room.Release();
            throw;
        }
    }

    public void Leave() => room.Release();

    /// <summary>A page that nobody will take any more.</summary>
    public void Forget(Task<ItemPage> coming) => coming.ContinueWith(
        left =>
        {
            _ = left.Exception;
            if (left.IsCompletedSuccessfully)
            {
                Leave();
            }
        },
        CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
}
