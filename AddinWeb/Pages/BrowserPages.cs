namespace AddinWeb.Pages;

/// <summary>The addresses that the browser pages answer; what stands behind the first word is theirs to read.</summary>
public static class BrowserPages
{
    public static readonly string[] FirstWords =
    [
        "deals", "persons", "leads", "organizations", "projects", "review", "shared", "intake-log", "settings", "admin",
        "sign-in",
    ];

    public static bool Has(PathString path) =>
        path == "/" || FirstWords.Any(word => path.StartsWithSegments("/" + word));
}
