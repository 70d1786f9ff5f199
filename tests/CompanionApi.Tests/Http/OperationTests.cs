using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CompanionApi.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CompanionApi.Tests.Http;

/// <summary>R122: what the people who run it see.</summary>
public sealed class OperationTests(CompanionApp app) : IClassFixture<CompanionApp>
{
    [Fact]
    public async Task Is_live_and_ready_when_mail_can_be_stored()
    {
        Assert.Equal(HttpStatusCode.OK, (await app.Client().GetAsync("/health/live")).StatusCode);
        var ready = await app.Client().GetAsync("/health/ready").JsonAsync();
        Assert.True(ready.GetProperty("database").GetBoolean());
        Assert.True(ready.GetProperty("content").GetBoolean());
        Assert.Empty(Directory.Exists(app.ContentFolder)
            ? Directory.GetFiles(app.ContentFolder, "*", SearchOption.AllDirectories) : []);
    }

    [Fact]
    public async Task Is_not_ready_when_the_content_folder_cannot_be_written()
    {
        await using var broken = await CompanionApp.StartAsync();
        Directory.CreateDirectory(broken.Folder);
        if (Directory.Exists(broken.ContentFolder))
        {
            Directory.Delete(broken.ContentFolder, true);
        }

        await File.WriteAllTextAsync(broken.ContentFolder, "a file where the folder should be");

        var answer = await broken.Client().GetAsync("/health/ready");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        var parts = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.False(parts.GetProperty("content").GetBoolean());
        Assert.True(parts.GetProperty("database").GetBoolean());
    }

    [Fact]
    public async Task Metrics_count_requests_by_route_and_never_by_id()
    {
        var id = Guid.NewGuid();
        await app.ClientFor(World.Chie).DeleteAsync($"/api/admin/teams/{id}");
        await app.Client().GetAsync($"/nowhere/{id}");

        var metrics = await app.Client().GetStringAsync("/metrics");

        Assert.Contains(
            "mailcrm_http_requests_total{method=\"DELETE\",route=\"/api/admin/teams/{id:guid}\",status=\"404\"} ", metrics);
        Assert.Contains("route=\"none\",status=\"404\"", metrics);
        Assert.DoesNotContain(id.ToString(), metrics);
    }

    [Fact]
    public async Task Logs_tell_the_request_and_nothing_that_was_searched_or_sent()
    {
        var lines = new ConcurrentQueue<string>();
        await using var logged = await CompanionApp.StartAsync(
            builder => builder.Services.AddSingleton<ILoggerProvider>(new Lines(lines)));

        using var anna = logged.ClientFor(World.Anna);
        await anna.GetAsync("/api/users?q=secretword");
        await anna.PatchAsJsonAsync("/api/me/mail-settings", new { signatureHtml = "secretword" });
        await anna.PostAsJsonAsync("/api/sender-address-confirmations", new { token = "secretword" });
        await anna.PostAsync("/api/me/sender-addresses", new StringContent(
            "{\"address\":secretword", System.Text.Encoding.UTF8, "application/json"));
        await logged.ClientWith("secretword").GetAsync("/api/me");

        Assert.Contains(lines, line => line.Contains("GET /api/users 200"));
        Assert.DoesNotContain(lines, line => line.Contains("secretword"));
    }

    [Theory]
    [InlineData("PublicUrl:Api", null)]
    [InlineData("Sync:NotificationUrl", "none")]
    public async Task R61_a_start_without_an_address_for_notifications_says_that_mailboxes_are_asked(string name, string? value)
    {
        var lines = new ConcurrentQueue<string>();
        await using var logged = await CompanionApp.StartAsync(
            builder => builder.Services.AddSingleton<ILoggerProvider>(new Lines(lines)),
            ("AzureAd:ClientSecret", "secret"), (name, value));

        Assert.Single(lines, line => line.Contains("No address for notifications") && line.Contains("every 60 s"));
    }

    [Fact]
    public async Task The_API_document_has_a_summary_and_examples_for_everything_and_asks_for_a_token()
    {
        var document = await app.Client().GetAsync("/swagger/v1/swagger.json").JsonAsync();

        Assert.Equal("bearer",
            document.GetProperty("components").GetProperty("securitySchemes").GetProperty("bearer").GetProperty("scheme").GetString());
        Assert.True(document.GetProperty("security")[0].TryGetProperty("bearer", out _));
        foreach (var path in document.GetProperty("paths").EnumerateObject())
        {
            foreach (var operation in path.Value.EnumerateObject())
            {
                var name = $"{operation.Name} {path.Name}";
                Assert.True(operation.Value.TryGetProperty("summary", out _), $"{name} has no summary");
                Assert.True(operation.Value.TryGetProperty("tags", out _), $"{name} has no tag");
                if (operation.Value.TryGetProperty("requestBody", out var body))
                {
                    Assert.True(body.GetProperty("content").EnumerateObject().First().Value.TryGetProperty("example", out _), name);
                }
            }
        }
    }

    private sealed class Lines(ConcurrentQueue<string> lines) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string category) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel level) => true;

        public void Log<TState>(
            LogLevel level, EventId id, TState state, Exception? trouble, Func<TState, Exception?, string> format) =>
            lines.Enqueue(format(state, trouble) + trouble);

        public void Dispose()
        {
        }
    }
}
