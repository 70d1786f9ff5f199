using System.Buffers;

namespace CompanionApi.Protocols.Mime;

/// <summary>RFC 2045 section 6.7: soft line breaks with white space after the sign too, white space before a line end
/// dropped (rule 3), lower-case digits read, an equals sign that introduces nothing kept as it stands.</summary>
internal sealed class QuotedPrintableDecoder : TransferDecoder
{
    private enum State { Text, Return, Equals, Digit, EqualsSpace, EqualsReturn }

    private readonly ArrayBufferWriter<byte> spaces = new(16);
    private State state;
    private byte digit;

    public override void Write(ReadOnlySpan<byte> input, IBufferWriter<byte> output)
    {
        foreach (var b in input)
            while (!Step(b, output)) { }
    }

    public override void Finish(IBufferWriter<byte> output)
    {
        if (state == State.Return) Put((byte)'\r', output);
        if (state == State.Digit) Literal(output, digit);
        spaces.ResetWrittenCount();
        state = State.Text;
    }

    // False: the byte has only ended a state and is to be looked at again.
    private bool Step(byte b, IBufferWriter<byte> output)
    {
        switch (state)
        {
            case State.Text: return Text(b, output);
            case State.Return:
                state = State.Text;
                if (b != '\n') { FlushSpaces(output); Put((byte)'\r', output); return false; }
                spaces.ResetWrittenCount();
                Put((byte)'\r', output);
                Put((byte)'\n', output);
                return true;
            case State.Equals: return AfterEquals(b, output);
            case State.Digit:
                state = State.Text;
                if (!char.IsAsciiHexDigit((char)b)) { Literal(output, digit); return false; }
                Put((byte)(Hex(digit) << 4 | Hex(b)), output);
                return true;
            case State.EqualsSpace:
                if (b is (byte)' ' or (byte)'\t') { Hold(b); return true; }
                if (b is (byte)'\r' or (byte)'\n') { spaces.ResetWrittenCount(); state = State.Equals; return false; }
                IsBroken = true;
                state = State.Text;
                Put((byte)'=', output);
                return false;
            default:
                state = State.Text;
                return b == '\n';
        }
    }

    private bool Text(byte b, IBufferWriter<byte> output)
    {
        switch (b)
        {
            case (byte)'=': FlushSpaces(output); state = State.Equals; break;
            case (byte)' ' or (byte)'\t': Hold(b); break;
            case (byte)'\r': state = State.Return; break;
            case (byte)'\n': spaces.ResetWrittenCount(); Put(b, output); break;
            default: FlushSpaces(output); Put(b, output); break;
        }
        return true;
    }

    private bool AfterEquals(byte b, IBufferWriter<byte> output)
    {
        switch (b)
        {
            case (byte)'\n': state = State.Text; return true;
            case (byte)'\r': state = State.EqualsReturn; return true;
            case (byte)' ' or (byte)'\t': Hold(b); state = State.EqualsSpace; return true;
        }
        if (char.IsAsciiHexDigit((char)b)) { digit = b; state = State.Digit; return true; }
        Literal(output);
        state = State.Text;
        return false;
    }

    private void Literal(IBufferWriter<byte> output, params ReadOnlySpan<byte> after)
    {
        IsBroken = true;
        Put((byte)'=', output);
        output.Write(after);
    }

    private void Hold(byte b) => Put(b, spaces);

    private void FlushSpaces(IBufferWriter<byte> output)
    {
        if (spaces.WrittenCount == 0) return;
        output.Write(spaces.WrittenSpan);
        spaces.ResetWrittenCount();
    }

    private static void Put(byte b, IBufferWriter<byte> output)
    {
        output.GetSpan(1)[0] = b;
        output.Advance(1);
    }

    private static int Hex(byte b) => b <= '9' ? b - '0' : (b | 0x20) - 'a' + 10;
}
