using Demo.Microsoft365;
using Directory = Demo.Microsoft365.Directory;

namespace Demo.Seed;

/// <summary>
/// Lays out the beginning of the demo: mail in the mailboxes, the demo people signed in, records in the CRM, and some
/// letters sent through Smart BCC, so that there is something to look at from the start.
/// </summary>
public static class Seeding
{
    private static readonly TimeSpan DeliveredWithin = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(20);
    private static readonly string[] People = ["anna", "ben", "chie", "dan"];

    /// <summary>
    /// The people are signed in and the team stands, always; mail and records come in once, where they are wanted.
    /// </summary>
    /// <exception cref="SeedException">Names the step that failed.</exception>
    public static async Task RunAsync(SeedContext context, bool withMailAndRecords, CancellationToken ct)
    {
        var signedIn = People.Select(name => CrmUser.SignInAsync(context.Addresses, UserNamed(context, name), ct));
        var users = People.Zip(await Task.WhenAll(signedIn)).ToDictionary(pair => pair.First, pair => pair.Second);
        await RecordSeeding.FoundSalesAsync(users, ct);
        // With a kept data folder the demo goes on where it was left.
        if (!withMailAndRecords || HasMail(context))
        {
            return;
        }

        var letters = new SeedLetters(context.Clock.GetUtcNow());
        PutMail(context, letters);
        var records = new RecordSeeding(users);
        await records.RunAsync(ct);
        await CaptureAsync(context, letters, users, records, ct);
    }

    private static bool HasMail(SeedContext context) =>
        context.Mailboxes.For(UserNamed(context, "anna").Address).List(WellKnownFolder.Inbox).Count > 0;

    /// <summary>The mail alone, without MailCrm: what lies in the mailboxes of the simulated Exchange.</summary>
    public static void PutMail(SeedContext context) => PutMail(context, new SeedLetters(context.Clock.GetUtcNow()));

    private static void PutMail(SeedContext context, SeedLetters letters)
    {
        foreach (var letter in letters.Lying)
        {
            var mime = letters.Mime(letter);
            foreach (var name in People)
            {
                var address = UserNamed(context, name).Address;
                if (FolderOf(letter, name, address) is { } folder)
                {
                    context.Mailboxes.For(address).Add(
                        folder, mime, isRead: !letter.IsUnreadFor(name), receivedAt: letters.TimeOf(letter));
                }
            }
        }
    }

    private static string? FolderOf(Letter letter, string name, string address)
    {
        if (letter.From.Address == address)
        {
            return WellKnownFolder.SentItems;
        }

        if (letter.To.Concat(letter.Cc).All(person => person.Address != address))
        {
            return null;
        }

        return letter["folder"]?.Split(' ') is [var owner, var folder] && owner == name
            ? folder
            : WellKnownFolder.Inbox;
    }

    // What is shared is sent while that is the sender's default; private is the default that stays.
    private static async Task CaptureAsync(
        SeedContext context,
        SeedLetters letters,
        Dictionary<string, CrmUser> users,
        RecordSeeding records,
        CancellationToken ct)
    {
        foreach (var visibility in new[] { "shared", "private" })
        {
            foreach (var sender in users.Values)
            {
                await sender.PatchAsync("/api/me/mail-settings", new { defaultVisibility = visibility }, ct);
            }

            foreach (var letter in letters.ToCapture.Where(letter => letter.Capture!.Visibility == visibility))
            {
                var sender = users.Values.Single(user => user.User.Address == letter.From.Address);
                await SendAsync(context, letters, letter, sender.User, records, ct);
            }

            await DeliveredAsync(context, ct);
        }
    }

    private static async Task DeliveredAsync(SeedContext context, CancellationToken ct)
    {
        for (var waited = TimeSpan.Zero; context.Queue.Waiting.Count > 0; waited += LookAgain)
        {
            if (waited > DeliveredWithin)
            {
                throw new SeedException($"After {DeliveredWithin} mail for MailCrm still waits to be taken.");
            }

            await Task.Delay(LookAgain, ct);
        }
    }

    private static Task SendAsync(
        SeedContext context,
        SeedLetters letters,
        Letter letter,
        SimUser sender,
        RecordSeeding records,
        CancellationToken ct)
    {
        var company = context.Directory.FindTenant(sender.TenantId)!.MailName;
        var bcc = letter.Capture!.Deal is { } deal
            ? records.AddressOfDeal(deal)
            : $"{company}@{Directory.BccDomain}";
        var recipients = letter.To.Concat(letter.Cc).Select(person => person.Address).Append(bcc).ToList();
        return context.Flow.SendAsync(sender, letters.Mime(letter, bcc), recipients, ct: ct);
    }

    private static SimUser UserNamed(SeedContext context, string name) =>
        context.Directory.Find(SeedPeople.Named(name).Single().Address)!;
}

/// <summary>
/// Where the seed goes: the simulated Microsoft 365 in this process, and CompanionApi at its address.
/// </summary>
public sealed record SeedContext(
    DemoAddresses Addresses,
    Directory Directory,
    Mailboxes Mailboxes,
    MailFlow Flow,
    MailQueue Queue,
    TimeProvider Clock)
{
    /// <summary>Of the running simulator.</summary>
    public static SeedContext Of(IServiceProvider simulator) => new(
        simulator.GetRequiredService<DemoAddresses>(),
        simulator.GetRequiredService<Directory>(),
        simulator.GetRequiredService<Mailboxes>(),
        simulator.GetRequiredService<MailFlow>(),
        simulator.GetRequiredService<MailQueue>(),
        simulator.GetRequiredService<TimeProvider>());
}
