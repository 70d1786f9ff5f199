using System.Buffers;
using System.Globalization;
using System.Text;

namespace CompanionApi.Model;

/// <summary>
/// Text as searches compare it: width, case, diacritics and spelling variants folded away (S75). Both sides of every
/// comparison go through here, so folding only ever widens a match.
/// </summary>
public static class Folding
{
    /// <summary>
    /// Characters that all the steps of <see cref="FoldWhole"/> leave as they are, but for the case of letters, in whatever
    /// order they stand: no form of Unicode changes them, and none is a mark that goes onto another.
    /// </summary>
    private static readonly SearchValues<char> Settled = SearchValues.Create(
    [
        .. Range('\0', '\x7f'), '\u3001', '\u3002', .. Range('\u3005', '\u3007'), .. Range('\u3008', '\u3011'),
        .. Range('\u3041', '\u3096'), .. Range('\u309D', '\u309E'), .. Range('\u30A1', '\u30FE'), .. Range('\u4E00', '\u9FA5'),
    ]);

    /// <summary>What else stands for itself alone, whatever is beside it: Latin letters, signs, full-width forms.</summary>
    private static readonly Dictionary<char, string> Alone = Range('\x80', '\u024F').Append('\u034F')
        .Concat(Range('\u2010', '\u2027')).Concat(Range('\u200B', '\u200F')).Concat(Range('\u2030', '\u205F')).Concat(Range('\u20A0', '\u20BF'))
        .Concat(Range('\u3000', '\u3000')).Concat(Range('\uFF01', '\uFF5E')).ToDictionary(c => c, c => FoldWhole($"{c}"));

    public static string Fold(string text)
    {
        if (!text.AsSpan().ContainsAnyExcept(Settled))
        {
            return text.ToLowerInvariant();
        }

        var folded = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (Settled.Contains(c))
            {
                folded.Append(char.ToLowerInvariant(c));
            }
            else if (Alone.TryGetValue(c, out var alone))
            {
                folded.Append(alone);
            }
            else
            {
                return FoldWhole(text);
            }
        }

        return folded.ToString();
    }

    private static string FoldWhole(string text)
    {
        var decomposed = Whole(text).Normalize(NormalizationForm.FormKC).Normalize(NormalizationForm.FormD);
        var folded = new StringBuilder(decomposed.Length);
        foreach (var c in decomposed)
        {
            if (!IsDropped(c))
            {
                Append(folded, char.ToLowerInvariant(c));
            }
        }

        // Marks that were kept go back onto their letters: a Japanese が is one character, not か and a mark.
        return folded.ToString().Normalize(NormalizationForm.FormC);
    }

    /// <summary>
    /// A name to look in: folded, a blank before each word, so that " ac" finds the beginning of a word. Names in a
    /// script without spaces are written 山田 太郎 and 山田太郎: their blanks go.
    /// </summary>
    public static string FoldName(string name)
    {
        var folded = new StringBuilder(" ");
        var last = default(Rune);
        foreach (var word in Fold(name).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            var first = Rune.GetRuneAt(word, 0);
            if (folded.Length > 1 && !(IsUnspaced(last) && IsUnspaced(first)))
            {
                folded.Append(' ');
            }

            folded.Append(word);
            last = word.EnumerateRunes().Last();
        }

        return folded.ToString();
    }

    /// <summary>Of a script that is written without spaces between words, or searched as if it were.</summary>
    public static bool IsUnspaced(Rune rune) => rune.Value switch
    {
        >= 0x0E00 and <= 0x0EFF => true, // Thai, Lao
        >= 0x1000 and <= 0x109F => true, // Myanmar
        >= 0x1100 and <= 0x11FF => true, // Hangul, single letters
        >= 0x1780 and <= 0x17FF => true, // Khmer
        >= 0x3005 and <= 0x31FF => true, // Kana, Bopomofo, Hangul letters
        >= 0x3400 and <= 0x9FFF => true, // Han
        >= 0xAC00 and <= 0xD7FF => true, // Hangul
        >= 0xF900 and <= 0xFAFF => true, // Han, compatibility
        >= 0x20000 and <= 0x3FFFF => true, // Han, extensions
        _ => false,
    };

    private static IEnumerable<char> Range(char first, char last) => Enumerable.Range(first, last - first + 1).Select(c => (char)c);

    private static void Append(StringBuilder folded, char c) => _ = c switch
    {
        'ß' => folded.Append("ss"),
        'æ' => folded.Append("ae"),
        'œ' => folded.Append("oe"),
        'þ' => folded.Append("th"),
        'ø' => folded.Append('o'),
        'ł' => folded.Append('l'),
        'đ' or 'ð' => folded.Append('d'),
        'ı' => folded.Append('i'),
        'ς' => folded.Append('σ'),
        // Arabic letters that are typed one for the other, and their Persian forms.
        'ى' or 'ی' => folded.Append('ي'),
        'ک' => folded.Append('ك'),
        'ة' => folded.Append('ه'),
        '’' or '‘' => folded.Append('\''),
        _ => folded.Append(c),
    };

    /// <summary>Accents, Hebrew points, Arabic vowel signs and tatweel, and what is invisible.</summary>
    private static bool IsDropped(char c) => c switch
    {
        >= '\u0300' and <= '\u036F' => true,
        >= '\u0591' and <= '\u05C7' => char.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark,
        >= '\u0610' and <= '\u061A' or >= '\u064B' and <= '\u065F' or '\u0670' or '\u0640' => true,
        >= '\u06D6' and <= '\u06ED' => char.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark,
        _ => char.GetUnicodeCategory(c) == UnicodeCategory.Format,
    };

    /// <summary>Halves of characters and U+FFFE cannot be normalised; they become the replacement character.</summary>
    /// <remarks>Of more marks on one letter than any script has, the rest is left out: to order them takes the square of their number.</remarks>
    public static string Whole(string text)
    {
        const int mostMarks = 30;
        var whole = new StringBuilder(text.Length);
        var marks = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            var isMark = Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or
                UnicodeCategory.SpacingCombiningMark;
            marks = isMark ? marks + 1 : 0;
            if (marks <= mostMarks)
            {
                whole.Append(rune.Value == 0xFFFE ? Rune.ReplacementChar : rune);
            }
        }

        return whole.ToString();
    }
}
