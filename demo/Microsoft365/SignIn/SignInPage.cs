using System.Net;
using System.Text;

namespace Demo.Microsoft365.SignIn;

/// <summary>The sign-in page: pick an account, give the password. Plain HTML, no script.</summary>
internal static class SignInPage
{
    private const string Style = """
        :root { color-scheme: light dark; font: 16px/1.5 "Segoe UI", system-ui, "Noto Sans", sans-serif; }
        body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: Canvas; color: CanvasText; }
        main { width: min(26rem, 100vw - 2rem); box-sizing: border-box; padding: 2rem; border: 1px solid GrayText;
          border-radius: 8px; }
        h1 { font-size: 1.5rem; line-height: 1.3; margin: 0 0 1rem; }
        fieldset { border: 0; margin: 0 0 1rem; padding: 0; }
        legend, label.field { font-weight: 600; }
        .person { display: flex; gap: .75rem; align-items: center; min-height: 44px; padding: 0 .5rem; border-radius: 4px; }
        .person:has(:checked) { outline: 2px solid LinkText; }
        .person small { display: block; }
        input[type=password] { width: 100%; box-sizing: border-box; font: inherit; padding: .5rem; margin: .25rem 0; }
        .actions { display: flex; gap: .75rem; margin-top: 1.5rem; }
        button { font: inherit; min-height: 40px; padding: 0 1.25rem; border-radius: 4px; border: 1px solid GrayText;
          background: ButtonFace; color: ButtonText; }
        button.main { background: #0f548c; border-color: #0f548c; color: #fff; }
        :focus-visible { outline: 3px solid LinkText; outline-offset: 2px; }
        .complaint { border-inline-start: 4px solid #b10e1c; padding-inline-start: .75rem; }
        """;

    /// <summary>Allows the form to lead to the application's own address (browsers check the redirect that follows too).</summary>
    public static void Secure(HttpResponse response, string returnsTo) =>
        response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; "
            + $"form-action 'self' {returnsTo}; base-uri 'none'; frame-ancestors 'none'";

    public static IResult Form(
        string tenant, IReadOnlyList<SignInChoice> people, string request, string? chosen, string? complaint)
    {
        var choices = new StringBuilder();
        var preset = people.FirstOrDefault(it => it.User.Address.Equals(chosen, StringComparison.OrdinalIgnoreCase));
        foreach (var (user, company) in people)
        {
            var mark = user == preset?.User ? " checked" : "";
            choices.Append($"""
                <label class="person"><input type="radio" name="username" value="{Html(user.Address)}" required{mark}>
                <span>{Html(user.DisplayName)}<small>{Html(user.Address)}, {Html(company)}</small></span></label>
                """);
        }

        var told = complaint is null ? "" : $"""<p class="complaint" role="alert" id="complaint">{Html(complaint)}</p>""";
        return Page("Sign in", $"""
            <h1>Sign in</h1>
            <p>Simulated Microsoft account of the MailCrm demo.</p>
            {told}
            <form method="post" action="/{Html(tenant)}/login">
              <input type="hidden" name="request" value="{Html(request)}">
              <fieldset><legend>Pick an account</legend>{choices}</fieldset>
              <label class="field" for="password">Password</label>
              <input type="password" id="password" name="password" autocomplete="current-password" required
                aria-describedby="hint{(complaint is null ? "" : " complaint")}"{(preset is null ? "" : " autofocus")}>
              <div id="hint">Everybody's password here is “{Directory.Password}”.</div>
              <div class="actions">
                <button class="main" name="sign-in" value="1">Sign in</button>
                <button name="cancel" value="1" formnovalidate>Cancel</button>
              </div>
            </form>
            """);
    }

    public static IResult Trouble(EntraError error) => Page("Sorry, but we’re having trouble signing you in", $"""
        <h1>Sorry, but we’re having trouble signing you in.</h1>
        <p role="alert">AADSTS{error.Code}: {Html(error.Text)}</p>
        """, StatusCodes.Status400BadRequest);

    public static IResult SignedOut() => Page("Signed out", "<h1>You signed out of your account</h1>");

    private static IResult Page(string title, string body, int status = StatusCodes.Status200OK) => Results.Content($"""
        <!doctype html>
        <html lang="en">
        <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{title}</title><style>{Style}</style></head>
        <body><main>{body}</main></body>
        </html>
        """, "text/html; charset=utf-8", Encoding.UTF8, status);

    private static string Html(string text) => WebUtility.HtmlEncode(text);
}

internal sealed record SignInChoice(SimUser User, string Company);
