using System.Net;
using CompanionApi.Tests.Records;
using CompanionApi.Tests.Support;

namespace CompanionApi.Tests.Messages;

/// <summary>
/// R11, S6: what the preview says is what then happens. Random acts in a random world; before and after each, Ben and
/// Chie open every message through the gate.
/// </summary>
public class PreviewTests
{
    private const int Acts = 18;
    private static readonly TestUser[] Viewers = [World.Ben, World.Chie];
    private static readonly string[] Sights = ["owner", "team", "everyone"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task R11_the_preview_names_exactly_those_who_gain_and_how_many_messages(int seed)
    {
        var random = new Random(seed);
        await using var app = await MailRoom.StartAsync();
        var (letters, deals, persons) = await BeginAsync(app, random);
        for (var act = 0; act < Acts; act++)
        {
            var (what, preview, run) = act == 6 || act > 14
                ? await SucceedAsync(app, random, letters, deals, persons)
                : await ChooseAsync(app, random, letters, deals, persons);
            var said = await app.PostAsync(World.Anna, "audience-previews", preview);
            Assert.True(said.Status == HttpStatusCode.OK, $"{what}: {said.Body}");
            var before = await SeenAsync(app, letters);
            await run();
            var gained = (await SeenAsync(app, letters)).Except(before).ToList();

            var expected = gained.GroupBy(g => g.Viewer).Select(g => $"{g.Key} {g.Count()}").Order();
            var named = said.Json.GetProperty("people").EnumerateArray()
                .Select(p => $"{p.Text("displayName")} {p.GetProperty("messages")}").Order();
            Assert.True(expected.SequenceEqual(named), $"act {act}, {what}: {string.Join(", ", expected)} gained, the preview said {said.Body}");
            Assert.Equal(gained.Select(g => g.Message).Distinct().Count(), said.Json.GetProperty("messages").GetInt32());
            if (said.Json.GetProperty("losingCount").GetInt32() is > 0 and var losing)
            {
                var lost = before.Except(await SeenAsync(app, letters)).ToList();
                Assert.Equal(lost.Select(l => l.Viewer).Distinct().Count(), losing);
                Assert.Equal(lost.Select(l => l.Message).Distinct().Count(), said.Json.GetProperty("losingMessages").GetInt32());
            }
        }
    }

    private static async Task<(List<Taken> Letters, List<Guid> Deals, List<Guid> Persons)> BeginAsync(CompanionApp app, Random random)
    {
        var deals = new List<Guid>();
        foreach (var sight in Sights)
        {
            deals.Add((await app.MakeAsync(World.Anna, "deals", new { title = $"Deal {sight}", visibleTo = sight })).Id());
        }

        var persons = new List<Guid>
        {
            (await app.MakeAsync(World.Anna, "persons", new { name = "P0", emails = new[] { "p0@world.example" }, visibleTo = Sights[random.Next(3)] })).Id(),
        };
        for (var n = 0; n < 5; n++)
        {
            var more = n is 2 or 4 ? $"In-Reply-To: <{Letters.Id($"w{n - 1}")}>\r\n" : "";
            await app.TakeAsync(Letters.Of($"w{n}", $"p{random.Next(3)}@world.example, p{random.Next(2)}@world.example", more: more));
        }

        var letters = new List<Taken>();
        for (var n = 0; n < 5; n++)
        {
            letters.Add(await app.TakenAsync($"w{n}"));
        }

        persons.AddRange(letters.SelectMany(l => l.Open.GetProperty("persons").EnumerateArray()).Select(p => p.Id()));
        return (letters, deals, [.. persons.Distinct()]);
    }

    private static async Task<(string What, object Preview, Func<Task> Run)> ChooseAsync(
        CompanionApp app, Random random, List<Taken> letters, List<Guid> deals, List<Guid> persons)
    {
        var letter = letters[random.Next(letters.Count)];
        var visibility = random.Next(4) == 0 ? "private" : "shared";
        var deal = deals[random.Next(deals.Count)];
        var person = persons[random.Next(persons.Count)];
        switch (random.Next(6))
        {
            case 0:
                return ($"message {visibility}", new { messageIds = new[] { letter.Id }, visibility },
                    () => app.PutAsync(World.Anna, $"messages/{letter.Id}/visibility", new { visibility }));
            case 1:
                return ($"conversation {visibility}", new { conversationIds = new[] { letter.Conversation }, visibility },
                    () => app.PutAsync(World.Anna, $"conversations/{letter.Conversation}/visibility", new { visibility, laterToo = false }));
            case 2:
                return ("link to deal", new { conversationIds = new[] { letter.Conversation }, link = new { kind = "deal", recordId = deal } },
                    () => app.PutAsync(World.Anna, $"conversations/{letter.Conversation}/links/deal", new { recordId = deal }));
            case 3:
                return ("link to person", new { messageIds = new[] { letter.Id }, link = new { kind = "person", recordId = person } },
                    () => app.PutAsync(World.Anna, $"messages/{letter.Id}/links/persons/{person}", new { }));
            default:
                var (path, id) = random.Next(2) == 0 ? ("deals", deal) : ("persons", person);
                var row = (await app.GetAsync(World.Anna, $"{path}/{id}")).Json;
                var visibleTo = Sights[random.Next(3)];
                return ($"{path} to {visibleTo}", new { recordId = id, visibleTo },
                    () => app.PatchAsync(World.Anna, $"{path}/{id}", new { version = row.GetProperty("version").GetInt32(), visibleTo }));
        }
    }

    /// <summary>A merge of two persons, or of a lead that holds a letter into a deal.</summary>
    private static async Task<(string What, object Preview, Func<Task> Run)> SucceedAsync(
        CompanionApp app, Random random, List<Taken> letters, List<Guid> deals, List<Guid> persons)
    {
        if (random.Next(2) == 0 && persons.Count > 1)
        {
            var (into, from) = (persons[0], persons[^1]);
            persons.Remove(from);
            return ("merge", new { recordId = into, merge = new { personId = from } },
                () => RunAsync(app, $"persons/{into}/merges", new { personId = from }));
        }

        var lead = await app.MakeAsync(World.Anna, "leads", new { title = "Lead", visibleTo = Sights[random.Next(3)] });
        var name = $"l{lead.Id():n}";
        await app.TakeAsync(Letters.Of(name, "p0@world.example"), lead.Text("smartBccAddress"));
        var visibleTo = Sights[random.Next(3)];
        letters.Add(await app.TakenAsync(name));
        await app.ShareAsync(letters[^1]);
        return random.Next(2) == 0
            ? ("conversion", new { recordId = lead.Id(), conversion = new { visibleTo } },
                () => RunAsync(app, $"leads/{lead.Id()}/conversions", new { deal = new { visibleTo } }))
            : ("conversion into", new { recordId = lead.Id(), conversion = new { dealId = deals[0] } },
                () => RunAsync(app, $"leads/{lead.Id()}/conversions", new { dealId = deals[0] }));
    }

    private static async Task RunAsync(CompanionApp app, string path, object body)
    {
        var answer = await app.PostAsync(World.Anna, path, body);
        Assert.True((int)answer.Status < 300, answer.Body);
    }

    private static async Task<HashSet<(string Viewer, string Message)>> SeenAsync(CompanionApp app, List<Taken> letters)
    {
        var seen = new HashSet<(string, string)>();
        foreach (var viewer in Viewers)
        {
            foreach (var letter in letters)
            {
                if ((await app.GetAsync(viewer, $"messages/{letter.Id}")).Status == HttpStatusCode.OK)
                {
                    seen.Add((viewer.DisplayName, letter.Id));
                }
            }
        }

        return seen;
    }
}
