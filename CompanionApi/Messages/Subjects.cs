using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace CompanionApi.Messages;

/// <summary>Subjects as the subject rule compares them (R66, S52).</summary>
public static partial class Subjects
{
    private const int MaxLength = 300;

    // Said every day by everyone: the same words say nothing about belonging together.
    private static readonly HashSet<string> Everyday = new(StringComparer.Ordinal)
    {
        "hi", "hello", "hey", "test", "question", "info", "information", "meeting", "invoice", "update", "thanks",
        "thank you", "urgent", "important", "request", "quote", "order", "reminder", "follow up", "followup", "news",
        "newsletter", "document", "documents", "photo", "photos", "no subject", "(no subject)", "re", "fw", "fwd",
        "こんにちは", "お世話になっております", "お世話になります", "ご連絡", "お知らせ", "ご確認", "お願い", "ありがとうございます",
        "お礼", "質問", "お問い合わせ", "打ち合わせ", "会議", "請求書", "見積", "見積書", "資料", "件名なし", "(件名なし)", "テスト",
    };

    /// <summary>Without reply and forward prefixes and list tags; width and case folded, blanks single.</summary>
    public static string Normalize(string subject)
    {
        var text = Blanks().Replace(subject.Normalize(NormalizationForm.FormKC), " ").Trim();
        while (Prefix().Match(text) is { Length: > 0 } prefix)
        {
            text = text[prefix.Length..].TrimStart();
        }

        text = text.ToLower(CultureInfo.InvariantCulture);
        return text.Length <= MaxLength ? text : text[..MaxLength];
    }

    /// <summary>Whether two mails with this normalised subject may belong together for it.</summary>
    public static bool Tells(string normalized) => normalized.Length > 2 && !Everyday.Contains(normalized);

    [GeneratedRegex(@"^(?:(?:re|aw|sv|vs|antw|r|fw|fwd|wg|tr|rv|enc|返信|転送)(?:\s*\[\d+\]|\^\d+)?\s*[::]\s*|\[[^\]]{1,40}\]\s+)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Prefix();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
