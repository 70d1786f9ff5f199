using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using CompanionApi.Model;

namespace CompanionApi.Messages;

/// <summary>Subjects as the subject rule compares them (R66, S52).</summary>
public static partial class Subjects
{
    private const int MaxLength = 300;
    private const int MaxKept = 1_000;

    // Said every day by everyone: the same words say nothing about belonging together. Compared by their letters alone.
    private static readonly HashSet<string> Everyday = new(StringComparer.Ordinal)
    {
        "hi", "hi there", "hello", "hello there", "hey", "good morning", "good afternoon", "greetings", "test", "question",
        "a question", "quick question", "questions", "info", "information", "meeting", "our meeting", "call", "phone call",
        "invoice", "your invoice", "update", "status", "status update", "thanks", "many thanks", "thanks again", "thank you",
        "urgent", "important", "request", "inquiry", "enquiry", "help", "support", "quote", "quotation", "your quote",
        "order", "your order", "reminder", "follow up", "followup", "following up", "news", "newsletter", "document",
        "documents", "file", "files", "attachment", "attached", "photo", "photos", "schedule", "appointment",
        "message", "new message", "out of office", "automatic reply",
        "happy new year", "merry christmas", "no subject", "none", "untitled", "re", "fw", "fwd",
        "こんにちは", "はじめまして", "初めまして", "おはようございます", "お世話になっております", "お世話になります", "いつもお世話になっております",
        "お疲れ様です", "お疲れさまです", "ご連絡", "連絡", "お知らせ", "ご案内", "ご挨拶", "ご報告", "報告", "ご確認", "確認", "ご確認ください",
        "ご確認のお願い", "お願い", "お願いします", "よろしくお願いします", "よろしくお願いいたします", "ありがとうございます",
        "ありがとうございました", "お礼", "御礼", "質問", "ご質問", "ご相談", "相談", "お問い合わせ", "お問合せ", "問い合わせ", "打ち合わせ", "打合せ",
        "お打ち合わせ", "会議", "ミーティング", "日程", "日程調整", "日程について", "請求書", "ご請求書", "請求書送付", "見積", "見積り", "見積もり", "見積書",
        "お見積り", "お見積もり", "お見積書", "御見積書", "注文", "ご注文", "注文書", "納品書", "契約書", "資料", "資料送付", "資料送付の件", "添付",
        "新着メッセージ", "至急", "重要", "件名なし", "無題", "テスト", "返信", "転送", "自動返信", "不在通知",
    };

    /// <summary>Without reply and forward prefixes and list tags; width and case folded, blanks single.</summary>
    public static string Normalize(string subject)
    {
        var text = Blanks().Replace(Folding.Whole(Cut(subject)).Normalize(NormalizationForm.FormKC), " ").Trim();
        while (Prefix().Match(text) is { Length: > 0 } prefix)
        {
            text = text[prefix.Length..].TrimStart();
        }

        text = text.ToLower(CultureInfo.InvariantCulture);
        return text.Length <= MaxLength ? text : text[..MaxLength];
    }

    /// <summary>As much of it as is kept; it may be a megabyte long.</summary>
    public static string Cut(string subject) => MessageRows.Cut(subject, MaxKept);

    /// <summary>Normalised, where two mails may belong together for it; null for an empty or everyday one.</summary>
    public static string? Telling(string subject)
    {
        var normalized = Normalize(subject);
        var said = Blanks().Replace(NotLetters().Replace(normalized, " "), " ").Trim();
        return said.Length > 2 && !Everyday.Contains(said) ? normalized : null;
    }

    [GeneratedRegex(@"^(?:(?:re|aw|sv|vs|antw|r|fw|fwd|wg|tr|rv|enc|返信|転送)(?:\s*\[\d+\]|\^\d+)?\s*[::]\s*|\[[^\]]{1,40}\]\s+)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Prefix();

    [GeneratedRegex(@"[^\p{L}\p{N}]+")]
    private static partial Regex NotLetters();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
