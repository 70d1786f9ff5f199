using System.Net;
using System.Net.Http.Json;
using CompanionApi.Model;
using CompanionApi.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Tests.Messages;

/// <summary>The rep puts right the sender read from a forward (S37).</summary>
public sealed class SenderCorrectionTests : IAsyncLifetime
{
    private static readonly object Jiro = new { name = "Jiro", address = " Jiro@Sato.example " };

    private readonly TestMailbox mailbox = new();
    private CompanionApp app = null!;
    private HttpClient anna = null!;

    public async Task InitializeAsync()
    {
        app = await MailRoom.StartAsync(mailbox: mailbox);
        anna = app.ClientFor(World.Anna);
    }

    public Task DisposeAsync() => ((IAsyncDisposable)app).DisposeAsync().AsTask();

    [Fact]
    public async Task S37_the_wrong_persons_link_goes_with_the_person_that_only_mail_made_and_undo_brings_them_back()
    {
        await app.TakeAsync(Forwards.Of("fw", Forwards.Block("Price")));
        var id = (await app.TakenAsync("fw")).Id;

        var written = await anna.PutAsJsonAsync($"/api/messages/{id}/sender", Jiro).JsonAsync();

        var taken = await app.TakenAsync("fw");
        Assert.Equal("jiro@sato.example", taken.Message.Text("from", "address"));
        Assert.Equal("corrected", taken.Message.Text("forward", "senderReadFrom"));
        Assert.Equal("taro@yamada.example", taken.Message.Text("forward", "readAs", "address"));
        Assert.Equal(["Jiro"], taken.Persons);
        Assert.Equal(["Jiro"], await app.PersonsAsync(World.Anna));
        Assert.Single((await anna.GetAsync("/api/conversations?q=jiro").JsonAsync()).GetProperty("items").EnumerateArray());
        Assert.Empty((await anna.GetAsync("/api/conversations?q=taro").JsonAsync()).GetProperty("items").EnumerateArray());
        var trail = await anna.GetAsync($"/api/messages/{id}/trail").JsonAsync();
        Assert.Contains("sender_corrected", trail.GetProperty("items").EnumerateArray().Select(l => l.Text("kind")));

        await anna.DeleteAsync($"/api/changes/{written.Text("change", "id")}").JsonAsync();

        var undone = await app.TakenAsync("fw");
        Assert.Equal("taro@yamada.example", undone.Message.Text("from", "address"));
        Assert.Equal("inline", undone.Message.Text("forward", "senderReadFrom"));
        Assert.Equal(["Taro Yamada"], undone.Persons);
        Assert.Equal(["Taro Yamada"], await app.PersonsAsync(World.Anna));
        Assert.Single((await anna.GetAsync("/api/conversations?q=taro").JsonAsync()).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task S37_what_a_hand_did_stays_and_the_only_open_deal_follows_the_right_sender()
    {
        var taro = await PersonAsync("Taro", "taro@yamada.example");
        var jiro = await PersonAsync("Jiro", "jiro@sato.example");
        var hanako = await PersonAsync("Hanako", "hanako@yamada.example");
        await DealAsync("Taros deal", taro);
        await DealAsync("Jiros deal", jiro);
        await app.TakeAsync(Forwards.Of("fw", Forwards.Block("Price")));
        var id = (await app.TakenAsync("fw")).Id;
        await anna.PutAsJsonAsync($"/api/messages/{id}/links/persons/{hanako}", new { }).JsonAsync();
        Assert.Equal(["Taros deal: only_open"], (await app.TakenAsync("fw")).Links);

        var written = await anna.PutAsJsonAsync($"/api/messages/{id}/sender", Jiro).JsonAsync();

        var taken = await app.TakenAsync("fw");
        Assert.Equal(["Hanako", "Jiro"], taken.Persons.Order());
        Assert.Equal(["Jiros deal: only_open"], taken.Links);
        Assert.Contains("Taro", await app.PersonsAsync(World.Anna));

        await anna.DeleteAsync($"/api/changes/{written.Text("change", "id")}").JsonAsync();

        var undone = await app.TakenAsync("fw");
        Assert.Equal(["Hanako", "Taro"], undone.Persons.Order());
        Assert.Equal(["Taros deal: only_open"], undone.Links);
    }

    [Fact]
    public async Task S6_a_correction_that_shows_a_shared_mail_to_more_people_asks_first()
    {
        await PersonAsync("Jiro", "jiro@sato.example");
        await app.TakeAsync(Forwards.Of("fw", Forwards.Block("Price", from: "Taro Yamada")));
        var taken = await app.TakenAsync("fw");
        await app.ShareAsync(taken);
        using var ben = app.ClientFor(World.Ben);

        var refused = await anna.PutAsJsonAsync($"/api/messages/{taken.Id}/sender", Jiro);

        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        var problem = await refused.Content.ReadFromJsonAsync<System.Text.Json.JsonElement>();
        Assert.Equal("would_expose", problem.Text("code"));
        Assert.Equal(2, problem.GetProperty("count").GetInt32());
        Assert.Equal("", (await app.TakenAsync("fw")).Message.Text("from", "address"));
        Assert.Equal(HttpStatusCode.NotFound, (await ben.GetAsync($"/api/messages/{taken.Id}")).StatusCode);

        await anna.PutAsJsonAsync($"/api/messages/{taken.Id}/sender?expose=true", Jiro).JsonAsync();

        Assert.Equal("jiro@sato.example", (await ben.GetAsync($"/api/messages/{taken.Id}").JsonAsync()).Text("from", "address"));
        Assert.Equal(HttpStatusCode.NotFound,
            (await ben.PutAsJsonAsync($"/api/messages/{taken.Id}/sender", Jiro)).StatusCode);
    }

    [Fact]
    public async Task S6_it_asks_first_also_where_the_right_sender_has_more_mail_than_anyone_reads()
    {
        var jiro = await PersonAsync("Jiro", "jiro@sato.example");
        await app.TakeAsync(Letters.Of("old", "jiro@sato.example"));
        await MultiplyAsync("old", jiro, 5_100);
        await app.TakeAsync(Forwards.Of("fw", Forwards.Block("Price", from: "Taro Yamada")));
        var taken = await app.TakenAsync("fw");
        await app.ShareAsync(taken);

        var refused = await anna.PutAsJsonAsync($"/api/messages/{taken.Id}/sender", Jiro);

        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Equal("would_expose", await refused.CodeAsync());
    }

    [Fact]
    public async Task S7_an_address_whose_person_went_with_a_correction_makes_one_again()
    {
        await app.TakeAsync(Forwards.Of("fw", Forwards.Block("Price")));
        await anna.PutAsJsonAsync($"/api/messages/{(await app.TakenAsync("fw")).Id}/sender", Jiro).JsonAsync();
        Assert.Equal(["Jiro"], await app.PersonsAsync(World.Anna));

        await app.TakeAsync(Letters.Of("later", "Taro <taro@yamada.example>"));

        Assert.Equal(["Taro"], (await app.TakenAsync("later")).Persons);
    }

    [Fact]
    public async Task S37_only_what_was_forwarded_is_corrected_and_the_mail_of_the_right_sender_merges()
    {
        await app.TakeAsync(Letters.Of("own"));
        var own = await anna.PutAsJsonAsync($"/api/messages/{(await app.TakenAsync("own")).Id}/sender", Jiro);
        Assert.Equal("not_forwarded", await own.CodeAsync());

        var letter = Forwards.Of("fw", Forwards.Block("Price"));
        await app.TakeAsync(letter);
        var id = (await app.TakenAsync("fw")).Id;
        foreach (var wrong in new[] { "", "jiro", "@sato.example", "a b@sato.example" })
        {
            var refused = await anna.PutAsJsonAsync($"/api/messages/{id}/sender", new { address = wrong });
            Assert.Equal("invalid", await refused.CodeAsync());
        }

        await anna.PutAsJsonAsync($"/api/messages/{id}/sender", Jiro).JsonAsync();
        await app.TakeAsync(letter);
        mailbox.Put("item-1", Forwards.Mail("real@sato.example", "Price", from: "Jiro <jiro@sato.example>"));
        var captured = await anna.PostAsJsonAsync("/api/messages", new { itemId = "item-1" }).JsonAsync();

        Assert.Equal(id, captured.Text("message", "id"));
        Assert.Null(captured.Text("message", "forwardedBy"));
        var late = await anna.PutAsJsonAsync($"/api/messages/{id}/sender", new { address = "taro@yamada.example" });
        Assert.Equal("not_forwarded", await late.CodeAsync());
        Assert.Equal(2, (await anna.GetAsync("/api/conversations").JsonAsync()).GetProperty("items").GetArrayLength());
    }

    /// <summary>The letter's row so many times more, each linked to the person.</summary>
    private async Task MultiplyAsync(string name, string personId, int times)
    {
        var id = (await app.TakenAsync(name)).Id;
        await app.WriteAsync(World.Anna, async write =>
        {
            var (message, person) = (
                await write.Db.Messages.Where(m => m.PublicId == Guid.Parse(id)).Select(m => m.Id).SingleAsync(),
                await write.Db.Records.Where(r => r.PublicId == Guid.Parse(personId)).Select(r => r.Id).SingleAsync());
            var columns = write.Db.Model.FindEntityType(typeof(Message))!.GetProperties().Select(p => p.Name)
                .Where(p => p != "Id").ToList();
            var values = columns.Select(column => column switch
            {
                "PublicId" => "randomblob(16)",
                "InternetMessageId" or "ContentKey" => "'0000-' || n",
                "ContentHash" => "randomblob(32)",
                _ => $"m.\"{column}\"",
            });
            // Made of the model's own names and of numbers.
            var statement =
                $"""
                WITH RECURSIVE counted(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < {times})
                INSERT INTO "Messages" ({string.Join(", ", columns.Select(c => $"\"{c}\""))})
                SELECT {string.Join(", ", values)} FROM "Messages" m, counted WHERE m."Id" = {message};
                INSERT INTO "MessageLinks" ("CompanyId", "MessageId", "RecordId", "SentAt", "Rule", "At")
                SELECT "CompanyId", "Id", {person}, "SentAt", 3, "EnteredAt" FROM "Messages" WHERE "InternetMessageId" LIKE '0000-%'
                """;
            await write.Db.Database.ExecuteSqlRawAsync(statement);
            return true;
        });
    }

    private async Task<string> PersonAsync(string name, string address) =>
        (await anna.PostAsJsonAsync("/api/persons", new { name, emails = new[] { address }, visibleTo = "everyone" }).JsonAsync())
        .Text("id")!;

    private async Task DealAsync(string title, string personId) =>
        await anna.PostAsJsonAsync("/api/deals", new { title, personIds = new[] { personId } }).JsonAsync();
}
