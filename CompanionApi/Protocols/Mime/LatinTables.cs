using System.Text;

namespace CompanionApi.Protocols.Mime;

/// <summary>The parts of ISO 8859 that .NET has no code page for: their upper halves, A0 to FF.</summary>
internal static class LatinTables
{
    private const string Nordic =
        "\u00A0ĄĒĢĪĨĶ§ĻĐŠŦŽ\u00ADŪŊ°ąēģīĩķ·ļđšŧž―ūŋĀÁÂÃÄÅÆĮČÉĘËĖÍÎÏ" +
        "ÐŅŌÓÔÕÖŨØŲÚÛÜÝÞßāáâãäåæįčéęëėíîïðņōóôõöũøųúûüýþĸ";
    private const string Celtic =
        "\u00A0Ḃḃ£ĊċḊ§Ẁ©ẂḋỲ\u00AD®ŸḞḟĠġṀṁ¶ṖẁṗẃṠỳẄẅṡÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏ" +
        "ŴÑÒÓÔÕÖṪØÙÚÛÜÝŶßàáâãäåæçèéêëìíîïŵñòóôõöṫøùúûüýŷÿ";
    private const string Romanian =
        "\u00A0ĄąŁ€„Š§š©Ș«Ź\u00ADźŻ°±ČłŽ”¶·žčș»ŒœŸżÀÁÂĂÄĆÆÇÈÉÊËÌÍÎÏ" +
        "ĐŃÒÓÔŐÖŚŰÙÚÛÜĘȚßàáâăäćæçèéêëìíîïđńòóôőöśűùúûüęțÿ";

    public static string Decode(ReadOnlySpan<byte> bytes, int part, out int bad)
    {
        var upper = part switch { 10 => Nordic, 14 => Celtic, _ => Romanian };
        var text = new StringBuilder(bytes.Length);
        foreach (var b in bytes) text.Append(b < 0xA0 ? (char)b : upper[b - 0xA0]);
        bad = 0;
        return text.ToString();
    }
}
