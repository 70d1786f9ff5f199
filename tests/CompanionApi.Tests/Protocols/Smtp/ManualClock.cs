namespace CompanionApi.Tests.Protocols.Smtp;

/// <summary>Time that passes only when the test says so; timers fire as it passes them.</summary>
internal sealed class ManualClock : TimeProvider
{
    private readonly Lock gate = new();
    private readonly List<Alarm> alarms = [];
    private TimeSpan now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp()
    {
        lock (gate) return now.Ticks;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var alarm = new Alarm(this, () => callback(state));
        alarm.Change(dueTime, period);
        return alarm;
    }

    public void Advance(TimeSpan time)
    {
        lock (gate) now += time;
        Fire();
    }

    private void Fire()
    {
        List<Alarm> due;
        lock (gate)
        {
            due = alarms.Where(alarm => alarm.Due <= now).ToList();
            due.ForEach(alarm => alarms.Remove(alarm));
        }
        foreach (var alarm in due) ThreadPool.QueueUserWorkItem(_ => alarm.Ring());
    }

    private sealed class Alarm(ManualClock clock, Action ring) : ITimer
    {
        public TimeSpan Due { get; private set; }

        public Action Ring { get; } = ring;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock.gate)
            {
                clock.alarms.Remove(this);
                Due = clock.now + dueTime;
                if (dueTime != Timeout.InfiniteTimeSpan) clock.alarms.Add(this);
            }
            clock.Fire();
            return true;
        }

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
