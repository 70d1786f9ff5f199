namespace Demo.Seed;

/// <summary>
/// What stands in the CRM of the two companies when the demo starts. Whoever makes a record owns it; what only its
/// owner, or only the owner's team, may see is among them on purpose.
/// </summary>
internal static class SeedRecords
{
    private const string Everyone = "everyone";
    private const string Team = "team";
    private const string Owner = "owner";

    public static IReadOnlyList<SeedOrganization> Organizations { get; } =
    [
        new("anna", "Acme Coffee", Everyone),
        new("anna", "山田商事株式会社", Everyone),
        new("anna", "Nahal Coffee נחל קפה", Everyone),
        new("anna", "Café Lumière", Owner),
        new("ben", "Globex", Everyone),
        new("ben", "Initech", Team),
        new("chie", "Northwind Freight", Everyone),
        new("dan", "Acme Coffee", Everyone),
        new("dan", "Globex", Everyone),
    ];

    public static IReadOnlyList<SeedPersonRecord> Persons { get; } =
    [
        new("anna", "rita", "Acme Coffee", Everyone),
        new("anna", "tom", "Acme Coffee", Everyone),
        new("anna", "yamada", "山田商事株式会社", Everyone),
        new("anna", "sato", "山田商事株式会社", Team),
        new("anna", "noa", "Nahal Coffee נחל קפה", Everyone),
        new("ben", "hana", "Globex", Everyone),
        new("ben", "frank", "Globex", Team),
        new("chie", "ole", "Northwind Freight", Everyone),
        new("dan", "rita", "Acme Coffee", Everyone),
        new("dan", "hana", "Globex", Everyone),
    ];

    public static IReadOnlyList<SeedDeal> Deals { get; } =
    [
        new("acme", "anna", "Acme: two CR-60 for Rotterdam", ["rita", "tom"], "Acme Coffee", 348_000, "EUR", Everyone),
        new("yamada", "anna", "山田商事 CR-15 3台", ["yamada", "sato"], "山田商事株式会社", 20_040_000, "JPY", Team),
        new("nahal", "anna", "Nahal: CR-15 for Haifa", ["noa"], "Nahal Coffee נחל קפה", 61_500, "EUR", Everyone),
        new("globex-line", "ben", "Globex: three CR-120 lines", ["hana", "frank"], "Globex", 2_400_000, "USD",
            Everyone),
        new("globex-service", "ben", "Globex: service contract, eleven machines", ["hana"], "Globex", 86_000, "USD",
            Everyone),
        new("globex-dayton", "ben", "Globex: what if Dayton closes", ["hana"], "Globex", null, null, Owner),
        new("fjord", "anna", "Fjord Kaffe: trade-in of the old CR-15", [], null, 9_800, "EUR", Everyone, "won"),
        new("fabrikam-acme", "dan", "Acme: FP-40 for Rotterdam", ["rita"], "Acme Coffee", 96_400, "EUR", Everyone),
        new("fabrikam-tins", "dan", "Globex: tins", ["hana"], "Globex", null, null, Everyone),
    ];

    public static IReadOnlyList<SeedLead> Leads { get; } =
    [
        new("ben", "Initech: a CR-5 for the canteen", "priya", Team),
        new("anna", "Café Lumière: the used CR-15", "elodie", Owner),
        new("anna", "Qahwa Trading: one CR-60 for Dubai", "layla", Everyone),
    ];

    public static IReadOnlyList<SeedProject> Projects { get; } =
    [
        new("anna", "Rotterdam: transport and installation", ["rita", "tom"], "acme", Everyone),
        new("ben", "Springfield pilot", ["frank"], "globex-line", Team),
    ];
}

/// <summary><c>By</c> makes and owns it; <c>VisibleTo</c> is "owner", "team" or "everyone".</summary>
internal sealed record SeedOrganization(string By, string Name, string VisibleTo);

internal sealed record SeedPersonRecord(string By, string Who, string? Organization, string VisibleTo);

internal sealed record SeedDeal(
    string Key,
    string By,
    string Title,
    IReadOnlyList<string> People,
    string? Organization,
    decimal? Value,
    string? Currency,
    string VisibleTo,
    string Status = "open");

internal sealed record SeedLead(string By, string Title, string Who, string VisibleTo);

internal sealed record SeedProject(
    string By, string Title, IReadOnlyList<string> People, string Deal, string VisibleTo);
