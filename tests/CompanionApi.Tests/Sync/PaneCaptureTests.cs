using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CompanionApi.Sync;
using CompanionApi.Tests.Support;
using Demo.Microsoft365;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ItemState = CompanionApi.Model.ItemState;

namespace CompanionApi.Tests.Sync;

/// <summary>R82: the open mail, read through Graph, which is as difficult to the pane as to a sync.</summary>
public sealed class PaneCaptureTests : IAsyncLifetime
{
    private static readonly SimUser Anna = Microsoft365World.Anna;

    private readonly Microsoft365World world = new() { Settings = [("Sync:MaxAttachmentBytes", "2000")] };

    public Task InitializeAsync() => world.InitializeAsync();

    public Task DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task R68_a_moment_in_which_Graph_is_busy_is_waited_for_and_counted()
    {
        await DeliverAsync("busy", "Hello");
        await world.FailAsync("GET messages", 429, count: 1, retryAfter: 1);
        await world.FailAsync("GET attachments", 503, count: 1);

        using var captured = await CaptureAsync("busy");

        Assert.True(captured.IsSuccessStatusCode, await captured.Content.ReadAsStringAsync());
        var metrics = await world.App.Client().GetStringAsync("/metrics");
        Assert.Matches("mailcrm_mailbox_calls_total.outcome=\"ok\". [1-9]", metrics);
        Assert.Matches("mailcrm_mailbox_calls_total.outcome=\"throttled\". 1", metrics);
        Assert.Matches("mailcrm_mailbox_calls_total.outcome=\"provider_trouble\". 1", metrics);
    }

    [Fact]
    public async Task R68_a_pause_that_nobody_waits_for_is_told_at_once()
    {
        await DeliverAsync("pause", "Hello");
        await world.FailAsync("GET messages", 429, count: 1, retryAfter: 120);

        foreach (var _ in Enumerable.Range(0, 2))
        {
            using var refused = await CaptureAsync("pause");
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            Assert.Equal("mailbox_temporary", await refused.CodeAsync());
        }

        world.Pass(TimeSpan.FromMinutes(3));
        using var captured = await CaptureAsync("pause");
        Assert.True(captured.IsSuccessStatusCode, await captured.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task R68_what_somebody_waits_for_goes_before_the_pages_of_a_sync()
    {
        var calls = world.App.Services.GetRequiredService<SyncDispatcher>().CallsOf("somebody");
        var ends = Enumerable.Range(0, MailboxCalls.MostAtOnce).Select(_ => new TaskCompletionSource<int>()).ToList();
        var running = ends.Select(end => calls.RunAsync(() => end.Task, default)).ToList();
        var order = new ConcurrentQueue<string>();

        var page = calls.RunAsync(() => CallAsync("page"), default);
        var open = calls.RunSoonAsync(() => CallAsync("open mail"), default);
        ends[0].SetResult(0);
        await Task.WhenAll(page, open);

        Assert.Equal(["open mail", "page"], order);
        ends.Skip(1).ToList().ForEach(end => end.SetResult(0));
        await Task.WhenAll(running);

        Task<int> CallAsync(string name)
        {
            order.Enqueue(name);
            return Task.FromResult(0);
        }
    }

    [Fact]
    public async Task R69_attachments_that_are_too_large_are_said_to_be_missing()
    {
        var large = string.Join("\r\n", Enumerable.Repeat(new string('A', 76), 100));
        await DeliverAsync(
            "large", $"--b\r\nContent-Type: text/plain\r\n\r\nSee the plan.\r\n--b\r\nContent-Type: application/pdf; name=plan.pdf\r\n" +
            $"Content-Disposition: attachment; filename=plan.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n{large}\r\n--b--",
            type: "multipart/mixed; boundary=b");
        await DeliverAsync("small", "Hello");

        Assert.True(await LacksAsync("large"));
        Assert.False(await LacksAsync("small"));
        Assert.Equal(
            [ItemState.WithoutAttachments, ItemState.Complete],
            await world.InDatabaseAsync(Anna, (db, _) => db.MailboxItems.OrderBy(i => i.Id).Select(i => i.State).ToListAsync()));

        async Task<bool> LacksAsync(string id) => (await CaptureAsync(id).JsonAsync())
            .GetProperty("message").GetProperty("withoutAttachments").GetBoolean();
    }

    private Task<JsonElement> DeliverAsync(string id, string body, string folder = "inbox", string type = "text/plain") => world.DeliverAsync(
        Anna, $"From: a@acme.example\r\nTo: anna@contoso.example\r\nSubject: About {id}\r\nMessage-ID: <{id}@acme.example>\r\n" +
            $"MIME-Version: 1.0\r\nContent-Type: {type}\r\n\r\n{body}\r\n", folder);

    private async Task<HttpResponseMessage> CaptureAsync(string id)
    {
        using var client = world.ClientOf(Anna);
        return await client.PostAsJsonAsync("/api/messages", new { internetMessageId = $"<{id}@acme.example>", mailbox = Anna.Address });
    }
}
