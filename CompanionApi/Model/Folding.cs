using System.Globalization;
using System.Text;

namespace CompanionApi.Model;

/// <summary>
/// Text as searches compare it: width, case, diacritics and spelling variants folded away (S75). Both sides of every
/// comparison go through here, so folding only ever widens a match.
/// </summary>
public static class Folding
{
    public static string Fold(string text)
    {
        if (Ascii.IsValid(text))
        {
            return text.ToLowerInvariant();
        }

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

    /// <summary>Halves of characters cannot be normalised; they become the replacement character.</summary>
    private static string Whole(string text)
    {
        var whole = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            whole.Append(rune);
        }

        return whole.ToString();
    }
}
