using System.Buffers;

namespace CompanionApi.Protocols.Mime;

/// <summary>RFC 2045 section 6.8.</summary>
internal static class Base64Alphabet
{
    private static readonly sbyte[] Values = Build();

    /// <summary>The alphabet and the blanks that may stand in it.</summary>
    public static readonly SearchValues<byte> DigitsAndBlanks = SearchValues.Create([.. Digits, .. " \t\r\n"u8]);

    /// <summary>The same with the padding.</summary>
    public static readonly SearchValues<byte> Text = SearchValues.Create([.. Digits, .. "= \t\r\n"u8]);

    private static ReadOnlySpan<byte> Digits => "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"u8;

    /// <summary>0 to 63, or -1 for a byte outside the alphabet ('=' included).</summary>
    public static int ValueOf(byte b) => Values[b];

    private static sbyte[] Build()
    {
        var values = new sbyte[256];
        Array.Fill(values, (sbyte)-1);
        for (var i = 0; i < Digits.Length; i++) values[Digits[i]] = (sbyte)i;
        return values;
    }
}
