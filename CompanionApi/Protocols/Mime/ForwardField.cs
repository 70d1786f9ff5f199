namespace CompanionApi.Protocols.Mime;

/// <summary>The lines of a forward's header block that matter.</summary>
internal enum ForwardField
{
    From,
    Date,
    To,
    Subject,
    Cc,
    MessageId,

    /// <summary>A line of the block that says nothing of use here.</summary>
    Other,
}

/// <summary>What mail programs write before the colon of each line of a forward's header block.</summary>
internal static class ForwardLabels
{
    private const int MaxLabel = 24;
    private const string Edges = " \t*_>\u00A0\u3000\u200B\uFEFF";

    private static readonly Dictionary<string, ForwardField> Further = new(StringComparer.OrdinalIgnoreCase)
    {
        ["cc"] = ForwardField.Cc, ["ｃｃ"] = ForwardField.Cc, ["kopie"] = ForwardField.Cc, ["copie"] = ForwardField.Cc,
        ["message-id"] = ForwardField.MessageId,
        ["bcc"] = ForwardField.Other, ["reply-to"] = ForwardField.Other, ["返信先"] = ForwardField.Other,
        ["sender"] = ForwardField.Other, ["resent-from"] = ForwardField.Other, ["resent-to"] = ForwardField.Other,
        ["resent-date"] = ForwardField.Other, ["in-reply-to"] = ForwardField.Other, ["references"] = ForwardField.Other,
        ["organization"] = ForwardField.Other, ["organisation"] = ForwardField.Other, ["組織"] = ForwardField.Other,
        ["importance"] = ForwardField.Other, ["priority"] = ForwardField.Other, ["重要度"] = ForwardField.Other,
        ["sensitivity"] = ForwardField.Other, ["秘密度"] = ForwardField.Other, ["categories"] = ForwardField.Other,
        ["attachments"] = ForwardField.Other, ["添付ファイル"] = ForwardField.Other, ["user-agent"] = ForwardField.Other,
        ["received"] = ForwardField.Other, ["return-path"] = ForwardField.Other, ["delivered-to"] = ForwardField.Other,
        ["mime-version"] = ForwardField.Other, ["content-type"] = ForwardField.Other,
    };

    // Each in a language of a country that has one time zone; 差出人 and 件名 are Japanese alone.
    private static readonly string[] Japanese = ["差出人", "送信者", "送信元", "送信日時", "宛先", "件名"];

    /// <summary>The line without quote marks, bold marks and blanks around it.</summary>
    public static string Bare(string line) => line.Trim([.. Edges, '\r']);

    /// <summary>What stands in a field, or goes on from the line above it: the same, but for the bracket at its end, which is
    /// an address's.</summary>
    public static string Value(string text) => text.TrimStart([.. Edges, '\r']).TrimEnd([.. Edges.Replace(">", ""), '\r']);

    /// <summary>Takes "From: Taro" apart; false for any other line. Looks at its beginning alone.</summary>
    public static bool TryRead(string line, out ForwardField field, out string label, out string value)
    {
        (field, label, value) = (ForwardField.Other, "", "");
        var start = 0;
        while (start < line.Length && Edges.Contains(line[start])) start++;
        var colon = line.AsSpan(start, Math.Min(line.Length - start, MaxLabel)).IndexOfAny(':', '：');
        if (colon <= 0) return false;
        label = line.Substring(start, colon).Trim([.. Edges]);
        var group = QuoteMarks.GroupOf(label);
        if (group >= 0) field = (ForwardField)group;
        else if (!Further.TryGetValue(label, out field)) return false;
        value = Value(line[(start + colon + 1)..]);
        return true;
    }

    public static bool IsJapanese(string label) => Japanese.Contains(label);
}
