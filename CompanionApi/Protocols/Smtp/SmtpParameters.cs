using System.Globalization;

namespace CompanionApi.Protocols.Smtp;

/// <summary>
/// The parameters after a path (RFC 5321 4.1.2). Those of DSN (RFC 3461) are read and checked though DSN is not
/// offered: we end the mail's journey and send no reports, so the sender's server makes the "relayed" report itself.
/// </summary>
internal sealed class SmtpParameters
{
    private const int MaxEnvelopeId = 100; // RFC 3461 4.4
    private const int MaxOriginalRecipient = 500; // RFC 3461 4.2

    private static readonly SmtpParameters None = new();

    public SmtpReply? Refusal { get; private set; }

    public long? Size { get; private set; }

    public bool Utf8 { get; private set; }

    public static SmtpParameters OfMail(ReadOnlySpan<char> text) =>
        Read(text, static (read, keyword, value) => keyword switch
        {
            "SIZE" => read.TakeSize(value),
            "BODY" => Is(value, "7BIT", "8BITMIME"),
            "SMTPUTF8" => read.Utf8 = value is null,
            "RET" => Is(value, "FULL", "HDRS"),
            "ENVID" => value?.Length <= MaxEnvelopeId && IsXtext(value),
            _ => null,
        });

    public static SmtpParameters OfRcpt(ReadOnlySpan<char> text) =>
        Read(text, static (read, keyword, value) => keyword switch
        {
            "NOTIFY" => Is(value, "NEVER")
                || value?.Split(',').All(on => Is(on, "SUCCESS", "FAILURE", "DELAY")) == true,
            "ORCPT" => value?.Length <= MaxOriginalRecipient
                && value.IndexOf(';') is > 0 and var at && IsXtext(value[(at + 1)..]),
            _ => null,
        });

    // Take says true: taken, false: malformed, null: not a parameter of ours.
    private static SmtpParameters Read(ReadOnlySpan<char> text, Func<SmtpParameters, string, string?, bool?> take)
    {
        text = text.Trim(' ');
        if (text.IsEmpty) return None;
        var read = new SmtpParameters();
        var seen = new HashSet<string>();
        foreach (var range in text.Split(' '))
        {
            var parameter = text[range];
            if (parameter.IsEmpty) continue;
            var equals = parameter.IndexOf('=');
            var keyword = (equals < 0 ? parameter : parameter[..equals]).ToString().ToUpperInvariant();
            var value = equals < 0 ? null : parameter[(equals + 1)..].ToString();
            read.Refusal = !IsKeyword(keyword) || value is "" || !seen.Add(keyword)
                ? SmtpReplies.BadParameter
                : take(read, keyword, value) switch
                {
                    true => null,
                    false => SmtpReplies.BadParameter,
                    null => SmtpReplies.UnknownParameter,
                };
            if (read.Refusal is not null) break;
        }
        return read;
    }

    private bool TakeSize(string? value)
    {
        if (value is not { Length: > 0 and <= 20 } || value.AsSpan().ContainsAnyExceptInRange('0', '9')) return false;
        Size = long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : long.MaxValue;
        return true;
    }

    private static bool Is(string? value, params ReadOnlySpan<string> words)
    {
        foreach (var word in words)
            if (string.Equals(value, word, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }

    private static bool IsKeyword(string keyword)
    {
        foreach (var c in keyword)
            if (!char.IsAsciiLetterOrDigit(c) && c != '-') return false;
        return keyword.Length > 0 && keyword[0] != '-';
    }

    // RFC 3461 section 4: "+" always stands before two upper-case hexadecimal digits.
    private static bool IsXtext(string value)
    {
        for (var i = 0; i < value.Length; i++)
            if (value[i] == '+' && !(i + 2 < value.Length && IsHex(value[i + 1]) && IsHex(value[i + 2]))) return false;
        return value.Length > 0;

        static bool IsHex(char c) => char.IsAsciiDigit(c) || c is >= 'A' and <= 'F';
    }
}
