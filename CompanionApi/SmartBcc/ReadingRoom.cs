namespace CompanionApi.SmartBcc;

/// <summary>How many octets of mail are read whole and stored at once.</summary>
public sealed record ReadingOptions
{
    public long MaxBytes { get; init; } = 67_108_864;
}

/// <summary>
/// Bounds the memory of mails being read: decoded, one takes several times its size. Where there is no room they wait, in
/// the order of their coming, so that a large one has its turn as well.
/// </summary>
public sealed class ReadingRoom(ReadingOptions options)
{
    private readonly Lock gate = new();
    private readonly Queue<(long Bytes, TaskCompletionSource Turn)> waiting = [];
    private long free = options.MaxBytes;

    /// <summary>Room for one mail until it is disposed of; one that is larger than all the room has it for itself.</summary>
    public async Task<IDisposable> EnterAsync(int bytes, CancellationToken ct)
    {
        var place = new Place(this, Math.Min(bytes, options.MaxBytes));
        TaskCompletionSource turn;
        lock (gate)
        {
            if (waiting.Count == 0 && place.Bytes <= free)
            {
                free -= place.Bytes;
                return place;
            }

            turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            waiting.Enqueue((place.Bytes, turn));
        }

        await using var gone = ct.Register(() => turn.TrySetCanceled(ct));
        try
        {
            await turn.Task;
        }
        catch (OperationCanceledException)
        {
            // Who waited behind may fit.
            Leave(0);
            throw;
        }

        return place;
    }

    private void Leave(long bytes)
    {
        lock (gate)
        {
            free += bytes;
            while (waiting.TryPeek(out var next) && (next.Turn.Task.IsCompleted || next.Bytes <= free))
            {
                waiting.Dequeue();
                // It may have gone just now.
                free -= next.Turn.TrySetResult() ? next.Bytes : 0;
            }
        }
    }

    private sealed class Place(ReadingRoom room, long bytes) : IDisposable
    {
        public long Bytes => bytes;

        public void Dispose() => room.Leave(bytes);
    }
}
