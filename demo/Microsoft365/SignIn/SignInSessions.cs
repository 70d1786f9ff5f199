using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Demo.Microsoft365.SignIn;

/// <summary>Who is signed in to Entra in which browser, so that a second application or prompt=none asks nothing.</summary>
public sealed class SignInSessions
{
    private const string Cookie = "ESTSAUTH";
    private readonly ConcurrentDictionary<string, SimUser> sessions = new();

    public SimUser? Find(HttpRequest request) =>
        request.Cookies.TryGetValue(Cookie, out var id) ? sessions.GetValueOrDefault(id) : null;

    public void Begin(HttpResponse response, SimUser user)
    {
        var id = Convert.ToHexString(RandomNumberGenerator.GetBytes(32));
        sessions[id] = user;
        response.Cookies.Append(Cookie, id, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Lax });
    }

    public void End(HttpContext http)
    {
        if (http.Request.Cookies.TryGetValue(Cookie, out var id))
        {
            sessions.TryRemove(id, out _);
        }

        http.Response.Cookies.Delete(Cookie);
    }
}
