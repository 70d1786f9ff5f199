using System.Net;
using CompanionApi.Tests.Support;

namespace CompanionApi.Tests.Records;

public sealed class NotesTests(CompanionApp app) : IClassFixture<CompanionApp>
{
    [Theory]
    [InlineData("persons", "name")]
    [InlineData("organizations", "name")]
    [InlineData("leads", "title")]
    [InlineData("deals", "title")]
    [InlineData("projects", "title")]
    public async Task S5_whoever_sees_a_record_reads_its_notes_and_adds_to_them(string path, string field)
    {
        var id = (await app.MakeAsync(World.Anna, path, new Dictionary<string, object> { [field] = "Noted" })).Id();

        await app.MakeAsync(World.Anna, $"{path}/{id}/notes", new { text = "First\nof two lines " });
        var second = await app.MakeAsync(World.Ben, $"{path}/{id}/notes", new { text = "二つ目" });

        Assert.Equal(["at", "author", "change", "id", "text"], second.EnumerateObject().Select(p => p.Name).Order());
        Assert.Equal("note_added", second.GetProperty("change").Text("kind"));
        var notes = (await app.GetAsync(
            World.Chie, $"{path}/{id}/notes")).Json.GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(["二つ目", "First\nof two lines"], notes.Select(n => n.Text("text")));
        Assert.Equal(["Ben Ortiz", "Anna Keller"], notes.Select(n => n.GetProperty("author").Text("displayName")));
    }

    [Fact]
    public async Task Notes_page_the_newest_first()
    {
        var id = (await app.MakeAsync(World.Anna, "deals", new { title = "Many" })).Id();
        for (var i = 1; i <= 5; i++)
        {
            await app.MakeAsync(World.Anna, $"deals/{id}/notes", new { text = $"{i}" });
        }

        var first = await app.GetAsync(World.Ben, $"deals/{id}/notes?limit=3");
        var rest = await app.GetAsync(World.Ben, $"deals/{id}/notes?limit=3&cursor={first.Next}");

        Assert.Equal(["5", "4", "3", "2", "1"], first.Json.GetProperty("items").EnumerateArray()
            .Concat(rest.Json.GetProperty("items").EnumerateArray()).Select(n => n.Text("text")));
        Assert.Null(rest.Next);
    }

    [Theory]
    [InlineData("", "required")]
    [InlineData(" \n ", "required")]
    [InlineData(null, "required")]
    public async Task A_note_says_something(string? text, string code)
    {
        var id = (await app.MakeAsync(World.Anna, "deals", new { title = "Noted" })).Id();

        Assert.Equal(code, (await app.PostAsync(World.Anna, $"deals/{id}/notes", new { text })).Error("text"));
        Assert.Equal(
            "too_long",
            (await app.PostAsync(
                World.Anna, $"deals/{id}/notes", new { text = new string('x', 10_001) })).Error("text"));
        Assert.Equal(
            HttpStatusCode.Created,
            (await app.PostAsync(World.Anna, $"deals/{id}/notes", new { text = new string('x', 10_000) })).Status);
    }
}
