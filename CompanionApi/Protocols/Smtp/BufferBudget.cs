namespace CompanionApi.Protocols.Smtp;

/// <summary>The memory that all messages being received share, or one address's share of it.</summary>
public sealed class BufferBudget(long bytes, BufferBudget? whole = null)
{
    private long free = bytes;

    /// <summary>Null takes it; else what the client is told.</summary>
    public SmtpReply? Refusal(long wanted)
    {
        if (Interlocked.Add(ref free, -wanted) < 0)
        {
            Interlocked.Add(ref free, wanted);
            return whole is null ? SmtpReplies.StorageFull : SmtpReplies.TooMuchFromAddress;
        }
        if (whole?.Refusal(wanted) is not { } refusal) return null;
        Interlocked.Add(ref free, wanted);
        return refusal;
    }

    public void Give(long back)
    {
        Interlocked.Add(ref free, back);
        whole?.Give(back);
    }
}
