using System.Net.Http.Json;
using System.Text.Json;
using CompanionApi.Tests.Records;
using CompanionApi.Tests.Support;
using Demo.Microsoft365;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Tests.Sync;

/// <summary>S76: what a rep does to a mailbox of hers is answered with its change, and stands in her trail.</summary>
public sealed class AccountTrailTests : IAsyncLifetime
{
    private static readonly SimUser Anna = Microsoft365World.Anna;

    private readonly Microsoft365World world = new();

    public Task InitializeAsync() => world.InitializeAsync();

    public Task DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task S76_connecting_choosing_reconnecting_and_disconnecting_leave_a_change_each_and_repeats_leave_none()
    {
        using var anna = world.ClientOf(Anna);
        var connected = await anna.PostAsJsonAsync("/api/mail-accounts", new { }).JsonAsync();
        var path = $"/api/mail-accounts/{connected.Id()}";
        Assert.Null(ChangeOf(await anna.PostAsJsonAsync("/api/mail-accounts", new { }).JsonAsync()));
        await Microsoft365World.UntilAsync(
            async () => (await anna.GetAsync(path).JsonAsync()).GetProperty("foldersKnown").GetBoolean());
        var inbox = (await anna.GetAsync($"{path}/folders").JsonAsync()).GetProperty("items").EnumerateArray()
            .First(f => f.GetProperty("wellKnown").GetString() == "inbox").Id();
        var scope = new { scope = "selected", folderIds = new[] { inbox }, since = DateTimeOffset.UnixEpoch };
        var chosen = await anna.PutAsJsonAsync($"{path}/scope", scope).JsonAsync();
        Assert.Null(ChangeOf(await anna.PutAsJsonAsync($"{path}/scope", scope).JsonAsync()));
        Assert.Null(ChangeOf(await anna.PostAsJsonAsync($"{path}/syncs", new { }).JsonAsync()));
        Assert.Null(ChangeOf(await anna.PostAsJsonAsync($"{path}/reconnections", new { }).JsonAsync()));
        await LoseSignInAsync(anna, path);
        var reconnected = await anna.PostAsJsonAsync($"{path}/reconnections", new { }).JsonAsync();

        var ended = await anna.DeleteAsync(path).JsonAsync();

        var all = new[] { connected, chosen, reconnected, ended }.Select(ChangeOf).ToList();
        var listed = (await anna.GetAsync("/api/changes").JsonAsync()).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(all.AsEnumerable().Reverse(), listed.Select(c => (Guid?)c.Id()));
        Assert.All(listed, c => Assert.Equal("settings_changed", c.Text("kind")));
        Assert.All(listed, c => Assert.Equal(JsonValueKind.Null, c.GetProperty("undoUntil").ValueKind));
        var items = await world.InDatabaseAsync(Anna, (db, _) => db.ChangeItems.OrderBy(i => i.Id).ToListAsync());
        Assert.Equal(
            [(null, "choosing"), ("choosing", "syncing"), ("reconnect_needed", "syncing"), ("syncing", null)],
            items.Select(i => (StateIn(i.Before), StateIn(i.After))));
        Assert.All(items, i => Assert.Contains(Anna.Address, i.Before ?? i.After));
        Assert.All(items, i => Assert.DoesNotContain("inbox", $"{i.Before}{i.After}", StringComparison.OrdinalIgnoreCase));
    }

    private async Task LoseSignInAsync(HttpClient anna, string path)
    {
        await SetAsync(new { revokedSignIns = new[] { Anna.Address } });
        await anna.PostAsJsonAsync($"{path}/syncs", new { }).JsonAsync();
        await Microsoft365World.UntilAsync(
            async () => (await anna.GetAsync(path).JsonAsync()).Text("state") == "reconnect_needed");
        await SetAsync(new { });
    }

    private async Task SetAsync(object faults)
    {
        using var answer = await world.Simulator.Http.PutAsJsonAsync("/sim/faults", faults);
        answer.EnsureSuccessStatusCode();
    }

    private static Guid? ChangeOf(JsonElement answer) =>
        answer.GetProperty("change") is { ValueKind: JsonValueKind.Object } change ? change.Id() : null;

    private static string? StateIn(string? said) =>
        said is null ? null : JsonSerializer.Deserialize<JsonElement>(said).Text("state");
}
