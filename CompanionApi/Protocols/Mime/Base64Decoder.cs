using System.Buffers;

namespace CompanionApi.Protocols.Mime;

/// <summary>RFC 2045 section 6.8. Bytes outside the alphabet are skipped. After padding, a further line counts only if
/// it looks like base64 throughout (joined encodings do), so that the footer a list server appended does not become
/// bytes.</summary>
internal sealed class Base64Decoder : TransferDecoder
{
    private const int MaxTailLine = 1 << 16;
    private const int FullLine = 60;
    private readonly List<byte> tail = [];
    private int bits, count;
    private bool padded, ended;

    /// <summary>
    /// How many bytes it decodes to. False: there is something beside digits and blanks, or padding before the end, and only
    /// decoding tells.
    /// </summary>
    public static bool TryCount(ReadOnlySpan<byte> encoded, out int length)
    {
        const int mostPadding = 2;
        var text = encoded.TrimEnd(" \t\r\n"u8);
        for (var pads = 0; pads < mostPadding && text is [.., (byte)'=']; pads++) text = text[..^1];
        var digits = text.Length - text.Count((byte)'\n') - text.Count((byte)'\r') - text.Count((byte)' ') - text.Count((byte)'\t');
        length = (digits / 4 * 3) + (digits % 4) switch { 2 => 1, 3 => 2, _ => 0 };
        return text.IndexOfAnyExcept(Base64Alphabet.DigitsAndBlanks) < 0;
    }

    public override void Write(ReadOnlySpan<byte> input, IBufferWriter<byte> output)
    {
        var target = output.GetSpan(input.Length + tail.Count + 4);
        var written = 0;
        foreach (var b in input)
        {
            if (ended) break;
            if (padded) AfterPadding(b, target, ref written);
            else Take(b, target, ref written);
        }
        output.Advance(written);
    }

    public override void Finish(IBufferWriter<byte> output)
    {
        var target = output.GetSpan(tail.Count + 4);
        var written = 0;
        if (padded && !ended) TakeTail(target, ref written);
        if (count > 0)
        {
            IsBroken = true;
            Flush(target, ref written);
        }
        output.Advance(written);
    }

    private void Take(byte b, Span<byte> target, ref int written)
    {
        var value = Base64Alphabet.ValueOf(b);
        if (value >= 0)
        {
            bits = (bits << 6) | value;
            if (++count < 4) return;
            target[written++] = (byte)(bits >> 16);
            target[written++] = (byte)(bits >> 8);
            target[written++] = (byte)bits;
            bits = count = 0;
        }
        else if (b == '=')
        {
            // A pad where no quantum is open is noise, as in a line of signs, not an end.
            if (count == 0) { IsBroken = true; return; }
            Flush(target, ref written);
            padded = true;
        }
        else if (b is not ((byte)'\r' or (byte)'\n' or (byte)' ' or (byte)'\t')) IsBroken = true;
    }

    private void Flush(Span<byte> target, ref int written)
    {
        if (count == 1) IsBroken = true;
        if (count >= 2) target[written++] = (byte)(bits >> (count * 6 - 8));
        if (count == 3) target[written++] = (byte)(bits >> 2);
        bits = count = 0;
    }

    private void AfterPadding(byte b, Span<byte> target, ref int written)
    {
        if (b == '\n') TakeTail(target, ref written);
        else if (b is (byte)'\r' or (byte)' ' or (byte)'\t') { if (tail.Count > 0 && b != '\r') tail.Add(b); }
        else if (b == '=' && tail.Count == 0) { }
        else if (tail.Count < MaxTailLine) tail.Add(b);
        else ended = true;
    }

    private void TakeTail(Span<byte> target, ref int written)
    {
        if (tail.Count == 0) return;
        IsBroken = true;
        while (tail is [.., (byte)' ' or (byte)'\t']) tail.RemoveAt(tail.Count - 1);
        if (tail.Count % 4 != 0 || (tail[^1] != '=' && tail.Count < FullLine)
            || tail.Exists(b => b != '=' && Base64Alphabet.ValueOf(b) < 0))
        {
            ended = true;
            return;
        }
        padded = false;
        foreach (var b in tail) if (b != '=' || count > 0) Take(b, target, ref written);
        tail.Clear();
    }
}
