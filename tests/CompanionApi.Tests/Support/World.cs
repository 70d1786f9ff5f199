using CompanionApi.Model;

namespace CompanionApi.Tests.Support;

/// <summary>The cast: every read has an owner, a colleague, an admin and a stranger.</summary>
public static class World
{
    public const string BccDomain = "bcc.mailcrm.example";

    public static readonly Guid Contoso = new("7c3a52f1-94d0-4b6e-8a17-5e0c2d9b4f61");
    public static readonly Guid Fabrikam = new("2f8e6b04-c1d7-4a39-b5f2-90ad7e13c648");

    /// <summary>A rep of Contoso, in team Sales.</summary>
    public static readonly TestUser Anna = new("anna@contoso.example", "Anna Keller", Contoso, 0xA1);

    /// <summary>Another, in the same team.</summary>
    public static readonly TestUser Ben = new("ben@contoso.example", "Ben Ortiz", Contoso, 0xB2);

    /// <summary>Contoso's admin, in no team.</summary>
    public static readonly TestUser Chie = new("chie@contoso.example", "Chie Tanaka", Contoso, 0xC3);

    /// <summary>The admin of another company.</summary>
    public static readonly TestUser Dan = new("dan@fabrikam.example", "Dan Novak", Fabrikam, 0xD4);

    public static readonly TestUser[] Everyone = [Anna, Ben, Chie, Dan];

    public static readonly TestUser[] Sales = [Anna, Ben];

    public static readonly IReadOnlyDictionary<string, string?> Companies = new Dictionary<string, string?>
    {
        ["Companies:0:Name"] = "Contoso",
        ["Companies:0:MailName"] = "contoso",
        ["Companies:0:TenantIds:0"] = Contoso.ToString(),
        ["Companies:0:Domains:0"] = "contoso.example",
        ["Companies:0:FirstAdmin"] = Chie.Address,
        ["Companies:1:Name"] = "Fabrikam",
        ["Companies:1:MailName"] = "fabrikam",
        ["Companies:1:TenantIds:0"] = Fabrikam.ToString(),
        ["Companies:1:Domains:0"] = "fabrikam.example",
        ["Companies:1:FirstAdmin"] = Dan.Address,
    };
}

/// <summary>Somebody of the simulated directory.</summary>
public sealed record TestUser(string Address, string DisplayName, Guid TenantId, Guid ObjectId)
{
    public TestUser(string address, string displayName, Guid tenantId, byte number)
        : this(address, displayName, tenantId, new Guid(0, 0, 4, 128, 0, 0, 0, 0, 0, 0, number))
    {
    }

    public bool IsOf(User user) => user.TenantId == TenantId && user.ObjectId == ObjectId;
}
