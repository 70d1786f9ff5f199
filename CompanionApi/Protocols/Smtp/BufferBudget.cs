namespace CompanionApi.Protocols.Smtp;

/// <summary>The memory that all messages being received share.</summary>
public sealed class BufferBudget(long bytes)
{
    private long free = bytes;

    public bool TryTake(long wanted)
    {
        if (Interlocked.Add(ref free, -wanted) >= 0) return true;
        Interlocked.Add(ref free, wanted);
        return false;
    }

    public void Give(long back) => Interlocked.Add(ref free, back);
}
