using System.Buffers;
using System.Globalization;
using System.Text;
using CompanionApi.Model;

namespace CompanionApi.Search;

/// <summary>
/// Text cut into what the mail index holds (S75). Scripts written with spaces give words; those written without
/// (Chinese, Japanese, Korean, Thai and their neighbours) give each pair of neighbouring characters and the last one
/// alone, so that a search word of one or two characters is found, too.
/// </summary>
internal static class MailWords
{
    /// <summary>Longer ones are cut, on both sides: nobody types the rest of an encoded blob.</summary>
    private const int MaxWord = 64;

    /// <summary>Letters and digits of ASCII in lower case; 0: no part of a word.</summary>
    private static readonly byte[] Lower =
        [.. Enumerable.Range(0, 128).Select(c => char.IsAsciiLetterOrDigit((char)c) ? (byte)char.ToLowerInvariant((char)c) : (byte)0)];

    private static readonly SearchValues<char> AsciiLetters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");

    /// <summary>
    /// The stretches of one kind of script, folded. A blank between two characters of an unspaced script does not part
    /// them: names are written 山田 太郎 and 山田太郎, and lines are wrapped anywhere.
    /// </summary>
    public static IEnumerable<Stretch> Stretches(string text)
    {
        var stretch = new StringBuilder();
        var isUnspaced = false;
        var isAfterBlank = false;
        foreach (var rune in Folding.Fold(text).EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune))
            {
                isAfterBlank = true;
                continue;
            }

            var isWord = IsWord(rune);
            var joins = isWord && Folding.IsUnspaced(rune) == isUnspaced && (isUnspaced || !isAfterBlank);
            if (stretch.Length > 0 && !joins)
            {
                yield return new Stretch(stretch.ToString(), isUnspaced);
                stretch.Clear();
            }

            isAfterBlank = false;
            if (isWord)
            {
                isUnspaced = Folding.IsUnspaced(rune);
                stretch.Append(rune);
            }
        }

        if (stretch.Length > 0)
        {
            yield return new Stretch(stretch.ToString(), isUnspaced);
        }
    }

    /// <summary>Adds the words of the text.</summary>
    public static void Write(WordList into, string text)
    {
        for (var rest = text.AsSpan(); rest.Length > 0;)
        {
            var plain = rest[..PlainEnd(rest)];
            if (plain.Length > 0)
            {
                WriteAscii(into, plain);
                rest = rest[plain.Length..];
                continue;
            }

            var other = rest[..OtherEnd(rest)];
            foreach (var stretch in Stretches(other.ToString()))
            {
                stretch.Write(into);
            }

            rest = rest[other.Length..];
        }
    }

    /// <summary>As far as words can be read by themselves: before the word that the first character beyond ASCII is of.</summary>
    private static int PlainEnd(ReadOnlySpan<char> text)
    {
        var first = text.IndexOfAnyExceptInRange('\0', '\x7f');
        return first < 0 ? text.Length : text[..first].LastIndexOfAnyExcept(AsciiLetters) + 1;
    }

    /// <summary>
    /// To where a word of ASCII alone begins: it belongs to nothing before it, whereas blanks and marks between other
    /// characters do not always part them.
    /// </summary>
    private static int OtherEnd(ReadOnlySpan<char> text)
    {
        for (var at = 0; at < text.Length;)
        {
            var start = text[at..].IndexOfAny(AsciiLetters);
            if (start < 0)
            {
                return text.Length;
            }

            start += at;
            var length = text[start..].IndexOfAnyExcept(AsciiLetters);
            var end = length < 0 ? text.Length : start + length;
            var isApart = start > 0 && text[start - 1] < '\x80' && (end == text.Length || text[end] < '\x80');
            if (isApart)
            {
                return start;
            }

            at = end;
        }

        return text.Length;
    }

    private static void WriteAscii(WordList into, ReadOnlySpan<char> text)
    {
        Span<byte> word = stackalloc byte[MaxWord];
        var length = 0;
        foreach (var c in text)
        {
            if (Lower[c] is not 0 and var letter)
            {
                if (length < MaxWord)
                {
                    word[length++] = letter;
                }
            }
            else if (length > 0)
            {
                into.AddAscii(word[..length]);
                length = 0;
            }
        }

        if (length > 0)
        {
            into.AddAscii(word[..length]);
        }
    }

    private static bool IsWord(Rune rune) => Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.LetterNumber or
        UnicodeCategory.OtherNumber;

    /// <summary>Characters of one kind of script that stand together.</summary>
    internal readonly record struct Stretch(string Text, bool IsUnspaced)
    {
        /// <summary>
        /// Its words in order; of an unspaced stretch the pairs, and, <paramref name="withLast"/>, the last character.
        /// </summary>
        public IEnumerable<string> Words(bool withLast)
        {
            if (!IsUnspaced)
            {
                return [Text.Length <= MaxWord ? Text : Text[..MaxWord]];
            }

            var characters = Text.EnumerateRunes().Select(rune => rune.ToString()).ToList();
            var pairs = characters.Zip(characters.Skip(1), string.Concat);
            return withLast || characters.Count == 1 ? pairs.Append(characters[^1]) : pairs;
        }

        /// <summary>All of <see cref="Words"/>, the last character too.</summary>
        public void Write(WordList into)
        {
            if (!IsUnspaced)
            {
                into.Add(Text.AsSpan(0, Math.Min(MaxWord, Text.Length)));
                return;
            }

            for (var at = 0; at < Text.Length;)
            {
                var next = at + Rune.GetRuneAt(Text, at).Utf16SequenceLength;
                var end = next < Text.Length ? next + Rune.GetRuneAt(Text, next).Utf16SequenceLength : next;
                into.Add(Text.AsSpan(at, end - at));
                at = next;
            }
        }
    }
}
