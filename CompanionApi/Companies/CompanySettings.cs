using System.Text.RegularExpressions;
using CompanionApi.Model;
using CompanionApi.Protocols.Mime;

namespace CompanionApi.Companies;

/// <summary>One company as the operator enrols it, in the settings section <c>Companies</c> (S20), checked.</summary>
public sealed partial record CompanySettings(
    string Path, string Name, string MailName, IReadOnlyList<Guid> TenantIds, IReadOnlyList<string> Domains,
    string? FirstAdmin)
{
    public const string MailNameRule = "3 to 30 of a-z, 0-9 and -";

    // Personal accounts are a tenant to Entra ID; enrolling it would let in everybody.
    private static readonly Guid PersonalAccounts = new("9188040d-6c67-4c5b-b112-36a304b66dad");

    // Addresses that every mail domain answers itself (RFC 2142, RFC 5321 4.5.1).
    private static readonly string[] Reserved = ["postmaster", "abuse", "mailer-daemon", "hostmaster", "noreply"];

    /// <exception cref="InvalidOperationException">A setting is wrong: its name and what is expected.</exception>
    public static IReadOnlyList<CompanySettings> Read(IConfiguration settings)
    {
        var companies = settings.GetSection("Companies").GetChildren().Select(Read).ToList();
        Once(companies, c => [c.MailName], "MailName");
        Once(companies, c => c.TenantIds.Select(id => id.ToString()), "TenantIds");
        Once(companies, c => c.Domains, "Domains");
        return companies;
    }

    public static bool IsMailName(string name) => MailNamePattern().IsMatch(name) && !Reserved.Contains(name);

    private static CompanySettings Read(IConfigurationSection section)
    {
        var tenants = Values(section, "TenantIds").Select(TenantOf).ToList();
        var domains = Values(section, "Domains").Select(DomainOf).ToList();
        return new CompanySettings(
            section.Path,
            section["Name"] is { Length: > 0 and <= 200 } name
                ? name
                : throw Wrong(section, "Name", "the company's name"),
            section["MailName"] is { } mailName && IsMailName(mailName)
                ? mailName
                : throw Wrong(section, "MailName", $"{MailNameRule}, and no address that every domain has"),
            tenants.Count > 0 ? tenants : throw Wrong(section, "TenantIds:0", "a tenant id, a UUID"),
            domains.Count > 0 ? domains : throw Wrong(section, "Domains:0", "a mail domain such as contoso.com"),
            section["FirstAdmin"] is { Length: > 0 } admin ? AddressOf(section, admin) : null);
    }

    private static IEnumerable<IConfigurationSection> Values(IConfigurationSection section, string name) =>
        section.GetSection(name).GetChildren().Where(child => child.Value is not null);

    private static Guid TenantOf(IConfigurationSection setting) =>
        Guid.TryParseExact(setting.Value, "D", out var id) && id != PersonalAccounts
            ? id
            : throw Wrong(setting, null, "an organization's tenant id, a UUID");

    private static string DomainOf(IConfigurationSection setting) =>
        setting.Value?.Contains('@') == false && Addresses.DomainOf("@" + setting.Value) is var domain &&
        MailDomain.IsOne(domain)
            ? domain
            : throw Wrong(setting, null, "a mail domain such as contoso.com");

    private static string AddressOf(IConfigurationSection section, string address) =>
        Addresses.Normalize(address) is { } given && given.IndexOf('@') > 0 &&
        MailDomain.IsOne(Addresses.DomainOf(given))
            ? given
            : throw Wrong(section, "FirstAdmin", "the sign-in address of the first admin");

    private static void Once(
        IEnumerable<CompanySettings> companies, Func<CompanySettings, IEnumerable<string>> values, string name)
    {
        var twice = companies.SelectMany(c => values(c).Select(value => (c.Path, Value: value)))
            .GroupBy(v => v.Value).FirstOrDefault(g => g.Count() > 1);
        if (twice is not null)
        {
            throw new InvalidOperationException(
                $"Setting {twice.Last().Path}:{name} holds {twice.Key}, which " +
                $"{twice.First().Path}:{name} holds already; expected each in one place.");
        }
    }

    private static InvalidOperationException Wrong(IConfigurationSection section, string? name, string expected)
    {
        var setting = name is null ? section : section.GetSection(name);
        return new InvalidOperationException(setting.Value is { Length: > 0 } value
            ? $"Setting {setting.Path} is \"{value}\"; expected {expected}."
            : $"Setting {setting.Path} is missing; expected {expected}.");
    }

    [GeneratedRegex(@"\A[a-z0-9-]{3,30}\z", RegexOptions.CultureInvariant)]
    private static partial Regex MailNamePattern();
}
