using System.Buffers;

namespace CompanionApi.Protocols.Mime;

/// <summary>The x-uuencode of mailers older than MIME: lines between "begin" and "end", their first byte the length.
/// </summary>
internal sealed class UuDecoder : TransferDecoder
{
    private const int MaxLine = 128;
    private readonly byte[] line = new byte[MaxLine];
    private int length;
    private bool begun, ended;

    public override void Write(ReadOnlySpan<byte> input, IBufferWriter<byte> output)
    {
        foreach (var b in input)
        {
            if (b == '\n') TakeLine(output);
            else if (length < MaxLine) line[length++] = b;
        }
    }

    public override void Finish(IBufferWriter<byte> output)
    {
        TakeLine(output);
        if (!ended) IsBroken = true;
    }

    private void TakeLine(IBufferWriter<byte> output)
    {
        var text = line.AsSpan(0, length).TrimEnd("\r"u8);
        length = 0;
        if (ended || text.IsEmpty) return;
        if (!begun) { begun = text.StartsWith("begin "u8); return; }
        if (text.SequenceEqual("end"u8)) { ended = true; return; }

        var size = (text[0] - 0x20) & 0x3F;
        if (text[0] is < 0x20 or > 0x60) { IsBroken = true; return; }
        var target = output.GetSpan(size + 2);
        var written = 0;
        for (var i = 1; written < size; i += 4)
        {
            var quantum =
                Value(text, i) << 18 | Value(text, i + 1) << 12 | Value(text, i + 2) << 6 | Value(text, i + 3);
            for (var shift = 16; shift >= 0 && written < size; shift -= 8) target[written++] = (byte)(quantum >> shift);
        }
        output.Advance(written);
    }

    // Trailing spaces (zeros) are lost on the way often enough.
    private static int Value(ReadOnlySpan<byte> text, int i) => i < text.Length ? (text[i] - 0x20) & 0x3F : 0;
}
