using System.Net;
using CompanionApi.Tests.Protocols.MailAuth;
using CompanionApi.Tests.Records;
using CompanionApi.Tests.Support;

namespace CompanionApi.Tests.Messages;

/// <summary>S30: "is this yours?" about a mail for which an old signature alone vouches, and what either answer does.</summary>
public sealed class DoubtfulMailTests
{
    private const string Elsewhere = "bounce@mailer.example";

    private readonly DkimLetter letter = new()
    {
        Tags = "v=1; a=rsa-sha256; d=contoso.example; s=s1; h=from:to:subject:date:message-id",
        Header = "From: Anna Keller <anna@contoso.example>\r\nTo: Taro <taro@yamada.example>\r\n" +
            $"Subject: The roasters of spring\r\nDate: {Letters.Date(DateTimeOffset.UtcNow.AddDays(-4))}\r\n" +
            $"Message-ID: <{Letters.Id("proof")}>\r\n",
        Body = "Hello.\r\n",
    };

    [Fact]
    public async Task S30_yes_makes_it_what_it_would_have_been_and_undo_asks_again()
    {
        await using var app = await StartAsync();
        await app.TakeAsync(Letters.Of(
            "first", "Taro <taro@yamada.example>", subject: "The roasters of spring", at: DateTimeOffset.UtcNow.AddDays(-4)));
        var first = await app.TakenAsync("first");
        await DoubtAsync(app, MailRoom.ContosoAddress);
        var before = await app.TakenAsync("proof");
        Assert.NotEqual(first.Conversation, before.Conversation);
        Assert.Equal([before.Id], await AskedAsync(app, World.Anna));

        var yes = await app.PutAsync(World.Anna, $"messages/{before.Id}/confirmation", new { });

        var taken = await app.TakenAsync("proof");
        Assert.Equal(first.Conversation, taken.Conversation);
        Assert.Equal(["Taro"], taken.Persons);
        Assert.Empty(taken.Notices);
        Assert.Equal("private", taken.Visibility);
        Assert.Empty(await AskedAsync(app, World.Anna));
        Assert.Equal(
            HttpStatusCode.NotFound, (await app.GetAsync(World.Anna, $"conversations/{before.Conversation}")).Status);

        await app.DeleteAsync(World.Anna, $"changes/{yes.GetProperty("change").Id()}");
        var again = await app.TakenAsync("proof");
        Assert.Equal(["is_this_yours"], again.Notices);
        Assert.NotEqual(first.Conversation, again.Conversation);
        Assert.Empty(again.Persons);
        Assert.Equal(first.Conversation, (await app.TakenAsync("first")).Conversation);
    }

    [Fact]
    public async Task S30_yes_links_it_to_the_record_that_it_was_addressed_to_and_makes_its_persons()
    {
        await using var app = await StartAsync();
        var deal = await app.MakeAsync(World.Anna, "deals", new { title = "Roasters" });
        await DoubtAsync(app, $"{MailRoom.ContosoAddress},{deal.Text("smartBccAddress").ToUpperInvariant()}");

        await app.PutAsync(World.Anna, $"messages/{(await app.TakenAsync("proof")).Id}/confirmation", new { });

        var taken = await app.TakenAsync("proof");
        Assert.Equal(["Roasters: record_address"], taken.Links);
        Assert.Equal(["Taro"], taken.Persons);
        Assert.Single((await app.GetAsync(World.Anna, "me/review-list")).Json.GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task R11_yes_that_would_share_it_names_who_would_see_it_and_undo_takes_it_all_back()
    {
        await using var app = await StartAsync();
        await app.SettingsAsync(new { defaultVisibility = "shared" });
        var deal = await app.MakeAsync(World.Anna, "deals", new { title = "Roasters", visibleTo = "team" });
        await DoubtAsync(app, deal.Text("smartBccAddress"));
        var id = (await app.TakenAsync("proof")).Id;
        await app.PatchAsync(World.Chie, "admin/company", new { defaultVisibleTo = "owner" });

        using var anna = app.ClientFor(World.Anna);
        var asked = await Said.OfAsync(await anna.PutAsync($"/api/messages/{id}/confirmation", null));
        Assert.Equal("would_expose", asked.Code);
        Assert.Equal(["Ben Ortiz"], asked.Json.GetProperty("people").EnumerateArray().Select(p => p.Text("displayName")));
        Assert.Equal(["is_this_yours"], (await app.TakenAsync("proof")).Notices);
        Assert.Empty((await app.TakenAsync("proof")).Links);

        var yes = await app.PutAsync(World.Anna, $"messages/{id}/confirmation?expose=true", new { });
        Assert.Equal("shared", (await app.TakenAsync("proof")).Visibility);
        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync(World.Ben, $"messages/{id}")).Status);

        await app.DeleteAsync(World.Anna, $"changes/{yes.GetProperty("change").Id()}");
        Assert.Equal("private", (await app.TakenAsync("proof")).Visibility);
        Assert.Empty((await app.TakenAsync("proof")).Links);
        Assert.Equal(HttpStatusCode.NotFound, (await app.GetAsync(World.Ben, $"messages/{id}")).Status);
        Assert.Empty((await app.GetAsync(World.Anna, "persons?q=Taro")).Names);
    }

    [Fact]
    public async Task S30_yes_undone_and_said_again_makes_its_persons_again()
    {
        await using var app = await StartAsync();
        await DoubtAsync(app, MailRoom.ContosoAddress);
        var path = $"messages/{(await app.TakenAsync("proof")).Id}/confirmation";
        var yes = await app.PutAsync(World.Anna, path, new { });
        await app.DeleteAsync(World.Anna, $"changes/{yes.GetProperty("change").Id()}");
        Assert.Empty((await app.GetAsync(World.Anna, "persons?q=Taro")).Names);

        await app.PutAsync(World.Anna, path, new { });

        Assert.Equal(["Taro"], (await app.TakenAsync("proof")).Persons);
    }

    [Fact]
    public async Task R5_a_default_that_was_set_after_it_came_does_not_share_it()
    {
        await using var app = await StartAsync();
        await DoubtAsync(app, MailRoom.ContosoAddress);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await app.SettingsAsync(new { defaultVisibility = "shared" });

        await app.PutAsync(World.Anna, $"messages/{(await app.TakenAsync("proof")).Id}/confirmation", new { });

        Assert.Equal("private", (await app.TakenAsync("proof")).Visibility);
    }

    [Fact]
    public async Task S30_no_deletes_it_and_a_repeat_stays_away()
    {
        await using var app = await StartAsync();
        await DoubtAsync(app, MailRoom.ContosoAddress);
        var id = (await app.TakenAsync("proof")).Id;

        await app.DeleteAsync(World.Anna, $"messages/{id}");
        await DoubtAsync(app, MailRoom.ContosoAddress);

        Assert.False((await app.OpenAsync(World.Anna, "proof")).GetProperty("captured").GetBoolean());
        Assert.Empty(await AskedAsync(app, World.Anna));
    }

    [Fact]
    public async Task S30_what_comes_again_with_proof_is_no_longer_asked_about_and_stays_private()
    {
        await using var app = await StartAsync();
        await app.SettingsAsync(new { defaultVisibility = "shared" });
        await DoubtAsync(app, MailRoom.ContosoAddress);

        Assert.StartsWith("250", await app.SendAsync(World.Anna.Address, MailRoom.ContosoAddress, letter.Text));

        var taken = await app.TakenAsync("proof");
        Assert.Empty(taken.Notices);
        Assert.Equal(["Taro"], taken.Persons);
        Assert.Equal("private", taken.Visibility);
    }

    [Fact]
    public async Task S5_only_its_owner_is_asked_and_answers_and_the_question_is_not_put_away()
    {
        await using var app = await StartAsync();
        await DoubtAsync(app, MailRoom.ContosoAddress);
        var id = (await app.TakenAsync("proof")).Id;
        foreach (var who in new[] { World.Ben, World.Chie, World.Dan })
        {
            using var client = app.ClientFor(who);
            Assert.Equal(HttpStatusCode.NotFound, (await client.PutAsync($"/api/messages/{id}/confirmation", null)).StatusCode);
            Assert.Empty(await AskedAsync(app, who));
        }

        Assert.Equal("answer_needed", (await app.DeleteAsync(World.Anna, $"messages/{id}/notices/is_this_yours")).Code);
        Assert.Equal(["is_this_yours"], (await app.TakenAsync("proof")).Notices);
    }

    private Task<CompanionApp> StartAsync() =>
        MailRoom.StartAsync(MailRoom.Dns().Txt("s1._domainkey.contoso.example", letter.KeyRecord));

    private async Task DoubtAsync(CompanionApp app, string to) =>
        Assert.StartsWith("250", await app.SendAsync(Elsewhere, to, letter.Text));

    private static async Task<List<string>> AskedAsync(CompanionApp app, TestUser who) =>
        [.. (await app.GetAsync(who, "me/doubtful-messages")).Json.GetProperty("items").EnumerateArray().Select(m => m.Text("id"))];
}
