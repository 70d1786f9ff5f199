using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace Demo.Microsoft365.SignIn;

/// <summary>
/// The authorize endpoint: from an application's request, over the page where people sign in, back to the application with
/// a code. A wrong client or redirect address is told on a page and never to that address.
/// </summary>
public sealed class InteractiveSignIn(
    Directory directory,
    DemoAddresses addresses,
    AppRegistration registration,
    SignInSessions sessions,
    AuthorizationCodes codes)
{
    private static readonly string[] PromptsForPage = ["login", "select_account", "consent"];

    public IResult Begin(HttpContext http, string tenant)
    {
        var query = http.Request.Query.ToDictionary();
        return Guarded(tenant, query, request =>
        {
            // Without a page, where Entra would need none: one person is signed in here and nobody else is asked for.
            var signedIn = sessions.Find(http.Request);
            var isMeant = signedIn is not null && MaySignIn(tenant, signedIn)
                && (request.LoginHint is null
                    || request.LoginHint.Equals(signedIn.Address, StringComparison.OrdinalIgnoreCase));
            if (isMeant && !PromptsForPage.Contains(request.Prompt))
            {
                return ReturnWithCode(signedIn!, request);
            }

            return request.Prompt == "none"
                ? throw new EntraException(EntraError.LoginRequired)
                : Page(http, tenant, query, request.LoginHint, complaint: null);
        });
    }

    public IResult Submit(HttpContext http, string tenant, IFormCollection form)
    {
        var query = QueryHelpers.ParseQuery(form["request"]);
        return Guarded(tenant, query, request =>
        {
            if (form.ContainsKey("cancel"))
            {
                throw new EntraException(EntraError.Declined);
            }

            var address = form["username"].ToString();
            var user = directory.FindPerson(address);
            if (user is null || form["password"] != Directory.Password)
            {
                return Page(http, tenant, query, address, "Your account or password is incorrect. (AADSTS50126)");
            }

            if (!MaySignIn(tenant, user))
            {
                return Page(http, tenant, query, address, $"{user.Address} is not of this organization. (AADSTS50020)");
            }

            sessions.Begin(http.Response, user);
            return ReturnWithCode(user, request);
        });
    }

    public IResult SignOut(HttpContext http, string? returnTo, string? state)
    {
        sessions.End(http);
        return registration.Has(returnTo)
            ? Results.Redirect(AuthorizeRequest.Return(returnTo!, "query", ("state", state)))
            : SignInPage.SignedOut();
    }

    private IResult Guarded(
        string tenant, Dictionary<string, StringValues> query, Func<AuthorizeRequest, IResult> go)
    {
        var clientId = query.GetValueOrDefault("client_id").ToString();
        var redirectUri = query.GetValueOrDefault("redirect_uri").ToString();
        if (!TenantNames.IsKnown(tenant, directory))
        {
            return SignInPage.Trouble(EntraError.UnknownTenant(tenant));
        }

        if (!AppRegistration.IsKnown(clientId))
        {
            return SignInPage.Trouble(EntraError.UnknownApplication(clientId));
        }

        if (!registration.Has(redirectUri))
        {
            return SignInPage.Trouble(EntraError.UnregisteredRedirect(redirectUri));
        }

        try
        {
            return go(AuthorizeRequest.Read(query, addresses));
        }
        catch (EntraException refused)
        {
            return Results.Redirect(AuthorizeRequest.Return(
                redirectUri,
                query.GetValueOrDefault("response_mode"),
                ("error", refused.Error.Error),
                ("error_description", refused.Message),
                ("state", query.GetValueOrDefault("state"))));
        }
    }

    private bool MaySignIn(string tenant, SimUser user) =>
        TenantNames.IsForAnyone(tenant) || directory.FindTenant(tenant)?.Id == user.TenantId;

    private IResult ReturnWithCode(SimUser user, AuthorizeRequest request) =>
        Results.Redirect(AuthorizeRequest.Return(
            request.RedirectUri,
            request.ResponseMode,
            ("code", codes.Issue(user, request)),
            ("state", request.State),
            ("session_state", Guid.NewGuid().ToString())));

    private IResult Page(
        HttpContext http, string tenant, Dictionary<string, StringValues> query, string? chosen, string? complaint)
    {
        var people = directory.Users.Where(user => MaySignIn(tenant, user))
            .Select(user => new SignInChoice(user, directory.FindTenant(user.TenantId)!.Name));
        var request = QueryHelpers.AddQueryString("", query)[1..];
        var returnsTo = new Uri(query["redirect_uri"].ToString()).GetLeftPart(UriPartial.Authority);
        SignInPage.Secure(http.Response, returnsTo);
        return SignInPage.Form(tenant, [.. people], request, chosen, complaint);
    }
}
