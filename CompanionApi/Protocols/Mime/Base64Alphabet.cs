namespace CompanionApi.Protocols.Mime;

internal static class Base64Alphabet
{
    private static readonly sbyte[] Values = Build();

    /// <summary>0 to 63, or -1 for a byte outside the alphabet of RFC 2045 section 6.8 ('=' included).</summary>
    public static int ValueOf(byte b) => Values[b];

    private static sbyte[] Build()
    {
        var values = new sbyte[256];
        Array.Fill(values, (sbyte)-1);
        var alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"u8;
        for (var i = 0; i < alphabet.Length; i++) values[alphabet[i]] = (sbyte)i;
        return values;
    }
}
