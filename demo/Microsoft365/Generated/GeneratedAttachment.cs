using System.Buffers;
using System.Text;

namespace Demo.Microsoft365.Generated;

/// <summary>The files of generated mail: one blob, with one line of its own in each message.</summary>
internal static class GeneratedAttachment
{
    public const string PdfType = "application/pdf";
    public const string ImageId = "logo@generated.example";
    private const int Lines = 640;
    private static readonly byte[] Start = Encoding.ASCII.GetBytes("%PDF-1.4\n".PadRight(BodyTemplate.LineLength - 1) + "\n");
    private static readonly byte[] Rest = MakeRest();

    private static readonly byte[] EncodedStart = Encoded(Start);
    private static readonly byte[] EncodedRest = Encoded(Rest);

    /// <summary>A red dot.</summary>
    public static readonly byte[] Image = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==");

    public static string NameOf(GeneratedMail mail, int number) => Outsiders.Of(mail.Contact(number)).IsJapanese
        ? $"見積書 {number:000000}.pdf"
        : $"Offer {number:000000}.pdf";

    public static byte[] Content(ReadOnlySpan<byte> line) => [.. Start, .. line, .. Rest];

    /// <summary>The content in base64, as <see cref="BodyForms"/> has the bodies.</summary>
    public static void WriteEncoded(IBufferWriter<byte> mime, byte[] line)
    {
        mime.Write(EncodedStart);
        mime.Write(Encoded(line));
        mime.Write(EncodedRest);
    }

    private static byte[] Encoded(byte[] bytes) => Encoding.ASCII.GetBytes(
        Convert.ToBase64String(bytes, Base64FormattingOptions.InsertLineBreaks).ReplaceLineEndings("\r\n") + "\r\n");

    private static byte[] MakeRest()
    {
        var bytes = new byte[Lines * BodyTemplate.LineLength];
        new Random(7).NextBytes(bytes);
        return bytes;
    }
}
