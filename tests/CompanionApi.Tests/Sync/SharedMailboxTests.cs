using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CompanionApi.Tests.Support;
using Demo.Microsoft365;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Tests.Sync;

/// <summary>S15: mailboxes that are nobody's own, opened by application permissions, their mail a steward's.</summary>
public sealed class SharedMailboxTests : IAsyncLifetime
{
    private const string Info = "info@contoso.example";
    private const string Admin = "/api/admin/shared-mailboxes";

    private static readonly SimUser Anna = Microsoft365World.Anna;
    private static readonly SimUser Ben = Microsoft365World.Ben;
    private static readonly SimUser Chie = new Demo.Microsoft365.Directory().Find("chie@contoso.example")!;
    private static readonly SimUser Dan = new Demo.Microsoft365.Directory().Find("dan@fabrikam.example")!;
    private static readonly DateTimeOffset Ever = DateTimeOffset.UnixEpoch;

    private readonly Microsoft365World world = new()
    {
        Settings =
        [
            ("Sync:NotificationUrl", "https://api.mailcrm.example"), ("Sync:PollWhenToldSeconds", "1"),
            ("Sync:PollWhenNotSeconds", "1"),
        ],
    };

    private SimUser Mailbox => world.Simulator.The<Demo.Microsoft365.Directory>().Find(Info)!;

    public async Task InitializeAsync()
    {
        await world.InitializeAsync();
        await SetAsync(Info, new { shared = true, displayName = "Contoso Info" });
        foreach (var user in new[] { Anna, Ben, Dan })
        {
            using var client = world.ClientOf(user);
            await client.GetAsync("/api/me").JsonAsync();
        }
    }

    public Task DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task S15_mail_of_a_shared_mailbox_is_its_stewards_and_nobody_elses_until_shared()
    {
        await world.DeliverAsync(Mailbox, Letter("asks"));
        var path = await ConnectedAsync(Anna, "inbox");
        await world.UntilHealthyAsync(Anna, path);

        var (messageId, conversationId) = await world.InDatabaseAsync(Anna, async (db, me) =>
        {
            var message = await db.Messages.SingleAsync(m => m.OwnerId == me && m.InternetMessageId == "asks@acme.example");
            var conversation = await db.Conversations.SingleAsync(c => c.Id == message.ConversationId);
            return (message.PublicId, conversation.PublicId);
        });
        using var anna = world.ClientOf(Anna);
        using var ben = world.ClientOf(Ben);
        using var chie = world.ClientOf(Chie);
        Assert.True((await anna.GetAsync(path).JsonAsync()).GetProperty("shared").GetBoolean());
        var seen = (await chie.GetAsync(Admin).JsonAsync()).GetProperty("items").EnumerateArray().Single();
        Assert.Equal(Info, seen.GetProperty("address").GetString());
        Assert.Equal(Anna.DisplayName, seen.GetProperty("steward").GetProperty("displayName").GetString());
        Assert.Equal("syncing", seen.GetProperty("state").GetString());
        foreach (var other in new[] { ben, chie })
        {
            Assert.Equal(1, await world.InDatabaseAsync(Anna, (db, _) => db.Messages.CountAsync()));
            Assert.Empty((await other.GetAsync("/api/mail-accounts").JsonAsync()).GetProperty("items").EnumerateArray());
            Assert.Empty((await other.GetAsync("/api/conversations?box=all").JsonAsync()).GetProperty("items").EnumerateArray());
            foreach (var hidden in new[] { path, $"{path}/folders", $"{path}/completeness", $"/api/messages/{messageId}" })
            {
                Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync(hidden)).StatusCode);
            }
        }

        var deal = await anna.PostAsJsonAsync("/api/deals", new { title = "Roasters", visibleTo = "everyone" }).JsonAsync();
        await anna.PutAsJsonAsync(
            $"/api/conversations/{conversationId}/links/deal", new { recordId = deal.GetProperty("id").GetString() }).JsonAsync();
        await anna.PutAsJsonAsync($"/api/messages/{messageId}/visibility", new { visibility = "shared" }).JsonAsync();

        Assert.Equal("Asks", (await ben.GetAsync($"/api/messages/{messageId}").JsonAsync()).GetProperty("subject").GetString());
    }

    [Fact]
    public async Task S15_mail_sent_from_the_shared_address_counts_as_sent_and_its_address_as_our_own()
    {
        await world.DeliverAsync(
            Mailbox,
            $"From: {Info}\r\nTo: taro@acme.example\r\nSubject: Answer\r\nMessage-ID: <answer@contoso.example>\r\n\r\nHello\r\n",
            "sentitems");
        var path = await ConnectedAsync(Anna, "sentitems");
        await world.UntilHealthyAsync(Anna, path);

        Assert.True(await world.InDatabaseAsync(Anna, (db, _) =>
            db.Messages.Where(m => m.InternetMessageId == "answer@contoso.example").Select(m => m.IsSent).SingleAsync()));
        using var client = world.ClientOf(Ben);
        using var asked = await client.PostAsJsonAsync("/api/me/sender-addresses", new { address = Info });
        Assert.Equal("address_not_available", await asked.CodeAsync());
        using var anna = world.ClientOf(Anna);
        var lists = await anna.GetAsync("/api/me/never-capture").JsonAsync();
        using var kept = await anna.PutAsJsonAsync("/api/me/never-capture", new
        {
            version = lists.GetProperty("version").GetString(), addresses = new[] { Info }, domains = Array.Empty<string>(),
        });
        Assert.Contains("own_address", await kept.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task S15_the_application_opens_that_mailbox_alone_and_sign_ins_open_all_others()
    {
        await world.DeliverAsync(Mailbox, Letter("asks"));
        await world.DeliverAsync(Anna, Letter("own", Anna.Address));
        var own = await world.ConnectAsync(Anna, Ever, "inbox");
        var path = await ConnectedAsync(Anna, "inbox");
        await world.UntilHealthyAsync(Anna, own);
        await world.UntilHealthyAsync(Anna, path);

        await world.DeliverAsync(Mailbox, Letter("later"));
        await Microsoft365World.UntilAsync(() => IsHereAsync("later"));

        var asked = world.Asked.Where(a => !a.Path.StartsWith("/v1.0/subscriptions", StringComparison.Ordinal)).ToList();
        Assert.Contains(asked, a => a.Path.Contains("info%40contoso.example") || a.Path.Contains(Info));
        Assert.Contains(asked, a => a.Path.Contains(Anna.ObjectId));
        Assert.All(asked, a => Assert.Equal(a.Path.Contains("info", StringComparison.Ordinal), a.IsApplication));

        using var anna = world.ClientOf(Anna);
        Assert.Equal(2, (await anna.GetAsync("/api/mail-accounts").JsonAsync()).GetProperty("items").GetArrayLength());
        using var chie = world.ClientOf(Chie);
        await chie.DeleteAsync(await AdminPathAsync(chie)).JsonAsync();
        Assert.Equal(HttpStatusCode.NotFound, (await anna.GetAsync(path)).StatusCode);
        Assert.True(await IsHereAsync("asks"));
        await world.DeliverAsync(Anna, Letter("afterwards", Anna.Address));
        await Microsoft365World.UntilAsync(() => IsHereAsync("afterwards"));
    }

    [Fact]
    public async Task S15_a_steward_neither_signs_in_to_a_shared_mailbox_nor_ends_it()
    {
        var path = await ConnectedAsync(Anna, "inbox");
        using var anna = world.ClientOf(Anna);

        Assert.Equal("admin_only", await (await anna.DeleteAsync(path)).CodeAsync());
        Assert.Equal("shared_mailbox", await (await anna.PostAsJsonAsync($"{path}/reconnections", new { })).CodeAsync());

        await world.UntilHealthyAsync(Anna, path);
    }

    [Theory]
    [InlineData("no address", "malformed")]
    [InlineData(null, "required")]
    [InlineData("ben@contoso.example", "belongs_to_user")]
    [InlineData("eve@contoso.example", "not_shared")]
    [InlineData("nobody@contoso.example", "no_mailbox")]
    [InlineData("off@contoso.example", "no_mailbox")]
    [InlineData("dan@fabrikam.example", "no_mailbox")]
    [InlineData("other@contoso.example", "belongs_to_user")]
    [InlineData("taken@contoso.example", "already_connected")]
    public async Task S15_what_is_a_persons_or_not_there_is_refused_at_its_field(string? address, string code)
    {
        await SetAsync("eve@contoso.example", new { shared = false });
        await SetAsync("off@contoso.example", new { shared = true, enabled = false });
        await SetAsync("taken@contoso.example", new { shared = true });
        await SetAsync("other@contoso.example", new { shared = true });
        var now = world.App.Clock.GetUtcNow();
        await world.InDatabaseAsync(Dan, (db, dan) =>
        {
            db.SenderAddresses.Add(new Model.SenderAddress
            {
                UserId = dan, Address = "other@contoso.example", RequestedAt = now, ConfirmedAt = now,
            });
            return db.SaveChangesAsync();
        });
        using var first = await ConnectAsync("taken@contoso.example", Anna);
        Assert.Equal(HttpStatusCode.Created, first.StatusCode);

        using var refused = await ConnectAsync(address, Anna);

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Equal(code, (await ErrorsAsync(refused)).GetProperty("address")[0].GetString());
        Assert.Equal(1, await world.InDatabaseAsync(Anna, (db, _) => db.MailAccounts.CountAsync()));
    }

    [Fact]
    public async Task S15_a_steward_is_somebody_who_is_there()
    {
        using var chie = world.ClientOf(Chie);
        var ben = await IdAsync(Ben);
        await chie.PatchAsJsonAsync($"/api/admin/users/{ben}", new { left = true }).JsonAsync();

        foreach (var steward in new Guid?[] { null, Guid.NewGuid(), ben, await IdAsync(Dan) })
        {
            using var refused = await chie.PostAsJsonAsync(Admin, new { address = Info, stewardId = steward });
            Assert.Equal(
                steward is null ? "required" : "unknown_user", (await ErrorsAsync(refused)).GetProperty("stewardId")[0].GetString());
        }

        // Her private mail stays unseen, whatever her mailbox is turned into.
        using var leavers = await ConnectAsync(Ben.Address, Anna);
        Assert.Equal("belongs_to_user", (await ErrorsAsync(leavers)).GetProperty("address")[0].GetString());
    }

    [Fact]
    public async Task S15_an_address_that_was_once_a_users_stays_closed_after_a_rename_and_after_she_has_left()
    {
        using var chie = world.ClientOf(Chie);
        // A token tells of a new name only where it was made in a later second than the one before.
        await Microsoft365World.UntilAsync(async () =>
        {
            using var renamed = world.ClientOf(Ben with { Address = "ben.renamed@contoso.example" });
            return (await renamed.GetFromJsonAsync<JsonElement>("/api/me")).GetProperty("email").GetString() == "ben.renamed@contoso.example";
        });

        await AssertClosedAsync();
        await chie.PatchAsJsonAsync($"/api/admin/users/{await IdAsync(Ben)}", new { left = true }).JsonAsync();
        await AssertClosedAsync();

        async Task AssertClosedAsync()
        {
            foreach (var address in new[] { Ben.Address, "ben.renamed@contoso.example" })
            {
                using var refused = await ConnectAsync(address, Anna);
                Assert.Equal("belongs_to_user", (await ErrorsAsync(refused)).GetProperty("address")[0].GetString());
            }
        }
    }

    [Theory]
    [InlineData("Mail.ReadWrite")]
    [InlineData("MailboxSettings.Read")]
    public async Task S15_a_missing_permission_is_named_and_once_granted_it_is_used_at_once(string granted)
    {
        await SetRolesAsync(granted);
        using (var refused = await ConnectAsync(Info, Anna))
        {
            var problem = await refused.Content.ReadFromJsonAsync<JsonElement>();
            Assert.Equal("access_denied", problem.GetProperty("errors").GetProperty("address")[0].GetString());
            Assert.Contains("Mail.ReadWrite and MailboxSettings.Read", problem.GetProperty("detail").GetString());
        }

        await SetRolesAsync("Mail.ReadWrite", "MailboxSettings.Read");
        using var connected = await ConnectAsync(Info, Anna);
        Assert.Equal(HttpStatusCode.Created, connected.StatusCode);
    }

    [Fact]
    public async Task S15_a_permission_that_is_taken_back_says_so_and_once_granted_again_the_sync_goes_on_by_itself()
    {
        var path = await ConnectedAsync(Anna, "inbox");
        await world.UntilHealthyAsync(Anna, path);

        await SetRolesAsync("MailboxSettings.Read");
        await world.TroubleAsync(new { refusesKnownTokens = true });
        await Microsoft365World.UntilAsync(async () => await StateAsync(path) is ("syncing", "permission_lost"));
        using var anna = world.ClientOf(Anna);
        Assert.NotNull((await anna.GetAsync(path).JsonAsync()).GetProperty("nextTryAt").GetString());
        using var chie = world.ClientOf(Chie);
        var seen = Assert.Single((await chie.GetAsync(Admin).JsonAsync()).GetProperty("items").EnumerateArray().ToList());
        Assert.Equal("permission_lost", seen.GetProperty("trouble").GetString());

        await world.TroubleAsync(new { });
        await world.DeliverAsync(Mailbox, Letter("granted"));
        await SetRolesAsync("Mail.ReadWrite", "MailboxSettings.Read");
        world.Pass(TimeSpan.FromHours(1));
        await Microsoft365World.UntilAsync(() => IsHereAsync("granted"));
        await world.UntilHealthyAsync(Anna, path);
    }

    [Fact]
    public async Task S15_a_server_without_a_credential_connects_none()
    {
        await using var app = new CompanionApp();
        await app.InitializeAsync();

        using var answer = await app.ClientFor(World.Chie).PostAsJsonAsync(Admin, new { address = Info, stewardId = Guid.NewGuid() });

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal("mailbox_unavailable", await answer.CodeAsync());
    }

    [Fact]
    public async Task S15_a_mailbox_that_becomes_a_persons_is_read_no_more()
    {
        await world.DeliverAsync(Mailbox, Letter("asks"));
        var path = await ConnectedAsync(Anna, "inbox");
        await world.UntilHealthyAsync(Anna, path);

        await SetAsync(Info, new { shared = false });
        await Microsoft365World.UntilAsync(async () => await StateAsync(path) is ("stopped", "not_shared"));
        Assert.Equal("[]", (await world.Simulator.GetJsonAsync("/sim/subscriptions")).ToString());
        await world.DeliverAsync(Mailbox, Letter("personal"));
        world.Asked.Clear();
        using (var anna = world.ClientOf(Anna))
        {
            await anna.PostAsJsonAsync($"{path}/syncs", new { }).JsonAsync();
        }

        await Microsoft365World.UntilAsync(() => Task.FromResult(!world.Asked.IsEmpty));
        await Microsoft365World.UntilAsync(async () => await StateAsync(path) is ("stopped", "not_shared"));
        Assert.All(world.Asked, a => Assert.EndsWith("/mailboxSettings?$select=userPurpose", Uri.UnescapeDataString(a.Path)));
        Assert.True(await IsHereAsync("asks"));
        Assert.False(await IsHereAsync("personal"));

        await SetAsync(Info, new { shared = true });
        using var again = world.ClientOf(Anna);
        await again.PostAsJsonAsync($"{path}/syncs", new { }).JsonAsync();
        await Microsoft365World.UntilAsync(() => IsHereAsync("personal"));
    }

    [Fact]
    public async Task S15_an_address_that_becomes_a_users_ends_the_sync_of_its_mailbox_whatever_it_is_for()
    {
        var path = await ConnectedAsync(Anna, "inbox");
        await world.UntilHealthyAsync(Anna, path);

        using (var newcomer = world.ClientOf(Mailbox))
        {
            await newcomer.GetAsync("/api/me").JsonAsync();
        }

        await Microsoft365World.UntilAsync(async () => await StateAsync(path) is ("stopped", "not_shared"));
    }

    [Fact]
    public async Task S57_when_the_steward_leaves_the_account_ends_her_mail_stays_and_an_admin_gives_the_mailbox_to_another()
    {
        await world.DeliverAsync(Mailbox, Letter("stays"));
        var path = await ConnectedAsync(Ben, "inbox");
        await world.UntilHealthyAsync(Ben, path);
        using var chie = world.ClientOf(Chie);

        await chie.PatchAsJsonAsync($"/api/admin/users/{await IdAsync(Ben)}", new { left = true }).JsonAsync();

        await Microsoft365World.UntilAsync(() => world.InDatabaseAsync(Ben, async (db, me) =>
            await db.MailAccounts.AnyAsync(a => a.UserId == me && a.Trouble == Model.MailAccount.StewardLeft) &&
            !await db.MailboxItems.AnyAsync(i => i.OwnerId == me)));
        Assert.Equal("[]", (await world.Simulator.GetJsonAsync("/sim/subscriptions")).ToString());
        Assert.True(await IsHereAsync("stays"));
        var left = Assert.Single((await chie.GetAsync(Admin).JsonAsync()).GetProperty("items").EnumerateArray().ToList());
        Assert.Equal(("stopped", "steward_left"), (left.GetProperty("state").GetString(), left.GetProperty("trouble").GetString()));

        using var again = await ConnectAsync(Info, Anna);
        Assert.Equal(HttpStatusCode.Created, again.StatusCode);
        Assert.Single((await chie.GetAsync(Admin).JsonAsync()).GetProperty("items").EnumerateArray());
    }

    private static string Letter(string id, string to = Info) =>
        $"From: taro@acme.example\r\nTo: {to}\r\nSubject: {char.ToUpperInvariant(id[0])}{id[1..]}\r\n" +
        $"Message-ID: <{id}@acme.example>\r\n\r\nHello\r\n";

    private static async Task<JsonElement> ErrorsAsync(HttpResponseMessage refused) =>
        (await refused.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors");

    private async Task SetAsync(string address, object mailbox)
    {
        using var answer = await world.Simulator.Http.PutAsJsonAsync($"/sim/mailboxes/{address}", mailbox);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private async Task SetRolesAsync(params string[] roles)
    {
        using var answer = await world.Simulator.Http.PutAsJsonAsync("/sim/app-roles", roles);
        answer.EnsureSuccessStatusCode();
    }

    private Task<Guid> IdAsync(SimUser user) => world.InDatabaseAsync(
        user, (db, me) => db.Users.Where(u => u.Id == me).Select(u => u.PublicId).SingleAsync());

    private Task<bool> IsHereAsync(string id) => world.InDatabaseAsync(
        Anna, (db, _) => db.Messages.AnyAsync(m => m.InternetMessageId == $"{id}@acme.example"));

    private async Task<HttpResponseMessage> ConnectAsync(string? address, SimUser steward)
    {
        using var chie = world.ClientOf(Chie);
        return await chie.PostAsJsonAsync(Admin, new { address, stewardId = await IdAsync(steward) });
    }

    /// <summary>Connected by the admin, its folders chosen by the steward; answers the steward's path.</summary>
    private async Task<string> ConnectedAsync(SimUser steward, params string[] folders)
    {
        using var connected = await ConnectAsync(Info, steward);
        Assert.True(connected.StatusCode == HttpStatusCode.Created, await connected.Content.ReadAsStringAsync());
        var path = $"/api/mail-accounts/{(await connected.JsonAsync()).GetProperty("id").GetString()}";
        using var client = world.ClientOf(steward);
        await Microsoft365World.UntilAsync(async () => (await client.GetAsync(path).JsonAsync()).GetProperty("foldersKnown").GetBoolean());
        await world.ChooseAsync(steward, path, Ever, folders);
        return path;
    }

    private static async Task<string> AdminPathAsync(HttpClient admin) =>
        $"{Admin}/{(await admin.GetAsync(Admin).JsonAsync()).GetProperty("items")[0].GetProperty("id").GetString()}";

    private async Task<(string? State, string? Trouble)> StateAsync(string path)
    {
        using var client = world.ClientOf(Anna);
        var account = await client.GetAsync(path).JsonAsync();
        return (account.GetProperty("state").GetString(), account.GetProperty("trouble").GetString());
    }
}
