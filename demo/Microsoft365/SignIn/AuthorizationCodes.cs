using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace Demo.Microsoft365.SignIn;

/// <summary>Codes on their way from the sign-in page to the token endpoint: good once, for ten minutes.</summary>
public sealed class AuthorizationCodes(TimeProvider clock)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);
    private readonly ConcurrentDictionary<string, AuthorizationCode> codes = new();

    public string Issue(SimUser user, AuthorizeRequest request)
    {
        var code = $"1.{Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(96))}";
        codes[code] = new AuthorizationCode(user, request, clock.GetUtcNow() + Lifetime);
        return code;
    }

    /// <summary>Uses the code up, whatever comes of it afterwards.</summary>
    public AuthorizationCode Redeem(string code)
    {
        if (!codes.TryGetValue(code, out var found))
        {
            throw new EntraException(EntraError.CodeUnknown);
        }

        if (!found.TryUse())
        {
            throw new EntraException(EntraError.CodeRedeemed);
        }

        return found.ExpiresAt > clock.GetUtcNow() ? found : throw new EntraException(EntraError.CodeExpired);
    }
}

public sealed class AuthorizationCode(SimUser user, AuthorizeRequest request, DateTimeOffset expiresAt)
{
    private int used;

    public SimUser User => user;

    public AuthorizeRequest Request => request;

    public DateTimeOffset ExpiresAt => expiresAt;

    public bool TryUse() => Interlocked.Exchange(ref used, 1) == 0;
}
