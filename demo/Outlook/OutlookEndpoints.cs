using System.Net.Mime;
using Demo.Microsoft365;
using Demo.Microsoft365.SignIn;
using Microsoft.Extensions.FileProviders;
using Directory = Demo.Microsoft365.Directory;

namespace Demo.Outlook;

/// <summary>
/// The simulated Outlook at <c>/outlook</c>: a page shaped like Outlook on the web that hosts MailCrm's pane, the
/// stand-in for office.js, and what the page asks of the mailboxes.
/// </summary>
public static class OutlookEndpoints
{
    private static readonly string PageFolder = Path.Combine(AppContext.BaseDirectory, "Outlook", "page");

    public static void AddOutlook(this IServiceCollection services)
    {
        services.AddSingleton<OutlookSessions>();
        services.AddSingleton<MessageViews>();
        services.AddSingleton<MailComposer>();
    }

    public static void MapOutlook(this WebApplication app)
    {
        app.Use(app.Services.GetRequiredService<OutlookSessions>().RequirePersonAsync);
        app.MapGet("/outlook", () => Results.File(Path.Combine(PageFolder, "index.html"), MediaTypeNames.Text.Html));
        app.MapGet("/outlook/{*file}", File);

        var api = app.MapGroup("/outlook/api");
        api.MapGet("/host", Host);
        api.MapPost("/sessions", SignIn);

        var person = api.MapGroup("/people/{person}");
        person.MapDelete("/session", (HttpContext http, SignedInPerson who, OutlookSessions sessions) =>
            sessions.SignOut(http, who.User));
        person.MapPost("/tokens", Tokens);
        person.MapGet("/events", MailboxEvents.Stream);
        person.MapMailboxes();
        person.MapCompose();
    }

    private static IResult Host(
        HttpContext http, Directory directory, DemoAddresses addresses, OutlookSessions sessions) => Results.Json(new
        {
            people = directory.Users.Select(user => PersonView.Of(user, directory, sessions.Has(http, user))),
            paneUrl = $"{addresses.Web}/pane",
        });

    private static IResult SignIn(
        HttpContext http, SignInRequest request, Directory directory, OutlookSessions sessions) =>
        directory.FindPerson(request.Address) is { } user && request.Password == Directory.Password
            ? sessions.SignIn(http, user)
            : Results.Problem("Wrong name or password.", statusCode: StatusCodes.Status401Unauthorized);

    private static IResult Tokens(SignedInPerson who, TokenRequest request, Entra entra)
    {
        try
        {
            return Results.Json(TokenView.Of(entra.Issue(who.User, $"{request.Scope} openid profile")));
        }
        catch (EntraException refused)
        {
            return refused.Error.ToResult();
        }
    }

    // The pane of another origin loads office.js and its modules; modules need permission to cross origins.
    private static async Task<IResult> File(HttpContext http, string file)
    {
        if (file == "office.js" && http.Request.Cookies["outlook-officejs"] is { } quirk and not "served")
        {
            return await Missing(quirk, http.RequestAborted);
        }

        using var pages = new PhysicalFileProvider(PageFolder);
        var found = pages.GetFileInfo(file);
        var type = Path.GetExtension(file) switch
        {
            ".js" => MediaTypeNames.Text.JavaScript,
            ".css" => MediaTypeNames.Text.Css,
            _ => null,
        };
        if (!found.Exists || type is null)
        {
            return Results.NotFound();
        }

        http.Response.Headers.AccessControlAllowOrigin = "*";
        http.Response.Headers.CacheControl = "no-cache";
        http.Response.Headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        return Results.File(found.PhysicalPath!, $"{type}; charset=utf-8", lastModified: found.LastModified);
    }

    /// <summary>office.js as a firewall or a blocker makes it: refused, or never answered.</summary>
    private static async Task<IResult> Missing(string quirk, CancellationToken aborted)
    {
        if (quirk == "hang")
        {
            await Task.Delay(Timeout.Infinite, aborted).ContinueWith(_ => { }, TaskScheduler.Default);
        }

        return Results.NotFound();
    }
}

public sealed record SignInRequest(string Address, string Password);

public sealed record TokenRequest(string Scope);

public sealed record TokenView(string AccessToken, string? IdToken)
{
    public static TokenView Of(IssuedTokens issued) => new(issued.AccessToken, issued.IdToken);
}

public sealed record PersonView(
    string Address, string DisplayName, string Company, string TenantId, string ObjectId, bool SignedIn)
{
    public static PersonView Of(SimUser user, Directory directory, bool signedIn) => new(
        user.Address, user.DisplayName, directory.FindTenant(user.TenantId)!.Name, user.TenantId, user.ObjectId,
        signedIn);
}
