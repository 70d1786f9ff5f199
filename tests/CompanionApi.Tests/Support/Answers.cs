using System.Net.Http.Json;
using System.Text.Json;

namespace CompanionApi.Tests.Support;

/// <summary>Reading answers in few words.</summary>
public static class Answers
{
    /// <summary>The JSON of a successful answer; a failed one fails the test with what it says.</summary>
    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage answer)
    {
        Assert.True(answer.IsSuccessStatusCode, $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>The code of a problem.</summary>
    public static async Task<string?> CodeAsync(this HttpResponseMessage answer)
    {
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString();
    }

    public static async Task<JsonElement> JsonAsync(this Task<HttpResponseMessage> answer) => await (await answer).JsonAsync();
}
