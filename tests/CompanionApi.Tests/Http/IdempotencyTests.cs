using System.Net;
using System.Net.Http.Json;
using CompanionApi.Http;
using CompanionApi.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CompanionApi.Tests.Http;

/// <summary>S78: a POST sent again under its key does nothing and gets the first answer.</summary>
public sealed class IdempotencyTests : IAsyncLifetime
{
    private const string Path = "/api/admin/teams";
    private readonly CompanionApp app = new();

    public Task InitializeAsync() => app.InitializeAsync();

    public Task DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task The_same_request_again_gets_the_first_answer_and_does_nothing()
    {
        var first = await PostAsync("key-1", "North");
        var again = await PostAsync("key-1", "North");

        Assert.Equal(HttpStatusCode.Created, first.StatusCode);
        Assert.Equal(HttpStatusCode.Created, again.StatusCode);
        Assert.Equal(first.Headers.Location, again.Headers.Location);
        Assert.Equal(first.Content.Headers.ContentType, again.Content.Headers.ContentType);
        Assert.Equal(await first.Content.ReadAsStringAsync(), await again.Content.ReadAsStringAsync());
        await app.RestartAsync();
        Assert.Equal(HttpStatusCode.Created, (await PostAsync("key-1", "North")).StatusCode);
        Assert.Equal(1, await TeamsAsync("North"));
    }

    [Fact]
    public async Task The_same_key_with_another_request_is_refused()
    {
        await PostAsync("key-1", "North");

        var other = await PostAsync("key-1", "South");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, other.StatusCode);
        Assert.Equal("idempotency_key_reused", await other.CodeAsync());
        Assert.Equal(0, await TeamsAsync("South"));
    }

    [Fact]
    public async Task Repeats_that_come_while_the_first_is_at_work_wait_for_it()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => PostAsync("key-1", "North")));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Created, answer.StatusCode));
        Assert.Single((await Task.WhenAll(answers.Select(a => a.Content.ReadAsStringAsync()))).Distinct());
        Assert.Equal(1, await TeamsAsync("North"));
    }

    [Fact]
    public async Task A_request_that_was_refused_is_tried_anew()
    {
        Assert.Equal(HttpStatusCode.Conflict, (await PostAsync("key-1", "Sales")).StatusCode);
        using var chie = app.ClientFor(World.Chie);
        var sales = (await chie.GetAsync(Path).JsonAsync()).GetProperty("items")[0].GetProperty("id").GetString();
        await chie.DeleteAsync($"{Path}/{sales}").JsonAsync();

        Assert.Equal(HttpStatusCode.Created, (await PostAsync("key-1", "Sales")).StatusCode);
    }

    [Fact]
    public async Task R9_A_key_is_its_users_alone()
    {
        await PostAsync("key-1", "North");

        var dans = await PostAsync("key-1", "South", World.Dan);

        Assert.Equal(HttpStatusCode.Created, dans.StatusCode);
        Assert.Contains("South", await dans.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task An_answer_is_kept_for_a_day_and_then_gone_whether_its_user_comes_back_or_not()
    {
        await PostAsync("key-1", "North");
        app.Clock.Advance(TimeSpan.FromHours(24.1));

        await app.Services.GetServices<IHostedService>().OfType<IdempotencySweep>().Single().SweepAsync(default);

        await using var db = await app.OpenAsync(World.Chie);
        Assert.Equal(0, await db.IdempotentAnswers.CountAsync());
        Assert.Equal(HttpStatusCode.Conflict, (await PostAsync("key-1", "North")).StatusCode);
    }

    [Fact]
    public async Task A_key_that_is_none_is_400()
    {
        var answer = await PostAsync("a key", "North");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("\"Idempotency-Key\"", await answer.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(new string('k', 201), "North")).StatusCode);
    }

    private async Task<HttpResponseMessage> PostAsync(string key, string team, TestUser? user = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Path);
        request.Headers.TryAddWithoutValidation(Idempotency.Header, key);
        request.Content = JsonContent.Create(new { name = team });
        return await app.ClientFor(user ?? World.Chie).SendAsync(request);
    }

    private async Task<int> TeamsAsync(string name)
    {
        await using var db = await app.OpenAsync(World.Chie);
        return await db.Teams.CountAsync(t => t.Name == name);
    }
}
