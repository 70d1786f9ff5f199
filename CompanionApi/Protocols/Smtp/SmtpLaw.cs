using static CompanionApi.Protocols.Smtp.SmtpArgument;
using static CompanionApi.Protocols.Smtp.SmtpReplies;

namespace CompanionApi.Protocols.Smtp;

internal enum SmtpState
{
    /// <summary>Nothing said yet, or TLS just begun (RFC 3207 4.2).</summary>
    Connected,

    /// <summary>EHLO or HELO was said; no transaction.</summary>
    Greeted,

    /// <summary>MAIL was taken; no recipient yet.</summary>
    Mail,

    /// <summary>At least one recipient was taken.</summary>
    Recipients,

    /// <summary>At least one BDAT was taken, the last one not yet.</summary>
    Chunks,
}

internal enum SmtpArgument
{
    Without,
    Optional,
    Needed,
}

/// <summary>
/// Which command may be said when: a row per verb, a column per state; a cell is Go or the refusal.
/// RFC 5321 4.1.4 and 4.3.2, STARTTLS by RFC 3207 section 4, BDAT by RFC 3030 section 2.
/// </summary>
internal sealed record SmtpLaw(string Verb, SmtpArgument Argument, params SmtpReply?[] In)
{
    private const SmtpReply? Go = null;

    private static readonly SmtpLaw[] Laws =
    [
        //                             Connected       Greeted         Mail            Recipients      Chunks
        new("EHLO",     Needed,        Go,             Go,             Go,             Go,             Go),
        new("HELO",     Needed,        Go,             Go,             Go,             Go,             Go),
        new("MAIL",     Needed,        SayHello,       Go,             MailTwice,      MailTwice,      MailTwice),
        new("RCPT",     Needed,        SayHello,       MailFirst,      Go,             Go,             ChunksBegun),
        new("DATA",     Without,       SayHello,       MailFirst,      NoRecipients,   Go,             ChunksBegun),
        new("BDAT",     Needed,        SayHello,       MailFirst,      NoRecipients,   Go,             Go),
        new("RSET",     Without,       Go,             Go,             Go,             Go,             Go),
        new("STARTTLS", Without,       Go,             Go,             Go,             Go,             Go),
        new("NOOP",     Optional,      Go,             Go,             Go,             Go,             Go),
        new("VRFY",     Needed,        Go,             Go,             Go,             Go,             Go),
        new("HELP",     Optional,      Go,             Go,             Go,             Go,             Go),
        new("QUIT",     Without,       Go,             Go,             Go,             Go,             Go),
        Never(NotImplemented, "AUTH"),
        Never(NotImplemented, "EXPN"),
        Never(NotImplemented, "ETRN"),
        Never(NotImplemented, "TURN"),
        // A page that makes a browser post mail to us must not get as far as its body.
        Never(NotHttp, "GET"),
        Never(NotHttp, "POST"),
        Never(NotHttp, "PUT"),
        Never(NotHttp, "CONNECT"),
    ];

    private static readonly Dictionary<string, SmtpLaw>.AlternateLookup<ReadOnlySpan<char>> ByVerb =
        Laws.ToDictionary(law => law.Verb, StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    public static SmtpLaw? Of(ReadOnlySpan<char> verb) => ByVerb.TryGetValue(verb, out var law) ? law : null;

    public SmtpReply? Refusal(SmtpState state, string argument) => In[(int)state] ?? Argument switch
    {
        Without when argument.Length > 0 => NoArgument,
        Needed when argument.Length == 0 => ArgumentMissing,
        _ => Go,
    };

    private static SmtpLaw Never(SmtpReply refusal, string verb) =>
        new(verb, Optional, refusal, refusal, refusal, refusal, refusal);
}
