namespace Demo.Seed;

/// <summary>Who writes and is written to in the demo's mail, by the short names of the letter files.</summary>
internal static class SeedPeople
{
    private static readonly Dictionary<string, SeedPerson> ByName = new()
    {
        ["anna"] = new("Anna Keller", "anna@contoso.example"),
        ["ben"] = new("Ben Ortiz", "ben@contoso.example"),
        ["chie"] = new("Chie Tanaka", "chie@contoso.example"),
        ["dan"] = new("Dan Novak", "dan@fabrikam.example"),
        ["it"] = new("Contoso IT", "it@contoso.example"),
        ["postmaster"] = new("Microsoft Outlook", "postmaster@contoso.example"),
        ["rita"] = new("Rita Gomez", "rita.gomez@acme.example"),
        ["rita-typo"] = new("Rita Gomez", "rita.gomes@acme.example"),
        ["tom"] = new("Tom Becker", "tom.becker@acme.example"),
        ["yamada"] = new("山田 太郎", "taro.yamada@yamada-shoji.example"),
        ["sato"] = new("佐藤 花子", "hanako.sato@yamada-shoji.example"),
        ["noa"] = new("נועה לוי", "noa.levi@nahal.example"),
        ["layla"] = new("ليلى حداد", "layla.haddad@qahwa.example"),
        ["hana"] = new("Hana Scott", "hana.scott@globex.example"),
        ["frank"] = new("Frank Osei", "frank.osei@globex.example"),
        ["priya"] = new("Priya Raman", "priya.raman@initech.example"),
        ["elodie"] = new("Élodie Marchand", "elodie.marchand@lumiere.example"),
        ["ole"] = new("Ole Jensen", "ole.jensen@northwind.example"),
        ["expo"] = new("World of Roasting, Exhibition Office", "office@worldofroasting.example"),
        ["news"] = new("Roast Weekly", "letter@roastweekly.example"),
        ["prices"] = new("Green Coffee Prices", "daily@greenprices.example"),
        ["dentist"] = new("Dr. Petersen's practice", "practice@petersen-dental.example"),
    };

    private static readonly string[] OtherExhibitors =
    [
        "adatum", "alpine", "bellows", "blueyonder", "cohowinery", "consolidated", "emberworks", "fineart",
        "fourthcoffee",
        "graphicdesign", "humongous", "kilnhouse", "lamna", "liberty", "litware", "lucerne", "margies", "munson", "nod",
        "northgate", "oldroast", "parnell", "proseware", "relecloud", "sandhill", "southridge", "tailspin", "tasmania",
        "treyresearch", "vanarsdel", "victoria", "wideworld", "wingtip", "woodgrove", "yellowbean", "zafra",
        "zenith", "zuiderzee",
    ];

    /// <summary>One person, or for "exhibitors" all forty of them.</summary>
    public static IReadOnlyList<SeedPerson> Named(string name) => name == "exhibitors"
        ? [.. OtherExhibitors.Select(company => new SeedPerson($"Stand {company}", $"stand@{company}.example")),
            ByName["anna"], ByName["ben"]]
        : [ByName[name]];
}

internal sealed record SeedPerson(string Name, string Address)
{
    public string Domain => Address[(Address.IndexOf('@') + 1)..];
}
