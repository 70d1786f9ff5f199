using System.Text;

namespace Demo.Microsoft365;

/// <summary>
/// A delivery report as Exchange Online writes it (RFC 3464): the other server's own words first, then the same for
/// machines, then the header of what could not be delivered.
/// </summary>
internal static class BounceLetter
{
    private const string Author = "MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e";

    public static byte[] Write(string sender, HeaderBlock original, SmtpOutcome outcome, DateTimeOffset now)
    {
        var domain = MailAddresses.DomainOf(sender);
        var boundary = $"ndr-{Guid.NewGuid():N}";
        var originalId = original.Get("Message-ID");
        var status = outcome.Status.Length > 0 ? outcome.Status : outcome.IsTemporary ? "4.4.7" : "5.0.0";
        var remedy = outcome.IsTemporary
            ? "It was tried for a day and given up."
            : "It will not be tried again.";
        var letter = $"""
            From: "Microsoft Outlook" <{Author}@{domain}>
            To: <{sender}>
            Subject: Undeliverable: {original.Get("Subject")}
            Date: {Submission.Date(now)}
            Message-ID: <{Guid.NewGuid():N}@{domain}>
            {(originalId is null ? "" : $"In-Reply-To: {originalId}\nReferences: {originalId}\n")}Auto-Submitted: auto-replied
            X-MS-Exchange-Message-Is-Ndr:
            MIME-Version: 1.0
            Content-Type: multipart/report; report-type=delivery-status; boundary="{boundary}"

            --{boundary}
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: 8bit

            Your message to {outcome.Recipient} couldn't be delivered.

            The server of {MailAddresses.DomainOf(outcome.Recipient)} answered:

            {outcome}

            {remedy}
            --{boundary}
            Content-Type: message/delivery-status

            Reporting-MTA: dns;{Submission.HostName}
            Arrival-Date: {Submission.Date(now)}

            Final-Recipient: rfc822;{outcome.Recipient}
            Action: failed
            Status: {status}
            Diagnostic-Code: smtp;{OneLine(outcome)}

            --{boundary}
            Content-Type: text/rfc822-headers
            Content-Transfer-Encoding: 8bit

            {HeaderOf(original)}
            --{boundary}--

            """;
        return Submission.WithNetworkLineEnds(Encoding.UTF8.GetBytes(letter));
    }

    private static string OneLine(SmtpOutcome outcome) => outcome.ToString().ReplaceLineEndings(" ");

    private static string HeaderOf(HeaderBlock original) =>
        Encoding.UTF8.GetString(original.HeaderBytes()).TrimEnd();
}
