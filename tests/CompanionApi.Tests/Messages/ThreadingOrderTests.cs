using System.Text;
using CompanionApi.Messages;
using CompanionApi.Model;
using CompanionApi.Protocols.Mime;
using CompanionApi.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CompanionApi.Tests.Messages;

/// <summary>
/// R66, S52: the order in which mail arrives changes nothing. Random letters, whose reply headers and mailbox's
/// conversations tie some of them together, come in every order, some twice; always the same conversations and links.
/// Straight to the one door in, since there are many.
/// </summary>
public sealed class ThreadingOrderTests : IAsyncLifetime
{
    private const int Count = 4;
    private static readonly string[] People = ["x", "y", "z"];

    private CompanionApp app = null!;
    private User anna = null!;

    public async Task InitializeAsync()
    {
        app = await MailRoom.StartAsync();
        anna = await app.UserAsync(World.Anna);
    }

    public Task DisposeAsync() => ((IAsyncDisposable)app).DisposeAsync().AsTask();

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(3, false)]
    [InlineData(4, true)]
    [InlineData(5, true)]
    [InlineData(6, true)]
    public async Task S52_letters_in_any_order_end_in_the_same_conversations(int seed, bool provider)
    {
        var letters = Make(new Random(seed), provider);
        var expected = Say(letters, Together(letters));
        var turn = 0;
        foreach (var order in Orders([.. Enumerable.Range(0, Count)]))
        {
            turn++;
            var place = $"{seed}-{turn}";
            await MakeDealAsync($"x@p{place}.example");
            // The first letter comes once more at the end: now with all that a mailbox knows of it.
            foreach (var n in order)
            {
                await ArriveAsync(letters[n], place, turn % 2 == 0 || n != order[0]);
            }

            await ArriveAsync(letters[order[0]], place, true);
            Assert.Equal(
                (string.Join(" ", order), expected), (string.Join(" ", order), Say(letters, await PlacedAsync(letters, place))));
        }
    }

    private async Task<List<(string Conversation, bool Linked)>> PlacedAsync(IReadOnlyList<Letter> letters, string place)
    {
        await using var db = await app.OpenAsync(World.Anna);
        var placed = new List<(string, bool)>();
        foreach (var id in letters.Select(l => Letters.Id($"{l.Name}-{place}")))
        {
            var conversation = (await db.Messages.SingleAsync(m => m.InternetMessageId == id)).ConversationId;
            placed.Add(($"{conversation}", await db.ConversationLinks.AnyAsync(l => l.ConversationId == conversation)));
        }

        return placed;
    }

    private Task MakeDealAsync(string address) => app.WriteAsync(World.Anna, async write =>
    {
        var x = new Person { OwnerId = anna.Id, Name = address, CreatedAt = write.Now };
        x.Emails.Add(new RecordEmail { Address = address });
        var deal = new Deal { OwnerId = anna.Id, Name = "Only", CreatedAt = DateTimeOffset.UnixEpoch };
        write.Db.Records.AddRange(x, deal);
        await write.Db.SaveChangesAsync();
        write.Db.RecordPersons.Add(new RecordPerson { RecordId = deal.Id, PersonId = x.Id });
        return true;
    });

    /// <summary>What belongs together by the rules' words, without any order: ties, and who shares a customer.</summary>
    private static List<(string Conversation, bool Linked)> Together(IReadOnlyList<Letter> letters)
    {
        var of = Enumerable.Range(0, letters.Count).ToArray();
        for (var i = 0; i < letters.Count; i++)
        {
            for (var j = 0; j < letters.Count; j++)
            {
                var tied = letters[i].Mentions.Contains(letters[j].Name) ||
                    (letters[i].Provider is { } p && p == letters[j].Provider);
                if (tied && letters[i].To.Intersect(letters[j].To).Any())
                {
                    var (one, other) = (of[i], of[j]);
                    of = [.. of.Select(c => c == other ? one : c)];
                }
            }
        }

        return [.. of.Select(c => (
            $"{c}", letters.Where((_, n) => of[n] == c).Any(letter => letter.To.Contains("x"))))];
    }

    private static string Say(IReadOnlyList<Letter> letters, List<(string Conversation, bool Linked)> placed) => string.Join(
        " | ",
        letters.Zip(placed).GroupBy(l => l.Second.Conversation)
            .Select(c => $"{string.Join("", c.Select(l => l.First.Name).Order())}{(c.All(l => l.Second.Linked) ? "+" : "")}").Order());

    private static List<Letter> Make(Random random, bool provider)
    {
        var names = Enumerable.Range(0, Count).Select(n => $"{(char)('a' + n)}").ToList();
        return
        [
            .. names.Select((name, n) => new Letter(
                name,
                [.. People.Where(_ => random.Next(2) == 0).DefaultIfEmpty(People[random.Next(People.Length)])],
                [.. names.Take(n).Where(_ => random.Next(5) < 2)],
                provider && random.Next(3) > 0 ? $"conversation {random.Next(2)}" : null)),
        ];
    }

    private async Task ArriveAsync(Letter letter, string place, bool withProvider)
    {
        // An everyday subject: nothing is joined by it.
        var written = Encoding.UTF8.GetBytes(Letters.Of(
            $"{letter.Name}-{place}", string.Join(", ", letter.To.Select(who => $"{who}@p{place}.example")), "Meeting",
            DateTimeOffset.UnixEpoch.AddYears(56),
            letter.Mentions.Length == 0 ? ""
                : $"References: {string.Join(' ', letter.Mentions.Select(m => $"<{Letters.Id($"{m}-{place}")}>"))}\r\n"));
        var taken = await app.Services.GetRequiredService<MessageIntake>().CaptureAsync(new IncomingMessage
        {
            CompanyId = anna.CompanyId, OwnerId = anna.Id, Door = Door.Sync, Mail = MailParser.Parse(written), Source = written,
            ReceivedAt = DateTimeOffset.UtcNow,
            ProviderConversationId = withProvider && letter.Provider is { } p ? $"{p} {place}" : null,
        });
        Assert.NotNull(taken.Message);
    }

    private static IEnumerable<int[]> Orders(int[] all) => all.Length == 1 ? [all]
        : all.SelectMany(first => Orders([.. all.Where(n => n != first)]).Select(rest => (int[])[first, .. rest]));

    private sealed record Letter(string Name, string[] To, string[] Mentions, string? Provider);
}
