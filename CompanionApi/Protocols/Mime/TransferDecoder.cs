using System.Buffers;

namespace CompanionApi.Protocols.Mime;

/// <summary>Undoes one content transfer encoding, fed piece by piece. Never throws: broken input gives what can be read
/// and sets <see cref="IsBroken"/>.</summary>
internal abstract class TransferDecoder
{
    public bool IsBroken { get; protected set; }

    public abstract void Write(ReadOnlySpan<byte> input, IBufferWriter<byte> output);

    /// <summary>Call once after the last piece.</summary>
    public virtual void Finish(IBufferWriter<byte> output) { }

    public static TransferDecoder For(string encoding) => encoding switch
    {
        "base64" => new Base64Decoder(),
        "quoted-printable" => new QuotedPrintableDecoder(),
        "x-uuencode" => new UuDecoder(),
        _ => new IdentityDecoder(),
    };
}

internal sealed class IdentityDecoder : TransferDecoder
{
    public override void Write(ReadOnlySpan<byte> input, IBufferWriter<byte> output) => output.Write(input);
}
