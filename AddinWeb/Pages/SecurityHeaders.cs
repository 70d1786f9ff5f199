using AddinWeb.Settings;
using Microsoft.AspNetCore.Http.Features;

namespace AddinWeb.Pages;

/// <summary>
/// One set of headers for the pane, which Outlook frames, one for the browser pages, which nobody frames, and a
/// closed one for everything else. The pane has neither X-Frame-Options nor cross-origin isolation: both break it.
/// Without Outlook's own sign-in MSAL renews the pane's in a hidden frame, which ends at the page of the sign-in window:
/// that page may stand in the pane, and so in what frames the pane.
/// </summary>
public sealed class SecurityHeaders(WebSettings settings)
{
    private const string Self = "'self'";

    private readonly string pane = PanePolicy(settings);
    private readonly string browser = BrowserPolicy(settings, "'none'");
    private readonly string signInWindow = BrowserPolicy(settings, string.Join(' ', settings.FrameAncestors.Prepend(Self)));

    public Task AddAsync(HttpContext http, RequestDelegate next)
    {
        var headers = http.Response.Headers;
        var isPane = http.Request.Path.Equals("/pane", StringComparison.OrdinalIgnoreCase);
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        var isSignInWindow = IsSignInWindow(http);
        headers.ContentSecurityPolicy = isPane ? pane
            : isSignInWindow ? signInWindow
            : BrowserPages.Has(http.Request.Path) ? browser
            : "default-src 'none'; frame-ancestors 'none'";
        if (!isPane && !isSignInWindow)
            headers.XFrameOptions = "DENY";
        if (settings.IsHttps)
            headers.StrictTransportSecurity = "max-age=31536000";
        return next(http);
    }

    // To the letter, as the page's own script tells it: under any other spelling it is the browser pages.
    private static bool IsSignInWindow(HttpContext http) =>
        http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('?')[0] == "/sign-in/popup";

    private static string PanePolicy(WebSettings settings)
    {
        var office = WebSettings.OriginOf(settings.OfficeJs);
        var signIn = WebSettings.OriginOf(settings.MsalAuthority);
        return Policy(settings,
            $"script-src 'self' {office}",
            "img-src 'self' data:",
            $"connect-src 'self' {WebSettings.OriginOf(settings.Api)} {signIn} {office}",
            $"frame-src {Self} {signIn}",
            settings.FrameAncestors.Count == 0
                ? "frame-ancestors 'none'"
                : "frame-ancestors " + string.Join(' ', settings.FrameAncestors));
    }

    // Images of other hosts are let through here because a mail's frame inherits this policy; the frame's own, stricter
    // one blocks them until the reader asks for them.
    private static string BrowserPolicy(WebSettings settings, string ancestors)
    {
        var signIn = WebSettings.OriginOf(settings.OidcAuthority);
        return Policy(settings,
            "script-src 'self'",
            "img-src 'self' data: blob: https:",
            $"connect-src 'self' {WebSettings.OriginOf(settings.Api)} {signIn}",
            $"frame-src 'self' {signIn}",
            $"frame-ancestors {ancestors}");
    }

    // The pages' styles are made at run time, so inline styles are allowed; inline scripts never are.
    private static string Policy(WebSettings settings, params string[] rules) => string.Join("; ",
    [
        "default-src 'none'",
        "style-src 'self' 'unsafe-inline'",
        "font-src 'self' data:",
        "base-uri 'none'",
        "form-action 'none'",
        .. rules,
        .. settings.IsHttps ? ["upgrade-insecure-requests"] : Array.Empty<string>(),
    ]);
}
