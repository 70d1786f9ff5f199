using System.Text.Json.Serialization;
using Demo.Microsoft365.Dns;

namespace Demo.Microsoft365;

/// <summary>Mail, mailboxes and DNS of the simulated world from the outside, for scripts, tests and curious people.</summary>
public static class SimulationMail
{
    public static void MapSimulationMail(this RouteGroupBuilder sim)
    {
        sim.MapPut("/dns", (DnsChange change, DnsRecords records) =>
        {
            if (DnsRecords.Complaint(change.Name, change.Type, change.Values) is { } complaint)
            {
                return Wrong(complaint);
            }

            records.Put(change.Name!, Enum.Parse<DnsRecordType>(change.Type!, ignoreCase: true), change.Values!);
            return Results.NoContent();
        });
        sim.MapPost("/mail", SendAsync);
        sim.MapGet("/mail/queue", (MailQueue queue) => queue.Waiting);
        sim.MapGet("/mailboxes/{address}/items", (string address, string? folder, Mailboxes mailboxes) =>
            mailboxes.For(address).List(folder ?? WellKnownFolder.Inbox));
        sim.MapGet("/mailboxes/{address}/items/{key:guid}/source", (string address, Guid key, Mailboxes mailboxes) =>
        {
            var mailbox = mailboxes.For(address);
            return mailbox.Get(key) is { } item ? Results.Bytes(mailbox.ReadMime(item), "message/rfc822") : Results.NotFound();
        });
        sim.MapPut("/mailboxes/{address}/delegates", (string address, string[] delegates, Mailboxes mailboxes) =>
        {
            mailboxes.For(address).SetDelegates(delegates);
            return Results.NoContent();
        });
    }

    private static async Task<IResult> SendAsync(SimulatedLetter letter, Directory directory, MailFlow flow)
    {
        try
        {
            var (from, mime, recipients) = letter.Read();
            if (directory.Find(from) is not { } user)
            {
                return Results.Ok(new { deliveries = flow.TakeIn(from, mime, recipients, MailAddresses.DomainOf(from)) });
            }

            var sent = await flow.SendAsync(user, mime, recipients);
            return Results.Ok(new { sentItem = sent });
        }
        catch (Exception wrong) when (wrong is FormatException or MailRefusedException)
        {
            return Wrong(wrong.Message);
        }
    }

    private static IResult Wrong(string complaint) =>
        Results.Problem(complaint, statusCode: StatusCodes.Status400BadRequest);
}

public sealed record DnsChange(
    string? Name, string? Type, [property: JsonConverter(typeof(OneOrMany))] string[]? Values);

/// <summary>
/// A letter in words, or with <c>raw</c> (base64) a whole message; then <c>from</c> and <c>to</c> are its envelope and may
/// be left to its header. A person of a tenant sends from their own mailbox, anybody else from outside.
/// </summary>
public sealed record SimulatedLetter
{
    public string? From { get; init; }

    [JsonConverter(typeof(OneOrMany))]
    public string[] To { get; init; } = [];

    [JsonConverter(typeof(OneOrMany))]
    public string[] Cc { get; init; } = [];

    [JsonConverter(typeof(OneOrMany))]
    public string[] Bcc { get; init; } = [];

    public string Subject { get; init; } = "";
    public string? Text { get; init; }
    public string? Html { get; init; }
    public string? InReplyTo { get; init; }
    public DateTimeOffset? Date { get; init; }
    public string? Raw { get; init; }

    /// <exception cref="FormatException">Names the field that is wrong.</exception>
    public (string From, byte[] Mime, IReadOnlyList<string> Recipients) Read()
    {
        var mime = Raw is null ? Written() : FromBase64(Raw);
        var header = HeaderBlock.Parse(mime);
        var from = MailAddresses.Of(From ?? header.Get("From")).FirstOrDefault()
            ?? throw new FormatException("from: expected a mail address");
        var named = To.Concat(Cc).Concat(Bcc).ToList();
        IReadOnlyList<string> recipients = named.Count > 0
            ? [.. named.Select(address => Letter.Parse(address).Address)]
            : [.. new[] { "To", "Cc", "Bcc" }.SelectMany(header.All).SelectMany(MailAddresses.Of)];
        return recipients.Count > 0 ? (from, mime, recipients) : throw new FormatException("to: expected at least one address");
    }

    private byte[] Written() => new Letter
    {
        From = From ?? throw new FormatException("from: expected a mail address"),
        To = To,
        Cc = Cc,
        Bcc = Bcc,
        Subject = Subject,
        Text = Text,
        Html = Html,
        InReplyTo = InReplyTo,
        Date = Date,
    }.ToMime();

    private static byte[] FromBase64(string raw)
    {
        try
        {
            return Convert.FromBase64String(raw);
        }
        catch (FormatException)
        {
            throw new FormatException("raw: expected base64");
        }
    }
}
