using Demo.Tests.Microsoft365.SignIn;

namespace Demo.Tests.Microsoft365.Graph;

/// <summary>An app that signs in as itself.</summary>
internal static class AppSignIn
{
    public static async Task<string> TokenAsync(RunningSimulator simulator) =>
        (await new EntraTalk(simulator).TokenAsync(Demo.Microsoft365.Directory.Contoso.Id, null,
        [
            ("grant_type", "client_credentials"), ("client_secret", "demo-client-secret"), ("scope", "https://graph.microsoft.com/.default"),
        ])).AccessToken;
}
