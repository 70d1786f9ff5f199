using System.Text.RegularExpressions;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace Demo.Microsoft365.SignIn;

/// <summary>What an application asks of the authorize endpoint, checked.</summary>
public sealed partial record AuthorizeRequest
{
    public required string RedirectUri { get; init; }
    public required string Scope { get; init; }
    public required string CodeChallenge { get; init; }
    public required string ResponseMode { get; init; }
    public string? State { get; init; }
    public string? Nonce { get; init; }
    public string? LoginHint { get; init; }
    public string? Prompt { get; init; }

    /// <summary>
    /// Reads the rest of a request whose client and redirect address have been checked, so that whatever else is wrong may
    /// be told to that address.
    /// </summary>
    public static AuthorizeRequest Read(IReadOnlyDictionary<string, StringValues> query, DemoAddresses addresses)
    {
        string? Value(string name) => query.TryGetValue(name, out var value) && value.Count > 0 ? value[0] : null;

        if (Value("response_type") is not "code")
        {
            throw new EntraException(EntraError.UnsupportedResponseType(Value("response_type")));
        }

        if (Value("response_mode") is { } mode and not ("query" or "fragment"))
        {
            throw new EntraException(EntraError.UnsupportedResponseMode(mode));
        }

        if (Value("code_challenge") is not { } challenge)
        {
            throw new EntraException(EntraError.PkceMissing);
        }

        if (Value("code_challenge_method") is not "S256")
        {
            throw new EntraException(EntraError.PkceMethod(Value("code_challenge_method")));
        }

        if (!Unreserved43To128().IsMatch(challenge))
        {
            throw new EntraException(EntraError.PkceMalformed);
        }

        RequestedScopes.Parse(Value("scope"), addresses);
        return new AuthorizeRequest
        {
            RedirectUri = Value("redirect_uri")!,
            Scope = Value("scope")!,
            CodeChallenge = challenge,
            ResponseMode = Value("response_mode") ?? "query",
            State = Value("state"),
            Nonce = Value("nonce"),
            LoginHint = Value("login_hint"),
            Prompt = Value("prompt"),
        };
    }

    /// <summary>The address to return to with an answer, in the query or the fragment as asked.</summary>
    public static string Return(string redirectUri, string? mode, params (string Name, string? Value)[] answer)
    {
        var parameters = answer.Where(pair => pair.Value is not null)
            .Select(pair => KeyValuePair.Create(pair.Name, pair.Value));
        return mode == "fragment"
            ? $"{redirectUri}#{QueryHelpers.AddQueryString("", parameters)[1..]}"
            : QueryHelpers.AddQueryString(redirectUri, parameters);
    }

    [GeneratedRegex("^[A-Za-z0-9._~-]{43,128}$")]
    private static partial Regex Unreserved43To128();
}
