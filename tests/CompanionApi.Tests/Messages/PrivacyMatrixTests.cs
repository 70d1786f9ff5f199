using System.Net;
using System.Net.Http.Json;
using CompanionApi.Tests.Support;

namespace CompanionApi.Tests.Messages;

/// <summary>R1–R4, R7, R9: who sees which words, over every reading endpoint, before and after taking back and deleting.</summary>
public sealed class PrivacyMatrixTests : IAsyncLifetime
{
    private readonly PrivacyMatrix matrix = new();

    public Task InitializeAsync() => matrix.InitializeAsync();

    public Task DisposeAsync() => matrix.DisposeAsync();

    [Fact]
    public async Task R2_R3_R9_each_person_reads_exactly_what_the_rules_allow_at_every_endpoint()
    {
        foreach (var viewer in World.Everyone)
        {
            await AssertSeesAsync(viewer, planted => planted.MaySee(viewer));
        }
    }

    [Fact]
    public async Task R4_from_the_moment_of_taking_back_nobody_else_sees_any_of_it()
    {
        var anna = matrix.App.ClientFor(World.Anna);
        foreach (var planted in matrix.Planted.Where(p => p.IsShared))
        {
            await anna.PutAsJsonAsync($"/api/messages/{planted.MessageId}/visibility", new { visibility = "private" }).JsonAsync();
        }

        foreach (var viewer in World.Everyone)
        {
            await AssertSeesAsync(viewer, _ => viewer == World.Anna);
        }
    }

    [Fact]
    public async Task R7_a_deleted_message_vanishes_for_everyone_at_every_endpoint()
    {
        var anna = matrix.App.ClientFor(World.Anna);
        foreach (var planted in matrix.Planted)
        {
            await anna.DeleteAsync($"/api/messages/{planted.MessageId}").JsonAsync();
        }

        foreach (var viewer in World.Everyone)
        {
            await AssertSeesAsync(viewer, _ => false);
        }
    }

    [Fact]
    public async Task S5_only_its_owner_writes_to_a_message_and_all_others_hear_404()
    {
        var anyone = matrix.Planted.First(p => p is { IsShared: true, VisibleTo: "everyone", Kind: "deals" });
        var message = $"/api/messages/{anyone.MessageId}";
        var conversation = $"/api/conversations/{anyone.ConversationId}";
        foreach (var viewer in World.Everyone.Where(v => v != World.Anna))
        {
            var client = matrix.App.ClientFor(viewer);
            HttpResponseMessage[] answers =
            [
                await client.PutAsJsonAsync($"{message}/visibility", new { visibility = "private" }),
                await client.PutAsJsonAsync($"{message}/read", new { read = true }),
                await client.PutAsJsonAsync($"{message}/archived", new { archived = true }),
                await client.PutAsJsonAsync($"{message}/sender", new { address = "x@y.example" }),
                await client.DeleteAsync(message),
                await client.PutAsJsonAsync($"{message}/links/persons/{Guid.NewGuid()}", new { }),
                await client.DeleteAsync($"{message}/links/persons/{Guid.NewGuid()}"),
                await client.GetAsync($"{message}/audience"),
                await client.GetAsync($"{message}/trail"),
                await client.GetAsync($"{message}/source"),
                await client.GetAsync(conversation),
                await client.PutAsJsonAsync($"{conversation}/visibility", new { visibility = "private" }),
                await client.PutAsJsonAsync($"{conversation}/links/deal", new { recordId = anyone.RecordId }),
                await client.DeleteAsync($"{conversation}/links/deal"),
            ];
            Assert.All(answers, answer => Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode));
        }

        await AssertSeesAsync(World.Anna, _ => true);
    }

    /// <summary>What the viewer may not see stands in no answer; what she may see stands in some.</summary>
    private async Task AssertSeesAsync(TestUser viewer, Func<Planted, bool> maySee)
    {
        var answers = await matrix.AskEverythingAsync(viewer);
        foreach (var planted in matrix.Planted)
        {
            foreach (var secret in planted.Secrets)
            {
                var where = answers.Where(a => a.Answer.Contains(secret, StringComparison.OrdinalIgnoreCase))
                    .Select(a => a.Asked).ToList();
                var what = $"{viewer.DisplayName}: {secret} of {planted}";
                if (maySee(planted))
                {
                    Assert.True(where.Count > 0, $"{what} stands nowhere");
                }
                else
                {
                    Assert.True(where.Count == 0, $"{what} stands in {string.Join(", ", where)}");
                }
            }
        }
    }
}
