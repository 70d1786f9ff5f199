using System.Net.Http.Json;
using System.Text.Json;
using Demo.Microsoft365;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Tests.Sync;

public sealed class FirstSyncTests(Microsoft365World world) : IClassFixture<Microsoft365World>
{
    private static readonly SimUser Anna = Microsoft365World.Anna;
    private static readonly DateTimeOffset Ever = DateTimeOffset.UnixEpoch;

    [Fact]
    public async Task R61_chosen_folders_fill_from_the_chosen_date_on_and_stand_in_the_mail_tab()
    {
        await world.GenerateAsync(Anna, 300);

        var path = await world.ConnectAsync(Anna, Ever);
        await world.UntilHealthyAsync(Anna, path, state => state.GetProperty("folders").EnumerateArray()
            .All(f => f.GetProperty("attachmentsPending").GetInt32() == 0));

        var state = await world.CompletenessAsync(Anna, path);
        foreach (var folder in state.GetProperty("folders").EnumerateArray())
        {
            Assert.Equal(
                folder.GetProperty("mailbox").GetInt32(),
                folder.GetProperty("stored").GetInt32() + folder.GetProperty("drafts").GetInt32());
        }

        var items = await world.InDatabaseAsync(Anna, (db, _) => db.MailboxItems.CountAsync());
        var inScope = world.MailboxOf(Anna).Folders.All
            .Where(f => f.Key is not ("drafts" or "outbox" or "deleteditems" or "junkemail") && !f.IsHidden)
            .Sum(f => world.MailboxOf(Anna).Folders.Counts(f.Key).Total);
        Assert.Equal(inScope, items);
        using var client = world.ClientOf(Anna);
        var inbox = await client.GetFromJsonAsync<JsonElement>("/api/conversations?box=all&limit=100");
        Assert.Equal(100, inbox.GetProperty("items").GetArrayLength());
        Assert.Equal(0, await world.InDatabaseAsync(Anna, (db, me) =>
            db.Messages.CountAsync(m => m.OwnerId == me && m.Visibility != Model.Visibility.Private)));
        using var holes = await world.Simulator.Http.GetAsync("/sim/holes");
        Assert.Equal("{}", await holes.Content.ReadAsStringAsync());
        var calls = await world.Simulator.GetJsonAsync("/sim/calls");
        Assert.InRange(calls.GetProperty("token").GetInt32(), 1, 20);
    }

    [Fact]
    public async Task R61_before_folders_and_a_date_are_chosen_the_tree_is_read_and_nothing_else()
    {
        var dan = new Demo.Microsoft365.Directory().Find("dan@fabrikam.example")!;
        await world.GenerateAsync(dan, 50);
        using var client = world.ClientOf(dan);
        using var connected = await client.PostAsJsonAsync("/api/mail-accounts", new { });
        var path = connected.Headers.Location!.ToString();

        await Microsoft365World.UntilAsync(async () =>
            (await client.GetFromJsonAsync<JsonElement>(path)).GetProperty("foldersKnown").GetBoolean());
        await Microsoft365World.UntilAsync(() => world.InDatabaseAsync(dan, (db, me) =>
            db.MailAccounts.AnyAsync(a => a.UserId == me && a.DueAt == null)));

        Assert.Equal(0, await world.InDatabaseAsync(dan, (db, me) => db.MailboxItems.CountAsync(i => i.OwnerId == me)));
        using var again = await client.PostAsJsonAsync("/api/mail-accounts", new { });
        Assert.Equal(System.Net.HttpStatusCode.OK, again.StatusCode);
        using var colleague = world.ClientOf(Anna);
        using var hidden = await colleague.GetAsync(path);
        Assert.Equal(System.Net.HttpStatusCode.NotFound, hidden.StatusCode);
    }

    [Fact]
    public async Task S57_whoever_leaves_is_synced_no_longer_and_the_sign_in_goes()
    {
        var (ben, chie) = (Microsoft365World.Ben, new Demo.Microsoft365.Directory().Find("chie@contoso.example")!);
        await world.DeliverAsync(ben, "From: a@acme.example\r\nTo: ben@contoso.example\r\nSubject: Stays\r\nMessage-ID: <stays@acme.example>\r\n\r\nHello\r\n");
        var path = await world.ConnectAsync(ben, Ever, "inbox");
        await world.UntilHealthyAsync(ben, path);
        var key = $".{ben.ObjectId}";
        Assert.True(await world.InDatabaseAsync(ben, (db, _) => db.TokenCacheEntries.AnyAsync(e => e.Key.EndsWith(key))));

        var id = await world.InDatabaseAsync(ben, (db, me) => db.Users.Where(u => u.Id == me).Select(u => u.PublicId).SingleAsync());
        using var admin = world.ClientOf(chie);
        using var left = await admin.PatchAsJsonAsync($"/api/admin/users/{id}", new { left = true });
        Assert.True(left.IsSuccessStatusCode, await left.Content.ReadAsStringAsync());

        await Microsoft365World.UntilAsync(() => world.InDatabaseAsync(ben, async (db, me) =>
            !await db.MailAccounts.AnyAsync(a => a.UserId == me) && !await db.TokenCacheEntries.AnyAsync(e => e.Key.EndsWith(key))));
        Assert.True(await world.InDatabaseAsync(ben, (db, me) =>
            db.Messages.AnyAsync(m => m.OwnerId == me && m.InternetMessageId == "stays@acme.example")));
    }
}
