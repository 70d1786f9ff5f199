using System.Buffers;

namespace CompanionApi.Protocols.Smtp;

/// <summary>
/// The message being received, in pooled memory. Past a limit it keeps the reason, lets its memory go and takes no
/// more, so that the rest of the client's octets can be read without being kept.
/// </summary>
public sealed class MessageBuffer(int maxBytes, BufferBudget budget) : IDisposable
{
    private const int FirstSize = 16_384;

    private byte[] octets = [];

    public int Length { get; private set; }

    /// <summary>All that was offered, kept or not.</summary>
    public long Seen { get; private set; }

    public SmtpReply? Refusal { get; private set; }

    public ReadOnlyMemory<byte> Memory => octets.AsMemory(0, Length);

    public void Append(ReadOnlySpan<byte> piece)
    {
        Seen += piece.Length;
        if (Refusal is not null) return;
        var needed = Length + (long)piece.Length;
        if (needed > maxBytes) Refuse(SmtpReplies.MessageTooLarge);
        else if (needed > octets.Length && Grow((int)needed) is { } refusal) Refuse(refusal);
        else
        {
            piece.CopyTo(octets.AsSpan(Length));
            Length += piece.Length;
        }
    }

    public void Skip(long length) => Seen += length;

    public void Clear()
    {
        Release();
        Seen = 0;
        Refusal = null;
    }

    /// <summary>Leaves the octets to whoever still holds them; they are not used again.</summary>
    public void Forget()
    {
        budget.Give(octets.Length);
        octets = [];
        Length = 0;
    }

    public void Dispose() => Release();

    private void Refuse(SmtpReply reply)
    {
        Refusal = reply;
        Release();
    }

    private SmtpReply? Grow(int needed)
    {
        var wanted = Math.Max(Math.Max(needed, FirstSize), (int)Math.Min(maxBytes, 2L * octets.Length));
        var larger = ArrayPool<byte>.Shared.Rent(wanted);
        if (budget.Refusal(larger.Length - octets.Length) is { } refusal)
        {
            ArrayPool<byte>.Shared.Return(larger);
            return refusal;
        }
        octets.AsSpan(0, Length).CopyTo(larger);
        if (octets.Length > 0) ArrayPool<byte>.Shared.Return(octets);
        octets = larger;
        return null;
    }

    private void Release()
    {
        if (octets.Length > 0) ArrayPool<byte>.Shared.Return(octets);
        Forget();
    }
}
