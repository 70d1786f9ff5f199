namespace CompanionApi.Protocols.Mime;

/// <summary>Marks of mail that no person answers: RFC 3834 (Auto-Submitted), RFC 2919 and 2369 (lists), RFC 6522
/// (reports), the null return path of RFC 5321 section 4.5.5, and the Precedence of old list servers.</summary>
internal static class AutomaticMail
{
    public static string? Reason(HeaderList headers)
    {
        var submitted = Word(headers, "Auto-Submitted");
        if (submitted is not (null or "" or "no")) return "Auto-Submitted: " + submitted;
        // As it was written: a report without its parts is read as text, and a machine's all the same.
        if (Word(headers, "Content-Type") == "multipart/report") return "Content-Type: multipart/report";
        if (headers.First("Return-Path") is { } path && path.Text.Replace(" ", "") == "<>") return "Return-Path: <>";
        if (headers.First("List-Id") is not null) return "List-Id";
        if (headers.First("List-Unsubscribe") is not null) return "List-Unsubscribe";
        var precedence = Word(headers, "Precedence");
        return precedence is "bulk" or "list" or "junk" or "auto_reply" ? "Precedence: " + precedence : null;
    }

    private static string? Word(HeaderList headers, string name) =>
        headers.First(name) is { } field ? HeaderValue.Parse(field.Text, null, name).Value : null;
}
