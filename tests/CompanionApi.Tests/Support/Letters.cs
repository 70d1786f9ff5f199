using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace CompanionApi.Tests.Support;

/// <summary>Letters of Anna's to customers, handed over and looked at in few words.</summary>
internal static class Letters
{
    public const string Taro = "Taro Yamada <taro@yamada.example>";

    public static string Id(string name) => $"{name}@contoso.example";

    public static string Date(DateTimeOffset at) =>
        at.ToString("ddd, dd MMM yyyy HH:mm:ss '+0000'", CultureInfo.InvariantCulture);

    /// <summary>A letter with the Message-ID name@contoso.example; its subject is told by nothing unless it is given.</summary>
    public static string Of(
        string name, string to = Taro, string? subject = null, DateTimeOffset? at = null, string more = "",
        string body = "Dear Taro, here is the price.", string from = "Anna Keller <anna@contoso.example>") =>
        $"From: {from}\r\nTo: {to}\r\nSubject: {subject ?? $"Letter {name}"}\r\nMessage-ID: <{Id(name)}>\r\n" +
        $"Date: {Date(at ?? DateTimeOffset.UtcNow)}\r\n{more}\r\n{body}\r\n";

    public static async Task TakeAsync(this CompanionApp app, string letter, string to = MailRoom.ContosoAddress)
    {
        var reply = await app.SendAsync(World.Anna.Address, to, letter);
        Assert.True(reply.StartsWith("250", StringComparison.Ordinal), reply);
    }

    /// <summary>What the pane says of the letter.</summary>
    public static async Task<JsonElement> OpenAsync(this CompanionApp app, TestUser who, string name)
    {
        using var client = app.ClientFor(who);
        return await client.GetAsync($"/api/open-message?internetMessageId={Id(name)}").JsonAsync();
    }

    /// <summary>Anna's own message of the letter; it must be there.</summary>
    public static async Task<Taken> TakenAsync(this CompanionApp app, string name)
    {
        var open = await app.OpenAsync(World.Anna, name);
        Assert.True(open.GetProperty("captured").GetBoolean(), $"{name} is not there");
        return new Taken(open);
    }

    public static async Task<JsonElement> PutAsync(this CompanionApp app, TestUser who, string path, object body)
    {
        using var client = app.ClientFor(who);
        return await client.PutAsJsonAsync($"/api/{path}", body).JsonAsync();
    }

    public static Task<JsonElement> ShareAsync(this CompanionApp app, Taken letter) =>
        app.PutAsync(World.Anna, $"messages/{letter.Id}/visibility", new { visibility = "shared" });

    public static async Task SettingsAsync(this CompanionApp app, object settings)
    {
        using var client = app.ClientFor(World.Anna);
        await client.PatchAsJsonAsync("/api/me/mail-settings", settings).JsonAsync();
    }
}

/// <summary>A letter that was taken, as its owner's pane shows it.</summary>
internal sealed record Taken(JsonElement Open)
{
    public JsonElement Message => Open.GetProperty("message");

    public string Id => Message.GetProperty("id").GetString()!;

    public string Conversation => Message.GetProperty("conversationId").GetString()!;

    public string Visibility => Message.GetProperty("visibility").GetString()!;

    public List<string> Notices => [.. Message.GetProperty("notices").EnumerateArray().Select(n => n.GetProperty("code").GetString()!)];

    public List<string> Persons => [.. Open.GetProperty("persons").EnumerateArray().Select(p => p.GetProperty("name").GetString()!)];

    public List<string> Doors => [.. Message.GetProperty("sources").EnumerateArray().Select(s => s.GetProperty("door").GetString()!)];

    /// <summary>The names of deal, lead and project, each with why: "Roasters: only_open".</summary>
    public List<string> Links =>
    [
        .. Open.GetProperty("links").EnumerateArray().Where(l => l.GetProperty("kind").GetString() != "person").Select(l =>
            $"{l.GetProperty("record").GetProperty("name").GetString()}: {l.GetProperty("why").GetProperty("code").GetString()}"),
    ];

    public JsonElement Notice(string code) =>
        Message.GetProperty("notices").EnumerateArray().Single(n => n.GetProperty("code").GetString() == code);
}
