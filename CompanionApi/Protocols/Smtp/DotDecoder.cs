namespace CompanionApi.Protocols.Smtp;

/// <summary>
/// Undoes the dot stuffing of DATA (RFC 5321 4.5.2), however the octets are cut. Only CRLF.CRLF ends a message. A bare
/// CR or LF is kept as what it is, data: it ends no line, begins none and changes nothing, so nothing can be smuggled
/// behind it (we pass mail on to nobody), no letter is lost for it and no signature broken.
/// </summary>
public struct DotDecoder
{
    private enum Seen
    {
        LineStart,
        Inside,
        Cr,
        Dot,
        DotCr,
    }

    // The line end of the DATA command itself counts: a first line of a single dot is an empty message.
    private Seen seen;

    public bool Ended { get; private set; }

    /// <summary>Decodes into the message; returns how many octets it used: all, unless the end is among them.</summary>
    public int Decode(ReadOnlySpan<byte> octets, MessageBuffer message)
    {
        var used = 0;
        while (used < octets.Length && !Ended)
            used += Step(octets[used..], message);
        return used;
    }

    private int Step(ReadOnlySpan<byte> octets, MessageBuffer message)
    {
        switch (seen)
        {
            case Seen.Inside:
                return Copy(octets, message);
            case Seen.LineStart when octets[0] == '.':
                seen = Seen.Dot;
                return 1;
            case Seen.Dot when octets[0] == '\r':
                seen = Seen.DotCr;
                return 1;
            case Seen.DotCr when octets[0] == '\n':
                Ended = true;
                return 1;
            case Seen.DotCr:
                message.Append("\r"u8);
                seen = octets[0] == '\r' ? Seen.Cr : Seen.Inside;
                if (seen == Seen.Inside) return 0;
                message.Append("\r"u8);
                return 1;
            case Seen.Cr when octets[0] == '\n':
                message.Append("\n"u8);
                seen = Seen.LineStart;
                return 1;
            default:
                seen = Seen.Inside;
                return 0;
        }
    }

    private int Copy(ReadOnlySpan<byte> octets, MessageBuffer message)
    {
        var stop = octets.IndexOf("\r\n."u8);
        var length = stop < 0 ? octets.Length : stop + 2;
        message.Append(octets[..length]);
        if (stop >= 0 || octets.EndsWith("\r\n"u8)) seen = Seen.LineStart;
        else if (octets[^1] == '\r') seen = Seen.Cr;
        return length;
    }
}
