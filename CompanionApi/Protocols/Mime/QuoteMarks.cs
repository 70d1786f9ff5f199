using System.Buffers;

namespace CompanionApi.Protocols.Mime;

/// <summary>The lines mail programs put above what they quote or forward, in the languages they write them.</summary>
internal static class QuoteMarks
{
    private const int MaxAttribution = 400;
    private const int AttributionLines = 3;
    private const int HeaderBlockLines = 8;

    private static readonly string[] Dividers =
    [
        "original message", "forwarded message", "original appointment", "reply message", "forwarded by",
        "ursprüngliche nachricht", "originalnachricht", "weitergeleitete nachricht", "message d'origine",
        "message original",
        "message transféré", "mensaje original", "mensaje reenviado", "messaggio originale", "messaggio inoltrato",
        "oorspronkelijk bericht", "mensagem original", "mensagem encaminhada", "wiadomość oryginalna",
        "ursprungligt meddelande",
        "元のメッセージ", "元のメール", "オリジナルメッセージ", "転送メッセージ", "転送されたメッセージ", "転送メール",
        "メッセージを転送", "original mail",
        "原始邮件", "原始郵件", "转发的邮件", "원본 메시지", "исходное сообщение", "пересылаемое сообщение",
    ];

    private static readonly string[] Openings =
    [
        "begin forwarded message:", "anfang der weitergeleiteten nachricht:", "début du message réexpédié",
        "inicio del mensaje reenviado:", "inizio messaggio inoltrato:", "転送されたメッセージ:", "転送されたメッセージ：", "forwarded message:",
    ];

    private static readonly SearchValues<string> Verbs = SearchValues.Create(
    [
        "wrote", "writes", "schrieb", "a écrit", "escribió", "ha scritto", "schreef", "escreveu", "napisał", "skrev",
        "kirjoitti", "пишет", "писал", "написал", "写道", "寫道", "作成", "님이 작성", "书写", "のメール", "書きました", "さんからのメ", "yazdı",
        "έγραψε", "כתב",
    ], StringComparison.OrdinalIgnoreCase);

    private static readonly string[] AttributionStarts =
        ["on ", "am ", "le ", "el ", "il ", "op ", "em ", "den ", "w dniu", "dnia", "vào", "în ", "pada", "ke ", "20",
            "19"];

    // One group per field of the block that Outlook and others put above a reply.
    private static readonly string[][] HeaderLabels =
    [
        ["from", "von", "de", "da", "van", "från", "fra", "od", "от", "差出人", "送信者", "送信元", "发件人", "寄件者", "보낸 사람", "lähettäjä"],
        ["sent", "date", "gesendet", "datum", "envoyé", "enviado", "fecha", "inviato", "data", "verzonden", "skickat",
            "wysłano",
            "отправлено", "дата", "送信日時", "日時", "日付", "发送时间", "日期", "보낸 날짜"],
        ["to", "an", "à", "para", "a", "aan", "till", "til", "do", "кому", "宛先", "送信先", "收件人", "收件者", "받는 사람"],
        ["subject", "betreff", "objet", "asunto", "oggetto", "onderwerp", "assunto", "ämne", "emne", "temat", "тема",
            "件名", "主题", "主旨", "제목"],
    ];

    public static bool StartsQuote(List<TextLine> lines, int index)
    {
        var line = lines[index].Text.Trim();
        if (line.Length is 0 or > MaxAttribution) return false;
        return IsDivider(line) || StartsHeaderBlock(lines, index) || IsAttribution(lines, index, line)
            || (line.Length >= 20 && line.AsSpan().IndexOfAnyExcept('_') < 0 && FollowedByHeaderBlock(lines, index))
            || IsOpening(line);
    }

    /// <summary>A line that says that an earlier mail follows: "-----Original Message-----", "Begin forwarded
    /// message:".</summary>
    public static bool Announces(string line) => line.Length is > 0 and <= MaxAttribution && (IsDivider(line) || IsOpening(line));

    private static bool IsOpening(string line) =>
        Openings.Any(opening => line.StartsWith(opening, StringComparison.OrdinalIgnoreCase));

    private static bool IsDivider(string line)
    {
        if (line is not (['-', '-', ..] or ['—', ..] or ['_', '_', ..] or ['=', '=', ..] or ['*', '*', ..]))
            return false;
        var words = line.Trim('-', '—', '_', '=', '*', ' ', ':');
        return Dividers.Any(divider => words.StartsWith(divider, StringComparison.OrdinalIgnoreCase));
    }

    private static bool FollowedByHeaderBlock(List<TextLine> lines, int index)
    {
        for (var next = index + 1; next < lines.Count && next <= index + 2; next++)
            if (StartsHeaderBlock(lines, next)) return true;
        return false;
    }

    private static bool StartsHeaderBlock(List<TextLine> lines, int index)
    {
        if (LabelGroup(lines[index].Text) != 0) return false;
        var seen = 1;
        for (var next = index + 1; next < lines.Count && next < index + HeaderBlockLines; next++)
            if (LabelGroup(lines[next].Text) is var group and > 0) seen |= 1 << group;
        // From and two of date, recipient and subject.
        return int.PopCount(seen) >= 3;
    }

    private static int LabelGroup(string line)
    {
        const int maxLabel = 14;
        var bare = line.AsSpan().TrimStart(" \t*>");
        var colon = bare[..Math.Min(bare.Length, maxLabel + 6)].IndexOfAny(':', '：');
        return colon <= 0 ? -1 : GroupOf(bare[..colon].Trim(" \t*\u00A0\u3000"));
    }

    /// <summary>0 for the words that stand before a sender, 1 a date, 2 recipients, 3 a subject; else -1.</summary>
    public static int GroupOf(ReadOnlySpan<char> label)
    {
        for (var group = 0; group < HeaderLabels.Length; group++)
            foreach (var known in HeaderLabels[group])
                if (label.Equals(known, StringComparison.OrdinalIgnoreCase)) return group;
        return -1;
    }

    // "On Mon, 1 Jan 2024 at 10:00, Anna <anna@x.example> wrote:", on one line or broken over three.
    private static bool IsAttribution(List<TextLine> lines, int index, string line)
    {
        if (EndsAttribution(line)) return Attributes(line);
        if (!AttributionStarts.Any(start => line.StartsWith(start, StringComparison.OrdinalIgnoreCase))) return false;
        var joined = line;
        for (var next = index + 1; next < lines.Count && next < index + AttributionLines; next++)
        {
            var more = lines[next].Text.Trim();
            if (more.Length == 0 || joined.Length + more.Length > MaxAttribution) return false;
            joined += " " + more;
            if (EndsAttribution(more)) return Attributes(joined);
        }
        return false;
    }

    private static bool EndsAttribution(string line) => line is [.., ':' or '：'];

    private static bool Attributes(string line)
    {
        var hasDate = line.AsSpan().ContainsAnyInRange('0', '9');
        if (line.AsSpan().ContainsAny(Verbs)) return hasDate || line.Contains('@');
        return hasDate && line.Contains('@')
            && (line.Contains('<') || line.Contains('年') || line.Contains("mailto:", StringComparison.Ordinal));
    }
}
