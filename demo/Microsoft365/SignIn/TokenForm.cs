using System.Text.Json.Serialization;

namespace Demo.Microsoft365.SignIn;

/// <summary>A token request's form; <c>IsCrossOrigin</c> when a page sent it.</summary>
internal sealed class TokenForm(IFormCollection form, bool isCrossOrigin)
{
    public bool IsCrossOrigin => isCrossOrigin;

    public string? this[string name] => form[name] is { Count: > 0 } value && value[0] is { Length: > 0 } text ? text : null;

    public string Required(string name) => this[name] ?? throw new EntraException(EntraError.Missing(name));

    public void RequireSecret()
    {
        if (Credential() == AppCredential.None)
        {
            throw new EntraException(EntraError.SecretMissing);
        }
    }

    /// <summary>How the app proved itself; a wrong secret is refused wherever one is given.</summary>
    public AppCredential Credential() => this["client_secret"] switch
    {
        null => AppCredential.None,
        AppRegistration.ClientSecret => AppCredential.Secret,
        _ => throw new EntraException(EntraError.SecretWrong),
    };
}

/// <summary>The token endpoint's answer, in Entra's words; what does not apply is left out.</summary>
internal sealed record TokenAnswer(
    [property: JsonPropertyName("token_type")] string TokenType,
    [property: JsonPropertyName("scope")] string Scope,
    [property: JsonPropertyName("expires_in")] int ExpiresIn,
    [property: JsonPropertyName("access_token")] string AccessToken,
    [property: JsonPropertyName("refresh_token")]
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? RefreshToken,
    [property: JsonPropertyName("id_token")]
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? IdToken,
    [property: JsonPropertyName("client_info")]
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ClientInfo)
{
    [JsonPropertyName("ext_expires_in")]
    public int ExtendedExpiresIn => ExpiresIn;
}
