using System.Net;
using CompanionApi.Data;
using CompanionApi.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CompanionApi.Tests.Records;

/// <summary>Versions, changes, undo, and who is told.</summary>
public sealed class RecordEditsTests(CompanionApp app) : IClassFixture<CompanionApp>
{
    [Fact]
    public async Task S78_an_edit_of_an_old_version_is_refused_with_both_versions()
    {
        var id = (await app.MakeAsync(World.Anna, "deals", new { title = "First" })).Id();
        await app.PatchAsync(World.Ben, $"deals/{id}", new { version = 1, title = "Second" });

        var said = await app.PatchAsync(World.Anna, $"deals/{id}", new { version = 1, title = "Third", value = 5 });

        Assert.Equal((HttpStatusCode.Conflict, "version_conflict"), (said.Status, said.Code));
        var (current, sent) = (said.Json.GetProperty("current"), said.Json.GetProperty("sent"));
        Assert.Equal(("Second", 2), (current.Text("title"), current.GetProperty("version").GetInt32()));
        Assert.Equal(["title", "value", "version"], sent.EnumerateObject().Select(p => p.Name).Order());
        Assert.Equal("Third", sent.Text("title"));
        Assert.Equal("Second", (await app.GetAsync(World.Anna, $"deals/{id}")).Json.Text("title"));
    }

    [Fact]
    public async Task S78_an_edit_says_which_version_it_was_made_from()
    {
        var id = (await app.MakeAsync(World.Anna, "deals", new { title = "First" })).Id();

        Assert.Equal(
            "required", (await app.PatchAsync(World.Anna, $"deals/{id}", new { title = "Second" })).Error("version"));
    }

    [Fact]
    public async Task Of_two_edits_of_one_version_at_once_one_stands()
    {
        var id = (await app.MakeAsync(World.Anna, "deals", new { title = "First" })).Id();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i =>
            app.PatchAsync(
                i % 2 == 0 ? World.Anna : World.Ben, $"deals/{id}", new { version = 1, title = $"Edit {i}" })));

        Assert.Single(answers, a => a.Status == HttpStatusCode.OK);
        Assert.Equal(7, answers.Count(a => a.Status == HttpStatusCode.Conflict));
    }

    [Fact]
    public async Task An_edit_touches_what_it_names_and_a_wrong_one_nothing()
    {
        var person = (await app.MakeAsync(World.Anna, "persons", new { name = "P" })).Id();
        var id = (await app.MakeAsync(
            World.Anna, "deals",
            new { title = "Deal", value = 10, currency = "EUR", personIds = new[] { person } })).Id();

        var wrong = await app.PatchAsync(
            World.Anna, $"deals/{id}", new { version = 1, title = "New", value = 20, status = "gone" });
        Assert.Equal("unknown", wrong.Error("status"));
        var kept = (await app.GetAsync(World.Anna, $"deals/{id}")).Json;
        Assert.Equal(
            ("Deal", 10m, 1),
            (kept.Text("title"), kept.GetProperty("value").GetDecimal(), kept.GetProperty("version").GetInt32()));

        var cleared = (await app.PatchAsync(
            World.Anna, $"deals/{id}", new { version = 1, value = (decimal?)null })).Json;
        Assert.Equal(
            ("Deal", "EUR", "null"),
            (cleared.Text("title"), cleared.Text("currency"), cleared.GetProperty("value").GetRawText()));
        Assert.Equal(["P"], cleared.GetProperty("persons").Names());
    }

    [Fact]
    public async Task An_edit_that_changes_nothing_is_no_change()
    {
        var id = (await app.MakeAsync(World.Anna, "deals", new { title = "Same", value = 1 })).Id();

        var said = await app.PatchAsync(
            World.Anna,
            $"deals/{id}",
            new { version = 1, title = "Same", value = 1.0, personIds = Array.Empty<Guid>() });

        Assert.Equal("null", said.Json.GetProperty("change").GetRawText());
        Assert.Equal(1, said.Json.GetProperty("version").GetInt32());
    }

    [Fact]
    public async Task S76_undo_puts_back_fields_persons_and_addresses()
    {
        var p1 = (await app.MakeAsync(World.Anna, "persons", new { name = "P1" })).Id();
        var p2 = (await app.MakeAsync(World.Anna, "persons", new { name = "P2" })).Id();
        var deal = (await app.MakeAsync(
            World.Anna,
            "deals",
            new { title = "Before", value = 1.5, currency = "EUR", personIds = new[] { p1 } })).Id();
        var lead = (await app.MakeAsync(
            World.Anna, "leads", new { title = "L", emails = new[] { "a@undo.example", "b@undo.example" } })).Id();

        var edited = await app.PatchAsync(World.Anna, $"deals/{deal}", new
        {
            version = 1, title = "After", value = (decimal?)null, status = "won", personIds = new[] { p2 },
        });
        var moved = await app.PatchAsync(
            World.Anna, $"leads/{lead}", new { version = 1, emails = new[] { "c@undo.example", "a@undo.example" } });
        await UndoAsync(World.Anna, edited);
        await UndoAsync(World.Anna, moved);

        var back = (await app.GetAsync(World.Anna, $"deals/{deal}")).Json;
        Assert.Equal(("Before", "1.5", "open", 3), (
            back.Text("title"), back.GetProperty("value").GetRawText(), back.Text("status"),
            back.GetProperty("version").GetInt32()));
        Assert.Equal(["P1"], back.GetProperty("persons").Names());
        Assert.Equal(
            ["a@undo.example", "b@undo.example"],
            (await app.GetAsync(World.Anna, $"leads/{lead}")).Json.Emails());
    }

    [Fact]
    public async Task S76_undo_leaves_alone_what_was_changed_since()
    {
        var id = (await app.MakeAsync(World.Anna, "deals", new { title = "One", value = 1 })).Id();
        var edited = await app.PatchAsync(World.Anna, $"deals/{id}", new { version = 1, title = "Two", value = 2 });
        await app.PatchAsync(World.Ben, $"deals/{id}", new { version = 2, title = "Three" });

        await UndoAsync(World.Anna, edited);

        var now = (await app.GetAsync(World.Anna, $"deals/{id}")).Json;
        Assert.Equal(("Three", 1m), (now.Text("title"), now.GetProperty("value").GetDecimal()));
    }

    [Fact]
    public async Task S76_undo_of_making_takes_it_away_and_of_deleting_brings_it_back()
    {
        var made = await app.MakeAsync(World.Anna, "projects", new { title = "Made" });
        using var client = app.ClientFor(World.Anna);
        (await client.DeleteAsync($"/api/changes/{made.GetProperty("change").Id()}")).EnsureSuccessStatusCode();
        Assert.Equal(HttpStatusCode.NotFound, (await app.GetAsync(World.Anna, $"projects/{made.Id()}")).Status);

        var kept = (await app.MakeAsync(World.Anna, "projects", new { title = "Kept" })).Id();
        await UndoAsync(World.Anna, await app.DeleteAsync(World.Anna, $"projects/{kept}"));
        Assert.Equal("Kept", (await app.GetAsync(World.Ben, $"projects/{kept}")).Json.Text("title"));
    }

    [Fact]
    public async Task S77_every_write_is_told_and_a_narrowed_record_also_to_those_who_lose_it()
    {
        var anna = await app.UserAsync(World.Anna);
        var ben = await app.UserAsync(World.Ben);
        var chie = await app.UserAsync(World.Chie);
        var id = (await app.MakeAsync(World.Anna, "deals", new { title = "Told" })).Id();

        var edited = await HeardAsync(
            () => app.PatchAsync(World.Anna, $"deals/{id}", new { version = 1, title = "Told again" }));
        Assert.Equal(new LiveEvent("deal", id), Assert.Single(edited));
        var noted = await HeardAsync(() => app.PostAsync(World.Ben, $"deals/{id}/notes", new { text = "note" }));
        Assert.Equal(new LiveEvent("deal", id), Assert.Single(noted));

        var toTeam = Assert.Single(
            await HeardAsync(() => app.PatchAsync(World.Anna, $"deals/{id}", new { version = 2, visibleTo = "team" })));
        Assert.Equal([anna.Id, ben.Id, chie.Id], toTeam.To!.Order());
        var toOwner = Assert.Single(
            await HeardAsync(
                () => app.PatchAsync(World.Anna, $"deals/{id}", new { version = 3, visibleTo = "owner" })));
        Assert.Equal([anna.Id, ben.Id], toOwner.To!.Order());
        var toChie = Assert.Single(
            await HeardAsync(
                () => app.PatchAsync(World.Anna, $"deals/{id}", new { version = 4, owner = chie.PublicId })));
        Assert.Equal([anna.Id, chie.Id], toChie.To!.Order());
        var gone = Assert.Single(await HeardAsync(() => app.DeleteAsync(World.Chie, $"deals/{id}")));
        Assert.Equal(("deal", id), (gone.Kind, gone.Id));
        Assert.Equal([chie.Id], gone.To!);

        Assert.Empty(
            await HeardAsync(() => app.PatchAsync(World.Anna, $"deals/{id}", new { version = 1, title = "Lost" })));
    }

    private async Task UndoAsync(TestUser who, Said written)
    {
        using var client = app.ClientFor(who);
        using var answer = await client.DeleteAsync($"/api/changes/{written.Json.GetProperty("change").Id()}");
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>What Contoso hears of one write; a write is answered after it was told.</summary>
    private async Task<List<LiveEvent>> HeardAsync(Func<Task<Said>> write)
    {
        var company = (await app.UserAsync(World.Anna)).CompanyId;
        using var listening = app.Services.GetRequiredService<LiveEvents>().Listen(company);
        await write();
        var heard = new List<LiveEvent>();
        while (listening.Events.TryRead(out var happened))
        {
            heard.Add(happened);
        }

        return heard;
    }
}
