using System.Net;
using CompanionApi.Model;
using CompanionApi.Tests.Support;

namespace CompanionApi.Tests.Records;

public sealed class PersonsTests(CompanionApp app) : IClassFixture<CompanionApp>
{
    [Theory]
    [InlineData("Taro", "Yamada", "Taro Yamada")]
    [InlineData("太郎", "山田", "山田 太郎")]
    [InlineData(null, "Yamada", "Yamada")]
    [InlineData("Taro", null, "Taro")]
    public async Task A_name_is_made_of_its_parts_as_written_there(string? firstName, string? lastName, string name)
    {
        var made = await app.MakeAsync(World.Anna, "persons", new { firstName, lastName });

        Assert.Equal(name, made.Text("name"));
    }

    [Fact]
    public async Task A_name_of_its_parts_follows_them_and_a_given_one_stays()
    {
        var made = await app.MakeAsync(World.Anna, "persons", new { firstName = "Jane", lastName = "Doe" });
        var married = await app.PatchAsync(World.Anna, $"persons/{made.Id()}", new { version = 1, lastName = "Roe" });
        Assert.Equal("Jane Roe", married.Json.Text("name"));

        var called = await app.PatchAsync(World.Anna, $"persons/{made.Id()}", new { version = 2, name = "J. R." });
        Assert.Equal("Jane", called.Json.Text("firstName"));
        var again = await app.PatchAsync(World.Anna, $"persons/{made.Id()}", new { version = 3, lastName = "Moe" });
        Assert.Equal(("J. R.", "Moe"), (again.Json.Text("name"), again.Json.Text("lastName")));
    }

    [Fact]
    public async Task S9_a_second_person_with_an_address_is_refused_with_the_one_that_is_seen()
    {
        var first = await app.MakeAsync(
            World.Anna, "persons", new { name = "First", emails = new[] { "twice@acme.example" } });

        var said = await app.PostAsync(
            World.Ben, "persons", new { name = "Second", emails = new[] { "new@acme.example", "TWICE@acme.example" } });

        Assert.Equal((HttpStatusCode.Conflict, "already_there"), (said.Status, said.Code));
        Assert.Equal(
            (first.Id(), "First"),
            (said.Json.GetProperty("record").Id(), said.Json.GetProperty("record").Text("name")));
        Assert.Empty((await app.GetAsync(World.Ben, "persons?q=new@acme.example")).Names);

        var other = await app.MakeAsync(
            World.Ben, "persons", new { name = "Third", emails = new[] { "third@acme.example" } });
        var added = await app.PatchAsync(
            World.Ben, $"persons/{other.Id()}",
            new { version = 1, emails = new[] { "third@acme.example", "twice@acme.example" } });
        Assert.Equal("already_there", added.Code);
        Assert.Equal(
            1, (await app.GetAsync(World.Ben, $"persons/{other.Id()}")).Json.GetProperty("version").GetInt32());
    }

    [Fact]
    public async Task S9_a_hidden_person_with_the_address_and_none_are_one_answer_after_the_same_queries()
    {
        await app.MakeAsync(
            World.Chie,
            "persons",
            new { name = "Hidden", emails = new[] { "unseen1@acme.example" }, visibleTo = "owner" });
        var strangers = new { name = "Foreign", emails = new[] { "foreign@acme.example" } };
        await app.MakeAsync(World.Dan, "persons", strangers);
        await app.MakeAsync(World.Anna, "persons", new { name = "Warm", emails = new[] { "warm@acme.example" } });

        var (hidden, hiddenQueries) = await MakeWatchedAsync("unseen1@acme.example");
        var (foreign, foreignQueries) = await MakeWatchedAsync("foreign@acme.example");
        var (missing, missingQueries) = await MakeWatchedAsync("missing@acme.example");

        Assert.Equal(HttpStatusCode.Created, missing.Status);
        Assert.Equal((missing.Status, missing.Body.Length), (hidden.Status, hidden.Body.Length));
        Assert.Equal((missing.Status, missing.Body.Length), (foreign.Status, foreign.Body.Length));
        Assert.Equal(missingQueries, hiddenQueries);
        Assert.Equal(missingQueries, foreignQueries);
    }

    [Fact]
    public async Task An_address_of_its_own_does_not_stand_in_its_way()
    {
        var made = await app.MakeAsync(
            World.Anna, "persons", new { name = "Own", emails = new[] { "own@acme.example" } });

        var said = await app.PatchAsync(
            World.Anna, $"persons/{made.Id()}",
            new { version = 1, emails = new[] { "own2@acme.example", "own@acme.example" } });

        Assert.Equal(
            ["own2@acme.example", "own@acme.example"],
            said.Json.Emails());
        var cleared = await app.PatchAsync(
            World.Anna, $"persons/{made.Id()}", new { version = 2, emails = (string[]?)null });
        Assert.Empty(cleared.Json.GetProperty("emails").EnumerateArray());
    }

    [Fact]
    public async Task S9_a_duplicate_that_stood_before_does_not_hinder_other_edits()
    {
        var annas = await app.MakeAsync(
            World.Anna, "persons", new { name = "Both", emails = new[] { "both@acme.example" }, visibleTo = "owner" });
        var bens = await app.MakeAsync(
            World.Ben, "persons", new { name = "Both", emails = new[] { "both@acme.example" } });

        var said = await app.PatchAsync(World.Anna, $"persons/{annas.Id()}", new
        {
            version = 1, name = "Renamed", emails = new[] { "both@acme.example" }, visibleTo = "everyone",
        });

        Assert.Equal("Renamed", said.Json.Text("name"));
        Assert.NotEqual(annas.Id(), bens.Id());
    }

    [Fact]
    public async Task S10_a_person_that_mail_made_stands_on_the_review_list_until_confirmed()
    {
        var id = await MakeByMailAsync("From mail");

        Assert.Contains("From mail", (await app.GetAsync(World.Anna, "persons?newByMail=true")).Names);
        Assert.DoesNotContain("From mail", (await app.GetAsync(World.Anna, "persons?newByMail=false")).Names);
        Assert.DoesNotContain("From mail", (await app.GetAsync(World.Ben, "persons?newByMail=true")).Names);

        var confirmed = await app.PatchAsync(World.Anna, $"persons/{id}", new { version = 1, isNewByMail = false });

        Assert.False(confirmed.Json.GetProperty("isNewByMail").GetBoolean());
        Assert.DoesNotContain("From mail", (await app.GetAsync(World.Anna, "persons?newByMail=true")).Names);
    }

    [Theory]
    [InlineData("owner")]
    [InlineData("team")]
    public async Task S10_a_hand_that_says_who_sees_it_has_looked_at_it(string visibleTo)
    {
        var id = await MakeByMailAsync("Decided");

        var said = await app.PatchAsync(World.Anna, $"persons/{id}", new { version = 1, visibleTo, isNewByMail = true });

        Assert.Equal(visibleTo, said.Json.Text("visibleTo"));
        Assert.False(said.Json.GetProperty("isNewByMail").GetBoolean());
    }

    [Fact]
    public async Task S10_only_mail_puts_a_person_on_the_review_list()
    {
        var made = await app.MakeAsync(World.Anna, "persons", new { name = "By hand", isNewByMail = true });

        Assert.False(made.GetProperty("isNewByMail").GetBoolean());
    }

    private async Task<Guid> MakeByMailAsync(string name)
    {
        var anna = await app.UserAsync(World.Anna);
        return await app.WriteAsync(World.Anna, write =>
        {
            var person = new Person
            {
                OwnerId = anna.Id, Name = name, VisibleTo = VisibleTo.Owner, IsNewByMail = true, CreatedAt = write.Now,
            };
            write.Db.Add(person);
            return Task.FromResult(person.PublicId);
        });
    }

    private async Task<(Said Said, IReadOnlyList<string> Queries)> MakeWatchedAsync(string email)
    {
        using var queries = new Queries(app.Folder);
        var said = await app.PostAsync(World.Anna, "persons", new { name = "Made", emails = new[] { email } });
        return (said, queries.Texts);
    }
}
