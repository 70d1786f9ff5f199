using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CompanionApi.Tests.Support;

namespace CompanionApi.Tests.Records;

/// <summary>Talking about records in few words.</summary>
internal static class Talk
{
    public static async Task<JsonElement> MakeAsync(this CompanionApp app, TestUser who, string path, object body)
    {
        using var client = app.ClientFor(who);
        using var answer = await client.PostAsJsonAsync($"/api/{path}", body);
        Assert.True(
            answer.StatusCode == HttpStatusCode.Created,
            $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        return await answer.JsonAsync();
    }

    public static async Task<Said> GetAsync(this CompanionApp app, TestUser who, string path)
    {
        using var client = app.ClientFor(who);
        return await Said.OfAsync(await client.GetAsync($"/api/{path}"));
    }

    public static async Task<Said> PostAsync(this CompanionApp app, TestUser who, string path, object body)
    {
        using var client = app.ClientFor(who);
        return await Said.OfAsync(await client.PostAsJsonAsync($"/api/{path}", body));
    }

    public static async Task<Said> PatchAsync(this CompanionApp app, TestUser who, string path, object body)
    {
        using var client = app.ClientFor(who);
        return await Said.OfAsync(await client.PatchAsJsonAsync($"/api/{path}", body));
    }

    public static async Task<Said> DeleteAsync(this CompanionApp app, TestUser who, string path)
    {
        using var client = app.ClientFor(who);
        return await Said.OfAsync(await client.DeleteAsync($"/api/{path}"));
    }

    public static Guid Id(this JsonElement record) => record.GetProperty("id").GetGuid();

    public static IEnumerable<string?> Emails(this JsonElement record) =>
        record.GetProperty("emails").EnumerateArray().Select(e => e.GetString());

    public static string Text(this JsonElement json, string property) => json.GetProperty(property).GetString()!;

    public static List<string> Names(this JsonElement list) => [.. list.EnumerateArray().Select(r => r.Text("name"))];
}

/// <summary>A whole answer: status, JSON, text.</summary>
internal sealed record Said(HttpStatusCode Status, string Body)
{
    public JsonElement Json => JsonSerializer.Deserialize<JsonElement>(Body);

    public string? Code => Json.GetProperty("code").GetString();

    public List<string> Names => Json.GetProperty("items").Names();

    public string? Next => Json.GetProperty("nextCursor").GetString();

    public static async Task<Said> OfAsync(HttpResponseMessage answer)
    {
        using (answer)
        {
            return new Said(answer.StatusCode, await answer.Content.ReadAsStringAsync());
        }
    }

    /// <summary>The one error of a field.</summary>
    public string? Error(string field)
    {
        Assert.True(Status == HttpStatusCode.BadRequest, $"{Status} {Body}");
        return Json.GetProperty("errors").TryGetProperty(field, out var codes) ? codes[0].GetString() : null;
    }
}
