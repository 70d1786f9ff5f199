namespace CompanionApi.Tests.Protocols.Smtp;

/// <summary>A client that has said everything: gives its octets in pieces of random length, keeps replies.</summary>
internal sealed class ScriptStream(byte[] script, Random random) : Stream
{
    private int position;

    public MemoryStream Replies { get; } = new();

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var left = Math.Min(buffer.Length, script.Length - position);
        var length = left == 0 ? 0 : random.Next(1, left + 1);
        script.AsSpan(position, length).CopyTo(buffer);
        position += length;
        return length;
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken ct = default) =>
        new(Read(buffer.Span));

    public override void Write(byte[] buffer, int offset, int count) => Replies.Write(buffer, offset, count);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken ct = default) =>
        Replies.WriteAsync(buffer, ct);

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
