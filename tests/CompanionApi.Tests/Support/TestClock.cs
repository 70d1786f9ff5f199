namespace CompanionApi.Tests.Support;

/// <summary>A clock that runs as usual and can be moved.</summary>
public sealed class TestClock : TimeProvider
{
    private long passed;
    private long wrong;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() =>
        base.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref passed) + Interlocked.Read(ref wrong));

    public override long GetTimestamp() =>
        System.GetElapsedTime(0, System.GetTimestamp()).Ticks + Interlocked.Read(ref passed);

    /// <summary>Time goes by.</summary>
    public void Advance(TimeSpan by) => Interlocked.Add(ref passed, by.Ticks);

    /// <summary>Somebody sets the clock, forwards or back; no time goes by.</summary>
    public void Leap(TimeSpan by) => Interlocked.Add(ref wrong, by.Ticks);
}
