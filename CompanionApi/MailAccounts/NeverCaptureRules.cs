using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using CompanionApi.Data;
using CompanionApi.Protocols.MailAuth;
using CompanionApi.Protocols.Mime;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.MailAccounts;

/// <summary>
/// What may stand on a never-capture list. What would shut out all mail may not: the addresses that the list's own people
/// sign in with and send from, shared mailboxes that they own the mail of, a domain that covers one of these, the company's
/// domains (which no entry covers, see <see cref="NeverCapture"/>), a public suffix such as co.jp.
/// </summary>
internal sealed partial class NeverCaptureRules(CompanionDb db, BccDomain ours, CurrentUser me, bool isCompanys)
{
    public const int MaxEntries = 500;

    /// <summary>Field and code of what is wrong; empty when nothing is.</summary>
    public Dictionary<string, string[]> Errors { get; } = [];

    /// <summary>The same contents have the same version, so that a list is never written over unseen.</summary>
    public static string VersionOf(IEnumerable<string> entries) => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', entries.Order(StringComparer.Ordinal)))).AsSpan(0, 8));

    /// <summary>All entries in compared form, each once.</summary>
    public async Task<IReadOnlySet<string>> ReadAsync(IReadOnlyList<string?> addresses, IReadOnlyList<string?> domains)
    {
        if (addresses.Count + domains.Count > MaxEntries)
        {
            Errors[addresses.Count > domains.Count ? "addresses" : "domains"] = ["too_many"];
            return new HashSet<string>();
        }

        var own = await db.SenderAddresses
            .Where(a => a.ConfirmedAt != null && (isCompanys || a.UserId == me.Id)).Select(a => a.Address).ToHashSetAsync();
        own.UnionWith(await db.Users.Where(u => u.LeftAt == null && (isCompanys || u.Id == me.Id)).Select(u => u.Email)
            .ToListAsync());
        own.UnionWith(await db.MailAccounts.Where(a => a.IsShared && (isCompanys || a.UserId == me.Id)).Select(a => a.Address)
            .ToListAsync());
        var domainsOfCompany = await db.CompanyDomains.Where(d => d.CompanyId == db.CompanyId).Select(d => d.Domain)
            .ToHashSetAsync();
        var read = addresses.Select((given, at) => Address($"addresses[{at}]", given, own))
            .Concat(domains.Select((given, at) => Domain($"domains[{at}]", given, own, domainsOfCompany)));
        return read.OfType<string>().ToHashSet();
    }

    private string? Address(string field, string? given, HashSet<string> own)
    {
        var address = SenderAddressRules.Read(given);
        return address is null ? Wrong(field, "malformed")
            : Addresses.DomainOf(address) == ours.Name ? Wrong(field, "ours")
            : own.Contains(address) ? Wrong(field, "own_address")
            : address;
    }

    private string? Domain(string field, string? given, HashSet<string> own, HashSet<string> domainsOfCompany)
    {
        var domain = Addresses.DomainOf("@" + given?.Trim().TrimStart('@', '*', '.'));
        return given is null || !DomainPattern().IsMatch(domain) ? Wrong(field, "malformed")
            : domain == ours.Name ? Wrong(field, "ours")
            : domainsOfCompany.Contains(domain) ? Wrong(field, "own_domain")
            : PublicSuffixes.OrganizationalDomain(domain) is null ? Wrong(field, "public_suffix")
            : own.Select(Addresses.DomainOf).Except(domainsOfCompany).Any(d => DomainName.IsSameOrBelow(d, domain))
                ? Wrong(field, "own_address")
            : domain;
    }

    private string? Wrong(string field, string code)
    {
        Errors[field] = [code];
        return null;
    }

    [GeneratedRegex(@"\A(?=.{1,253}\z)[a-z0-9_]([a-z0-9_-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex DomainPattern();
}
