namespace CompanionApi.Data;

/// <summary>
/// A clock that is put forward makes everything look old. Whatever destroys by age asks here first: after a leap it waits
/// that age by the steady clock, so that an undo time or a day's grace is never cut short.
/// </summary>
public sealed class Ages(TimeProvider clock)
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private DateTimeOffset lastTime = clock.GetUtcNow();
    private long lastStamp = clock.GetTimestamp();
    private long? leaptAt;

    /// <summary>Whether what looks at least this old is so.</summary>
    public bool AreCertain(TimeSpan age)
    {
        lock (gate)
        {
            var (time, stamp) = (clock.GetUtcNow(), clock.GetTimestamp());
            if (time - lastTime - clock.GetElapsedTime(lastStamp, stamp) > Tolerance)
            {
                leaptAt = stamp;
            }

            (lastTime, lastStamp) = (time, stamp);
            return leaptAt is not { } leap || clock.GetElapsedTime(leap, stamp) >= age;
        }
    }
}
