using CompanionApi.Data;
using CompanionApi.Http;
using CompanionApi.Model;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Companies;

/// <summary>The company's settings (R6, R20, R32, S30); its tenants and domains are the operator's.</summary>
public static class CompanyEndpoints
{
    private const int MaxName = 200;
    private const int MaxGraceDays = 365;

    public static void MapCompany(this RouteGroupBuilder api)
    {
        var company = api.MapGroup("/admin/company").RequireAdmin().WithTags("Admin");
        company.MapGet("", GetAsync);
        company.MapPatch("", PatchAsync);
    }

    /// <summary>The company's settings.</summary>
    private static async Task<Ok<CompanyView>> GetAsync(
        CompanionDb db, BccDomain bcc, TimeProvider clock, CancellationToken ct) =>
        TypedResults.Ok(await CompanyView.LoadAsync(db, bcc, clock.GetUtcNow(), ct));

    /// <summary>
    /// Changes some of the company's settings. A new mail name changes every Smart BCC address; the old ones answer for
    /// the days of grace, and the old name is never handed to another company.
    /// </summary>
    private static async Task<Results<Ok<CompanyWritten>, ProblemHttpResult>> PatchAsync(
        CompanyChange wanted, CurrentUser me, BccDomain bcc, Writer writer, CancellationToken ct)
    {
        if (wanted.Name is not null && wanted.Name.Trim().Length is 0 or > MaxName)
        {
            return Problems.Invalid("name", "wrong_length", $"expected 1 to {MaxName} characters.");
        }

        if (wanted.MailName is not null && !CompanySettings.IsMailName(wanted.MailName))
        {
            return Problems.Invalid("mailName", "malformed", $"expected {CompanySettings.MailNameRule}.");
        }

        if (wanted.AddressGraceDays is < 0 or > MaxGraceDays)
        {
            return Problems.Invalid("addressGraceDays", "out_of_range", $"expected 0 to {MaxGraceDays}.");
        }

        return await writer.WriteAsync(me.CompanyId, write => ChangeAsync(write, me, wanted, bcc), ct);
    }

    private static async Task<Results<Ok<CompanyWritten>, ProblemHttpResult>> ChangeAsync(
        Write write, CurrentUser me, CompanyChange wanted, BccDomain bcc)
    {
        var company = await write.Db.Companies.FirstAsync(c => c.Id == me.CompanyId);
        var before = CompanySettingsTrail.Of(company);
        if (wanted.MailName is { } mailName && mailName != company.MailName &&
            !await MailNames.ChangeAsync(write, company, mailName))
        {
            return Problems.Conflict("mail_name_not_available", "This mail name is not available.");
        }

        company.Name = wanted.Name?.Trim() ?? company.Name;
        company.DefaultVisibleTo = wanted.DefaultVisibleTo ?? company.DefaultVisibleTo;
        company.RequiresDkim = wanted.RequiresDkim ?? company.RequiresDkim;
        company.AddressGrace = wanted.AddressGraceDays is { } days ? TimeSpan.FromDays(days) : company.AddressGrace;
        var change = SettingsTrail.Add(write, me, ChangeKind.SettingsChanged, before, CompanySettingsTrail.Of(company));
        await write.Db.SaveChangesAsync();
        if (before.MailName != company.MailName)
        {
            await TellEverybodyAsync(write);
        }

        var view = await CompanyView.LoadAsync(write.Db, bcc, write.Now, CancellationToken.None);
        return TypedResults.Ok(new CompanyWritten(view) { Change = change });
    }

    // Everybody's addresses have changed: what is open shows the new ones.
    private static async Task TellEverybodyAsync(Write write)
    {
        var users = write.Db.Users.Where(u => u.LeftAt == null).Select(u => new { u.Id, u.PublicId });
        foreach (var user in await users.ToListAsync())
        {
            write.Announce(new LiveEvent("me", user.PublicId, [user.Id]));
        }
    }

    private sealed record CompanySettingsTrail(
        string Name, string MailName, VisibleTo DefaultVisibleTo, bool RequiresDkim, double AddressGraceDays)
    {
        public static CompanySettingsTrail Of(Company company) => new(
            company.Name, company.MailName, company.DefaultVisibleTo, company.RequiresDkim,
            company.AddressGrace.TotalDays);
    }
}

public record CompanyView(
    Guid Id, string Name, string MailName, string SmartBccAddress, IReadOnlyList<RetiredMailName> RetiredMailNames,
    VisibleTo DefaultVisibleTo, bool RequiresDkim, int AddressGraceDays, IReadOnlyList<string> Domains)
{
    internal static async Task<CompanyView> LoadAsync(
        CompanionDb db, BccDomain bcc, DateTimeOffset now, CancellationToken ct)
    {
        var company = await db.Companies.AsNoTracking().Include(c => c.Domains)
            .FirstAsync(c => c.Id == db.CompanyId, ct);
        var retired = await db.MailNames
            .Where(n => n.CompanyId == company.Id && n.RetiredAt > now - company.AddressGrace)
            .OrderBy(n => n.RetiredAt).ToListAsync(ct);
        return new CompanyView(
            company.PublicId, company.Name, company.MailName, bcc.CompanyAddress(company.MailName),
            [.. retired.Select(n => new RetiredMailName(n.Name, n.RetiredAt!.Value + company.AddressGrace))],
            company.DefaultVisibleTo, company.RequiresDkim, (int)company.AddressGrace.TotalDays,
            [.. company.Domains.Select(d => d.Domain).Order()]);
    }
}

/// <summary>A former mail name whose addresses still answer.</summary>
public sealed record RetiredMailName(string Name, DateTimeOffset AnswersUntil);

public sealed record CompanyWritten : CompanyView
{
    internal CompanyWritten(CompanyView company)
        : base(company)
    {
    }

    public required ChangeRef? Change { get; init; }
}

/// <summary>What is absent stays as it is.</summary>
public sealed record CompanyChange(
    string? Name, string? MailName, VisibleTo? DefaultVisibleTo, bool? RequiresDkim, int? AddressGraceDays);
