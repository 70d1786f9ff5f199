using CompanionApi.Model;
using Demo.Microsoft365;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Tests.Sync;

/// <summary>R68: what happens in a mailbox, and to its cursors, while it is being read.</summary>
public sealed class SurvivalTests : IAsyncLifetime
{
    private static readonly SimUser Anna = Microsoft365World.Anna;
    private static readonly DateTimeOffset Ever = DateTimeOffset.UnixEpoch;

    private readonly Microsoft365World world = new()
    {
        Settings = [("Sync:PageSize", "10"), ("Sync:PollWhenNotSeconds", "1"), ("Sync:CompareSeconds", "1200")],
    };

    private Mailbox Mailbox => world.MailboxOf(Anna);

    public Task InitializeAsync() => world.InitializeAsync();

    public Task DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task R68_mail_that_is_moved_during_a_first_sync_is_here_once_and_where_it_lies_now()
    {
        await world.GenerateAsync(Anna, 400, more: new { attachments = 0 });
        var own = Mailbox.Folders.Add("inbox", "Projects").Key;
        var items = Mailbox.List("inbox").ToList();
        await world.TroubleAsync(new { latencyMs = 30 });
        var path = await world.ConnectAsync(Anna, Ever);
        var places = new[] { "archive", own, "deleteditems" };
        for (var part = 0; part < 4; part++)
        {
            var shown = 20 * part;
            await Microsoft365World.UntilAsync(() => world.InDatabaseAsync(Anna, (db, _) => Task.FromResult(db.MailboxItems.Count() > shown)));
            foreach (var (item, n) in items.Where((_, n) => n % 8 == part).Select((item, n) => (item, n)))
            {
                var moved = Mailbox.Move(item.Id, places[n % 3]);
                if (n % 4 == 0)
                {
                    Mailbox.Move(moved.Id, "inbox");
                }
            }
        }

        await world.TroubleAsync(new { });
        await world.UntilHealthyAsync(Anna, path);
        // What no round tells of, the daily comparison does.
        world.Pass(TimeSpan.FromMinutes(40));
        await Microsoft365World.UntilAsync(() => world.InDatabaseAsync(Anna, (db, _) => db.Folders.Where(f => f.IsChosen && f.GoneAt == null)
            .AllAsync(f => f.ComparedAt > world.App.Clock.GetUtcNow().AddMinutes(-15))));
        await world.UntilHealthyAsync(Anna, path);

        await AssertSameAsync();
    }

    [Theory]
    [InlineData(SyncPhase.First)]
    [InlineData(SyncPhase.Rest)]
    [InlineData(SyncPhase.Following)]
    public async Task R68_tokens_that_are_evicted_in_any_phase_lose_and_double_nothing(SyncPhase phase)
    {
        var since = DateTimeOffset.UtcNow.AddDays(-20);
        await world.GenerateAsync(Anna, 300, more: new { attachments = 0, since, until = since.AddDays(19) });
        await world.TroubleAsync(new { latencyMs = 30, mostWhenFiltered = 60 });
        var path = await world.ConnectAsync(Anna, phase == SyncPhase.Rest ? since.AddDays(-1) : Ever, "inbox");
        await Microsoft365World.UntilAsync(() => world.InDatabaseAsync(Anna, (db, _) => db.Folders.AnyAsync(f =>
            f.WellKnown == "inbox" && f.Phase == phase && (f.NextLink != null || phase == SyncPhase.Following))));
        if (phase == SyncPhase.Following)
        {
            // A round of several pages under way.
            foreach (var item in Mailbox.List("inbox").Take(60).ToList())
            {
                Mailbox.MarkRead(item.Id, !item.IsRead);
            }

            await Microsoft365World.UntilAsync(() => world.InDatabaseAsync(Anna, (db, _) =>
                db.Folders.AnyAsync(f => f.WellKnown == "inbox" && f.Round > 0 || f.NextLink != null || f.LastSuccessAt != null)));
        }

        using (var evicted = await world.Simulator.Http.PostAsync($"/sim/mailboxes/{Anna.Address}/token-evictions", null))
        {
            evicted.EnsureSuccessStatusCode();
        }

        await world.TroubleAsync(new { mostWhenFiltered = 60 });
        await Microsoft365World.UntilAsync(() => world.InDatabaseAsync(Anna, (db, _) => db.Folders.AnyAsync(f =>
            f.WellKnown == "inbox" && f.Round > 0 && f.Phase == SyncPhase.Following && f.ComparedAt != null)));
        await world.UntilHealthyAsync(Anna, path);

        await AssertSameAsync();
        Assert.Equal(
            Mailbox.List("inbox").Count(item => !item.IsRead),
            await world.InDatabaseAsync(Anna, (db, _) => db.MailboxItems.CountAsync(i => !i.IsRead)));
    }

    [Fact]
    public async Task R68_comparing_ids_mends_what_is_missing_what_is_too_many_and_what_came_back_unnoticed()
    {
        foreach (var name in new[] { "missing", "stays", "back" })
        {
            await world.DeliverAsync(
                Anna, $"From: {name}@acme.example\r\nTo: anna@contoso.example\r\nSubject: {name}\r\nMessage-ID: <{name}@acme.example>\r\n\r\nHello\r\n");
        }

        var path = await world.ConnectAsync(Anna, Ever, "inbox");
        await world.UntilHealthyAsync(Anna, path);
        var back = Mailbox.Find("back@acme.example")!;
        Mailbox.MarkRead(back.Id, isRead: true);
        await Microsoft365World.UntilAsync(() => world.InDatabaseAsync(Anna, (db, _) => db.Messages.AnyAsync(m => m.IsRead)));
        var (missing, stays, returned) = (IdOf("missing"), IdOf("stays"), IdOf("back"));
        await world.InDatabaseAsync(Anna, async (db, me) =>
        {
            await db.MailboxItems.Where(i => i.ItemId == missing).ExecuteDeleteAsync();
            await db.Messages.Where(m => m.InternetMessageId == "missing@acme.example").ExecuteDeleteAsync();
            await db.MailboxItems.Where(i => i.ItemId == returned).ExecuteUpdateAsync(i => i
                .SetProperty(row => row.GoneAt, Ever).SetProperty(row => row.IsRead, false));
            await db.Messages.ExecuteUpdateAsync(m => m.SetProperty(row => row.IsRead, false));
            var there = await db.MailboxItems.AsNoTracking().SingleAsync(i => i.ItemId == stays);
            db.MailboxItems.Add(new MailboxItem
            {
                OwnerId = me, MailAccountId = there.MailAccountId, FolderId = there.FolderId, Mailbox = there.Mailbox,
                ItemId = returned[..^4] + "AAAA", MessageId = there.MessageId, State = there.State, SeenRound = there.SeenRound,
            });
            return await db.SaveChangesAsync();
        });

        world.Pass(TimeSpan.FromMinutes(40));
        await Microsoft365World.UntilAsync(() => world.InDatabaseAsync(Anna, (db, _) =>
            db.Folders.AnyAsync(f => f.WellKnown == "inbox" && f.ComparedAt > world.App.Clock.GetUtcNow().AddMinutes(-15))));
        await world.UntilHealthyAsync(Anna, path);

        await AssertSameAsync();
        Assert.Equal(1, await world.InDatabaseAsync(Anna, (db, _) => db.Messages.CountAsync(m => m.InternetMessageId == "missing@acme.example")));
        Assert.True(await world.InDatabaseAsync(Anna, (db, _) =>
            db.Messages.Where(m => m.InternetMessageId == "back@acme.example").Select(m => m.IsRead).SingleAsync()));

        string IdOf(string name) => ItemIds.ToRest(ItemIds.Immutable(Mailbox.Guid, Mailbox.Find($"{name}@acme.example")!.Key));
    }

    /// <summary>Each item of the chosen folders once, in its folder, with its message; and no arrival twice.</summary>
    private async Task AssertSameAsync()
    {
        var chosen = await world.InDatabaseAsync(Anna, (db, _) =>
            db.Folders.Where(f => f.IsChosen && f.GoneAt == null).ToDictionaryAsync(f => f.ExternalId, f => f.Id));
        var there = Mailbox.Folders.All.Where(f => chosen.ContainsKey(ItemIds.ToRest(f.Id))).SelectMany(f => Mailbox.List(f.Key)
            .Select(item => (ItemIds.ToRest(ItemIds.Immutable(Mailbox.Guid, item.Key)), chosen[ItemIds.ToRest(f.Id)]))).Order().ToList();
        var folders = chosen.Values.ToList();
        var here = await world.InDatabaseAsync(Anna, (db, _) => db.MailboxItems.AsNoTracking()
            .Where(i => i.GoneAt == null && folders.Contains(i.FolderId!.Value)).ToListAsync());
        Assert.Equal(there, here.Select(i => (i.ItemId, i.FolderId!.Value)).Order().ToList());
        Assert.All(here, item => Assert.NotNull(item.MessageId));
        Assert.False(await world.InDatabaseAsync(Anna, (db, me) => db.Messages.Where(m => m.OwnerId == me)
            .GroupBy(m => m.InternetMessageId).AnyAsync(same => same.Count() > 1 && same.Select(m => m.FromAddress).Distinct().Count() == 1)));
    }
}
