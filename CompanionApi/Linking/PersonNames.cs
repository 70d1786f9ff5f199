using System.Globalization;
using System.Text;

namespace CompanionApi.Linking;

/// <summary>
/// A person's name from the display name of an address, which anybody may write as they please: one line, nothing
/// invisible that turns or hides text, and never an address that is not the person's.
/// </summary>
public static class PersonNames
{
    private const int MaxName = 200;

    public static string Of(OutsideAddress who)
    {
        var name = Clean(who.Name);
        return name.Length == 0 || HoldsAddress(name) ? Clean(who.Address) : name;
    }

    private static bool HoldsAddress(string name)
    {
        var at = name.IndexOf('@');
        return at > 0 && at < name.Length - 1 && name[at - 1] != ' ' && name[at + 1] != ' ';
    }

    private static string Clean(string text)
    {
        var cleaned = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            var isBlank = Rune.IsWhiteSpace(rune) || Rune.IsControl(rune);
            if (isBlank && (cleaned.Length == 0 || cleaned[^1] == ' '))
            {
                continue;
            }

            if (cleaned.Length + rune.Utf16SequenceLength > MaxName)
            {
                break;
            }

            if (isBlank)
            {
                cleaned.Append(' ');
            }
            else if (!IsHidden(rune))
            {
                cleaned.Append(rune.ToString());
            }
        }

        var name = cleaned.ToString().Trim(' ', '"', '\'', '<', '>');
        return name.Any(c => !IsJoiner(c)) ? name : "";
    }

    /// <summary>Marks of direction and the like; the joiners that Persian, Indic scripts and emoji need stay.</summary>
    private static bool IsHidden(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned &&
        !(rune.IsBmp && IsJoiner((char)rune.Value));

    private static bool IsJoiner(char c) => c is '\u200C' or '\u200D';
}
