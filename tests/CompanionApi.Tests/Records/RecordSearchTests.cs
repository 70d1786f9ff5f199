using System.Net;
using CompanionApi.Tests.Support;

namespace CompanionApi.Tests.Records;

/// <summary>The search of the pane and of the lists; each test has words of its own.</summary>
public sealed class RecordSearchTests(SearchedApp searched) : IClassFixture<SearchedApp>
{
    private readonly CompanionApp app = searched.App;

    [Theory]
    [InlineData("山", "山田 太郎")]
    [InlineData("太", "山田 太郎")]
    [InlineData("田太", "山田 太郎")]
    [InlineData("山田太郎", "山田 太郎")]
    [InlineData("山田　太郎", "山田 太郎")]
    [InlineData("ﾌｼﾞ", "フジ商事")]
    [InlineData("ＡＣＭＥ", "Acme Café")]
    [InlineData("cafe", "Acme Café")]
    [InlineData("CAFÉ acme", "Acme Café")]
    [InlineData("cme", "Acme Café")]
    [InlineData("%", "100% Cotton")]
    [InlineData("_", "Under_score")]
    [InlineData("o'b", "O’Brien")]
    public async Task S75_finds_by_name_whatever_its_width_case_and_marks(string q, string name)
    {
        Assert.Equal([name], (await app.GetAsync(World.Ben, $"records?q={Uri.EscapeDataString(q)}")).Names);
        Assert.Equal([name], (await app.GetAsync(World.Ben, $"persons?q={Uri.EscapeDataString(q)}")).Names);
    }

    [Fact]
    public async Task Finds_by_address_and_by_organization()
    {
        var globex = (await app.MakeAsync(World.Anna, "organizations", new { name = "Globex" })).Id();
        await app.MakeAsync(
            World.Anna, "persons", new { name = "Taro", emails = new[] { "ty@shop.example" }, organizationId = globex });
        await app.MakeAsync(World.Anna, "leads", new { title = "Roasters", emails = new[] { "ichiro@lead.example" } });
        await app.MakeAsync(World.Anna, "deals", new { title = "Renewal", organizationId = globex });

        Assert.Equal(["Taro"], (await app.GetAsync(World.Ben, "records?q=ty@shop")).Names);
        Assert.Equal(["Taro"], (await app.GetAsync(World.Ben, "records?q=shop.example")).Names);
        Assert.Equal(["Roasters"], (await app.GetAsync(World.Ben, "records?q=ICHIRO@")).Names);
        Assert.Equal(["Globex", "Renewal", "Taro"], (await app.GetAsync(World.Ben, "records?q=globex")).Names);
        Assert.Equal(["Renewal"], (await app.GetAsync(World.Ben, "records?q=globex ren")).Names);
        Assert.Equal(["Renewal"], (await app.GetAsync(World.Ben, "deals?q=globex")).Names);
    }

    [Fact]
    public async Task What_begins_so_comes_first_open_before_closed_the_newest_before_older()
    {
        await app.MakeAsync(World.Anna, "deals", new { title = "Initech old" });
        await app.MakeAsync(World.Anna, "deals", new { title = "Initech won", status = "won" });
        await app.MakeAsync(World.Anna, "deals", new { title = "Initech new" });
        await app.MakeAsync(World.Anna, "deals", new { title = "Paninitecha lost", status = "lost" });
        await app.MakeAsync(World.Anna, "deals", new { title = "Paninitecha" });
        await app.MakeAsync(World.Anna, "deals", new { title = "The Initech" });
        await app.MakeAsync(World.Anna, "persons", new { name = "Zoe", emails = new[] { "initech@zoe.example" } });
        string[] best = ["Zoe", "The Initech", "Initech new", "Initech old", "Initech won", "Paninitecha", "Paninitecha lost"];

        Assert.Equal(best, (await app.GetAsync(World.Ben, "records?q=initech")).Names);

        var paged = new List<string>();
        string? cursor = null;
        do
        {
            var page = await app.GetAsync(World.Ben, $"records?q=initech&limit=2&cursor={cursor}");
            paged.AddRange(page.Names);
            cursor = page.Next;
        }
        while (cursor is not null);
        Assert.Equal(best, paged);
        var first = await app.GetAsync(World.Ben, "records?q=initech&limit=2");
        Assert.Equal(
            "not_of_this_list",
            (await app.GetAsync(World.Ben, $"records?q=other&cursor={first.Next}")).Error("cursor"));
    }

    [Fact]
    public async Task A_page_goes_on_where_the_one_before_it_ended_also_when_that_record_went_meanwhile()
    {
        var made = new List<Guid>();
        for (var n = 0; n < 5; n++)
        {
            made.Add((await app.MakeAsync(World.Anna, "deals", new { title = $"Vandelay {n}" })).Id());
        }

        var first = await app.GetAsync(World.Ben, "records?q=vandelay&limit=2");
        Assert.Equal(["Vandelay 4", "Vandelay 3"], first.Names);
        await app.DeleteAsync(World.Anna, $"deals/{made[3]}");

        Assert.Equal(
            ["Vandelay 2", "Vandelay 1"], (await app.GetAsync(World.Ben, $"records?q=vandelay&limit=2&cursor={first.Next}")).Names);
    }

    [Fact]
    public async Task Kinds_narrow_it()
    {
        await app.MakeAsync(World.Anna, "organizations", new { name = "Umbra" });
        await app.MakeAsync(World.Anna, "leads", new { title = "Umbra lead" });
        await app.MakeAsync(World.Anna, "deals", new { title = "Umbra deal" });
        await app.MakeAsync(World.Anna, "projects", new { title = "Umbra project" });

        Assert.Equal(
            ["Umbra deal", "Umbra lead"], (await app.GetAsync(World.Ben, "records?q=umbra&kinds=deal,lead")).Names);
        Assert.Equal(4, (await app.GetAsync(World.Ben, "records?q=umbra&kinds=")).Names.Count);
        Assert.Equal("unknown", (await app.GetAsync(World.Ben, "records?q=umbra&kinds=deal,cat")).Error("kinds"));
    }

    [Fact]
    public async Task R9_finds_nothing_that_the_viewer_may_not_see_by_any_field()
    {
        var hidden = (await app.MakeAsync(
            World.Anna, "organizations", new { name = "Hemlock", visibleTo = "owner" })).Id();
        await app.MakeAsync(World.Anna, "deals", new { title = "Plain deal", organizationId = hidden });
        await app.MakeAsync(
            World.Anna,
            "persons",
            new { name = "Hidden", emails = new[] { "hemlock@x.example" }, visibleTo = "owner" });
        await app.MakeAsync(World.Anna, "persons", new { name = "Gone", emails = new[] { "hemlock@gone.example" } });
        var gone = (await app.GetAsync(World.Anna, "persons?q=gone")).Json.GetProperty("items")[0].Id();
        await app.DeleteAsync(World.Anna, $"persons/{gone}");

        Assert.Equal(["Hidden", "Hemlock", "Plain deal"], (await app.GetAsync(World.Anna, "records?q=hemlock")).Names);
        foreach (var who in new[] { World.Ben, World.Chie, World.Dan })
        {
            Assert.Empty((await app.GetAsync(who, "records?q=hemlock")).Names);
        }
    }

    [Theory]
    [InlineData("\"; DROP TABLE Records; --")]
    [InlineData("a* OR b")]
    [InlineData("\\")]
    [InlineData("。")]
    public async Task Nothing_typed_is_an_operator(string q)
    {
        await app.MakeAsync(World.Anna, "deals", new { title = "Plain" });

        var said = await app.GetAsync(World.Anna, $"records?q={Uri.EscapeDataString(q)}");

        Assert.Equal(HttpStatusCode.OK, said.Status);
        Assert.Empty(said.Names);
    }

    [Fact]
    public async Task Without_words_all_that_is_seen_is_listed_and_too_long_words_are_refused()
    {
        await app.MakeAsync(World.Dan, "deals", new { title = "One" });
        await app.MakeAsync(World.Dan, "deals", new { title = "Two", status = "lost" });

        Assert.Equal(["One", "Two"], (await app.GetAsync(World.Dan, "records")).Names);
        Assert.Equal(["One", "Two"], (await app.GetAsync(World.Dan, "records?q=%20")).Names);
        Assert.Equal("too_long", (await app.GetAsync(World.Ben, $"records?q={new string('x', 201)}")).Error("q"));
        Assert.Equal("too_long", (await app.GetAsync(World.Ben, $"deals?q={new string('x', 201)}")).Error("q"));
    }

    [Fact]
    public async Task A_new_name_is_found_and_the_old_one_no_longer()
    {
        var id = (await app.MakeAsync(World.Anna, "organizations", new { name = "Oldname" })).Id();
        await app.PatchAsync(World.Anna, $"organizations/{id}", new { version = 1, name = "Newname" });

        Assert.Equal(["Newname"], (await app.GetAsync(World.Ben, "records?q=newn")).Names);
        Assert.Empty((await app.GetAsync(World.Ben, "records?q=oldn")).Names);
    }
}

/// <summary>An API with names of every script.</summary>
public sealed class SearchedApp : IAsyncLifetime
{
    public CompanionApp App { get; } = new();

    public async Task InitializeAsync()
    {
        await App.InitializeAsync();
        foreach (var name in new[] { "山田 太郎", "フジ商事", "Acme Café", "100% Cotton", "Under_score", "O’Brien" })
        {
            await App.MakeAsync(World.Anna, "persons", new { name });
        }
    }

    public Task DisposeAsync() => App.DisposeAsync();
}
