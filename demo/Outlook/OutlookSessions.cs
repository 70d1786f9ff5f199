using System.Collections.Concurrent;
using System.Security.Cryptography;
using Demo.Microsoft365;
using Directory = Demo.Microsoft365.Directory;

namespace Demo.Outlook;

/// <summary>
/// Who is signed in to which browser. Several people may be signed in to one, each in tabs of their own, so every
/// address of the API names the person it is for.
/// </summary>
public sealed class OutlookSessions(Directory directory, Mailboxes mailboxes)
{
    private const string Cookie = "outlook-session";
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<string, SimUser>> sessions = new();

    public bool Has(HttpContext http, SimUser user) => PeopleOf(http)?.ContainsKey(user.Address) == true;

    public IResult SignIn(HttpContext http, SimUser user)
    {
        if (PeopleOf(http) is not { } people)
        {
            var session = RandomNumberGenerator.GetHexString(32, lowercase: true);
            people = sessions[session] = new();
            var options = new CookieOptions { Path = "/outlook", HttpOnly = true, SameSite = SameSiteMode.Lax };
            http.Response.Cookies.Append(Cookie, session, options);
        }

        people[user.Address] = user;
        return Results.NoContent();
    }

    public IResult SignOut(HttpContext http, SimUser user)
    {
        PeopleOf(http)?.TryRemove(user.Address, out _);
        return Results.NoContent();
    }

    /// <summary>
    /// Lets a request pass only in the name of a person signed in to its browser, and to a mailbox which that person
    /// may open; what a mailbox does not hold is not found.
    /// </summary>
    public async Task RequirePersonAsync(HttpContext http, RequestDelegate next)
    {
        if (http.Request.Path.StartsWithSegments("/outlook") && http.GetRouteValue("person") is string person)
        {
            if (directory.Find(person) is not { } user || !Has(http, user))
            {
                http.Response.StatusCode = StatusCodes.Status401Unauthorized;
                return;
            }

            var mailbox = mailboxes.For(http.GetRouteValue("mailbox") as string ?? user.Address);
            if (!mailbox.MayBeOpenedBy(user.Address))
            {
                http.Response.StatusCode = StatusCodes.Status404NotFound;
                return;
            }

            http.Features.Set(new SignedInPerson(user, mailbox));
            http.Response.Headers.CacheControl = "no-store";
        }

        await next(http);
    }

    private ConcurrentDictionary<string, SimUser>? PeopleOf(HttpContext http) =>
        http.Request.Cookies[Cookie] is { } session ? sessions.GetValueOrDefault(session) : null;
}

/// <summary>
/// The person a request is made for, and the mailbox it names: a colleague's, or else the person's own.
/// </summary>
public sealed record SignedInPerson(SimUser User, Mailbox Mailbox)
{
    public static ValueTask<SignedInPerson?> BindAsync(HttpContext http) => new(http.Features.Get<SignedInPerson>());
}
