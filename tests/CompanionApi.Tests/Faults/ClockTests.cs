using System.Net;
using CompanionApi.Http;
using CompanionApi.Messages;
using CompanionApi.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CompanionApi.Tests.Faults;

/// <summary>Somebody sets the server's clock, forwards or back, while mail comes.</summary>
public class ClockTests
{
    private static readonly TimeSpan[] Leaps =
    [
        TimeSpan.FromDays(1), TimeSpan.FromDays(-1), TimeSpan.FromDays(365), TimeSpan.FromDays(-365),
    ];

    [Fact]
    public async Task R29_each_letter_is_taken_once_and_listed_once_whatever_the_clock_says()
    {
        await using var app = await MailRoom.StartAsync();
        var real = DateTimeOffset.UtcNow;
        foreach (var (leap, i) in Leaps.Select((leap, i) => (leap, i)))
        {
            await app.TakeAsync(Letters.Of($"before-{i}", at: real));
            app.Clock.Leap(leap);
            // Its sender comes again after the leap, too.
            await app.TakeAsync(Letters.Of($"before-{i}", at: real));
            await app.TakeAsync(Letters.Of($"after-{i}", at: real));
        }

        await using var db = await app.OpenAsync(World.Anna);
        Assert.Equal(8, await db.Messages.CountAsync());
        Assert.Equal(12, await db.Arrivals.CountAsync());
        Assert.Equal(12, await ListedAsync(app));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(365)]
    public async Task S54_a_clock_put_forward_does_not_cut_the_undo_time_short(int days)
    {
        await using var app = await MailRoom.StartAsync();
        await app.TakeAsync(Letters.Of("dear"));
        var taken = await app.TakenAsync("dear");
        using var client = app.ClientFor(World.Anna);
        var change = (await client.DeleteAsync($"/api/messages/{taken.Id}").JsonAsync()).GetProperty("change").GetProperty("id");

        app.Clock.Leap(TimeSpan.FromDays(days));
        Assert.Equal(0, await BuryAsync(app));
        Assert.Equal(0, await SweepAsync(app));
        app.Clock.Leap(TimeSpan.FromDays(-days));

        (await client.DeleteAsync($"/api/changes/{change.GetString()}?expose=true")).EnsureSuccessStatusCode();
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync($"/api/messages/{taken.Id}/source")).StatusCode);
    }

    [Theory]
    [InlineData(365)]
    [InlineData(-365)]
    public async Task S54_what_was_deleted_is_destroyed_by_a_clock_that_was_set_too(int days)
    {
        await using var app = await MailRoom.StartAsync();
        app.Clock.Leap(TimeSpan.FromDays(days));
        await app.TakeAsync(Letters.Of("gone"));
        (await app.ClientFor(World.Anna).DeleteAsync($"/api/messages/{(await app.TakenAsync("gone")).Id}")).EnsureSuccessStatusCode();

        Assert.Equal(0, await BuryAsync(app));
        app.Clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal(1, await BuryAsync(app));
        Assert.Equal(0, await SweepAsync(app));
        app.Clock.Advance(TimeSpan.FromDays(1.1));
        Assert.Equal(1, await SweepAsync(app));

        Assert.Empty(Directory.GetFiles(app.ContentFolder, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task S78_a_clock_put_forward_does_not_make_a_repeat_act_again_once_it_is_right()
    {
        await using var app = await MailRoom.StartAsync();
        var first = await PostAsync(app);

        app.Clock.Leap(TimeSpan.FromDays(365));
        await app.Services.GetServices<IHostedService>().OfType<IdempotencySweep>().Single().SweepAsync(default);
        app.Clock.Leap(TimeSpan.FromDays(-365));

        Assert.Equal(first, await PostAsync(app));
    }

    [Fact]
    public async Task R122_readiness_is_asked_anew_though_the_clock_was_put_back()
    {
        await using var app = await MailRoom.StartAsync();
        Assert.Equal(HttpStatusCode.OK, (await app.Client().GetAsync("/health/ready")).StatusCode);
        app.Clock.Leap(TimeSpan.FromDays(-365));
        Directory.Move(app.ContentFolder, app.ContentFolder + "-away");
        app.Clock.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await app.Client().GetAsync("/health/ready")).StatusCode);
    }

    private static async Task<string> PostAsync(CompanionApp app)
    {
        using var client = app.ClientFor(World.Anna);
        client.DefaultRequestHeaders.Add(Idempotency.Header, "the-same");
        using var body = new StringContent("{\"title\":\"Roasters\"}", System.Text.Encoding.UTF8, "application/json");
        return await (await client.PostAsync("/api/deals", body)).EnsureSuccessStatusCode().Content.ReadAsStringAsync();
    }

    private static async Task<int> ListedAsync(CompanionApp app)
    {
        using var client = app.ClientFor(World.Anna);
        var seen = new HashSet<string>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await client.GetAsync($"/api/me/intake-log?limit=3{cursor}").JsonAsync();
            foreach (var line in page.GetProperty("items").EnumerateArray())
            {
                Assert.True(seen.Add(line.GetProperty("id").GetString()!));
            }

            cursor = page.GetProperty("nextCursor").GetString() is { } next ? $"&cursor={Uri.EscapeDataString(next)}" : null;
        }

        return seen.Count;
    }

    private static Task<int> BuryAsync(CompanionApp app) =>
        app.Services.GetRequiredService<Burial>().BuryDueAsync(CancellationToken.None);

    private static Task<int> SweepAsync(CompanionApp app) =>
        app.Services.GetRequiredService<ContentSweep>().SweepAsync(CancellationToken.None);
}
