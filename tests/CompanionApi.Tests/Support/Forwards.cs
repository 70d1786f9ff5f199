using System.Text.Json;

namespace CompanionApi.Tests.Support;

/// <summary>Forwards as mail programs write them, from the folder Letters; each under a name and subject of its own.</summary>
internal static class Forwards
{
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "Letters");

    public static string Read(string file, string name, string subject) =>
        File.ReadAllText(Path.Combine(Folder, file + ".eml")).Replace("NAME", name).Replace("SUBJECT", subject);

    /// <summary>What Anna forwards with the address as the only recipient: Message-ID name@contoso.example.</summary>
    public static string Of(
        string name, string body, string? subject = null, string more = "", string to = "contoso@bcc.mailcrm.example",
        string date = "Thu, 20 Nov 2025 18:00:00 +0900") =>
        $"From: Anna Keller <anna@contoso.example>\r\nTo: {to}\r\nSubject: FW: {subject ?? $"Subject {name}"}\r\n" +
        $"Message-ID: <{Letters.Id(name)}>\r\nDate: {date}\r\n{more}\r\n{body}\r\n";

    /// <summary>Outlook's block above a mail, and the mail.</summary>
    public static string Block(
        string subject, string from = "Taro Yamada <taro@yamada.example>", string sent = "Thursday, November 20, 2025 10:15 AM",
        string text = "Dear Anna, the pinecone price is fine.", string to = "Anna Keller <anna@contoso.example>") =>
        $"From: {from}\r\nSent: {sent}\r\nTo: {to}\r\nSubject: {subject}\r\n\r\n{text}\r\n";

    /// <summary>The mail itself, as it lies in Anna's mailbox.</summary>
    public static string Mail(
        string id, string subject, string date = "Thu, 20 Nov 2025 10:15:30 +0900",
        string text = "Dear Anna, the pinecone price is fine.", string from = "Taro Yamada <taro@yamada.example>",
        string more = "") =>
        $"From: {from}\r\nTo: Anna Keller <anna@contoso.example>\r\nCc: Hanako <hanako@yamada.example>\r\n" +
        $"Subject: {subject}\r\nMessage-ID: <{id}>\r\nDate: {date}\r\n{more}\r\n{text}\r\n";

    public static async Task<JsonElement> BodyAsync(this CompanionApp app, TestUser who, string messageId)
    {
        using var client = app.ClientFor(who);
        return await client.GetAsync($"/api/messages/{messageId}/body").JsonAsync();
    }

    public static async Task<List<string>> PersonsAsync(this CompanionApp app, TestUser who)
    {
        using var client = app.ClientFor(who);
        var page = await client.GetAsync("/api/persons?limit=100").JsonAsync();
        return [.. page.GetProperty("items").EnumerateArray().Select(p => p.GetProperty("name").GetString()!)];
    }

    public static string? Text(this JsonElement element, params string[] path)
    {
        foreach (var name in path)
        {
            element = element.GetProperty(name);
        }

        return element.ValueKind == JsonValueKind.Null ? null : element.ToString();
    }
}
