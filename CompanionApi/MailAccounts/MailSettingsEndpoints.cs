using System.Text.Json;
using CompanionApi.Data;
using CompanionApi.Http;
using CompanionApi.Model;
using CompanionApi.Protocols.Smtp;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.MailAccounts;

/// <summary>A rep's own settings for mail (R5, R26, R64, R82), and the company's address to copy (R20).</summary>
public static class MailSettingsEndpoints
{
    private const int MaxSignature = 50_000;

    public static void MapMailSettings(this RouteGroupBuilder api)
    {
        var settings = api.MapGroup("/me").WithTags("Me");
        settings.MapGet("/mail-settings", GetAsync);
        settings.MapPatch("/mail-settings", PatchAsync);
        settings.MapGet("/smart-bcc", GetSmartBccAsync);
    }

    /// <summary>My mail settings.</summary>
    private static async Task<Ok<MailSettingsView>> GetAsync(CurrentUser me, CompanionDb db, CancellationToken ct)
    {
        var user = await db.Users.AsNoTracking().FirstAsync(u => u.Id == me.Id, ct);
        return TypedResults.Ok(MailSettingsView.Of(user.MailSettings));
    }

    /// <summary>
    /// Changes some of my mail settings. The default visibility holds for mail received, sent or handed over from now
    /// on; no existing message changes.
    /// </summary>
    private static async Task<Results<Ok<MailSettingsWritten>, ProblemHttpResult>> PatchAsync(
        MailSettingsChange wanted, CurrentUser me, Writer writer, CancellationToken ct)
    {
        if (wanted.SignatureHtml is { Length: > MaxSignature })
        {
            return Problems.Invalid("signatureHtml", "too_long", $"expected at most {MaxSignature} characters.");
        }

        return TypedResults.Ok(await writer.WriteAsync(me.CompanyId, write => ChangeAsync(write, me, wanted), ct));
    }

    private static async Task<MailSettingsWritten> ChangeAsync(Write write, CurrentUser me, MailSettingsChange wanted)
    {
        var settings = (await write.Db.Users.FirstAsync(u => u.Id == me.Id)).MailSettings;
        var before = MailSettingsView.Of(settings);
        wanted.ApplyTo(settings, write.Now);
        var after = MailSettingsView.Of(settings);
        if (before == after)
        {
            return new MailSettingsWritten(after) { Change = null };
        }

        var change = Change.By(
            me.Id, write.Now, ChangeKind.SettingsChanged, [ChangeItemOf(before, after)], canUndo: false);
        write.Db.Changes.Add(change);
        write.Announce(new LiveEvent("me", me.PublicId, [me.Id]));
        return new MailSettingsWritten(after) { Change = ChangeRef.Of(change) };
    }

    // The signature is text of the rep's own; the trail needs no copy of it.
    private static ChangeItem ChangeItemOf(MailSettingsView before, MailSettingsView after) => new()
    {
        Field = ChangeField.Other,
        Before = JsonSerializer.Serialize(before with { SignatureHtml = "" }, JsonSerializerOptions.Web),
        After = JsonSerializer.Serialize(after with { SignatureHtml = "" }, JsonSerializerOptions.Web),
    };

    /// <summary>The company's universal Smart BCC address, and how large a mail to it may be.</summary>
    private static async Task<Ok<SmartBcc>> GetSmartBccAsync(
        CompanionDb db, BccDomain domain, SmtpOptions smtp, CancellationToken ct)
    {
        var mailName = await db.Companies.Where(c => c.Id == db.CompanyId).Select(c => c.MailName).FirstAsync(ct);
        return TypedResults.Ok(new SmartBcc(domain.CompanyAddress(mailName), smtp.MaxMessageBytes));
    }
}

public record MailSettingsView(
    Visibility DefaultVisibility, AutoLink AutoLink, bool ArchiveInMailbox, bool DeleteInMailbox, string SignatureHtml,
    bool BccOnEveryNewMail)
{
    public static MailSettingsView Of(MailSettings settings) => new(
        settings.DefaultVisibility,
        new AutoLink(settings.AutoLinkDeals, settings.AutoLinkLeads, settings.AutoLinkProjects),
        settings.ArchiveInMailbox, settings.DeleteInMailbox, settings.SignatureHtml, settings.BccOnEveryNewMail);
}

public sealed record AutoLink(bool Deals, bool Leads, bool Projects);

public sealed record MailSettingsWritten : MailSettingsView
{
    internal MailSettingsWritten(MailSettingsView settings)
        : base(settings)
    {
    }

    public required ChangeRef? Change { get; init; }
}

/// <summary>What is absent stays as it is.</summary>
public sealed record MailSettingsChange(
    Visibility? DefaultVisibility, AutoLinkChange? AutoLink, bool? ArchiveInMailbox, bool? DeleteInMailbox,
    string? SignatureHtml, bool? BccOnEveryNewMail)
{
    internal void ApplyTo(MailSettings settings, DateTimeOffset now)
    {
        if (DefaultVisibility is { } visibility && visibility != settings.DefaultVisibility)
        {
            settings.DefaultVisibility = visibility;
            settings.DefaultVisibilitySince = now;
        }

        settings.AutoLinkDeals = AutoLink?.Deals ?? settings.AutoLinkDeals;
        settings.AutoLinkLeads = AutoLink?.Leads ?? settings.AutoLinkLeads;
        settings.AutoLinkProjects = AutoLink?.Projects ?? settings.AutoLinkProjects;
        settings.ArchiveInMailbox = ArchiveInMailbox ?? settings.ArchiveInMailbox;
        settings.DeleteInMailbox = DeleteInMailbox ?? settings.DeleteInMailbox;
        settings.SignatureHtml = SignatureHtml ?? settings.SignatureHtml;
        settings.BccOnEveryNewMail = BccOnEveryNewMail ?? settings.BccOnEveryNewMail;
    }
}

public sealed record AutoLinkChange(bool? Deals, bool? Leads, bool? Projects);

public sealed record SmartBcc(string CompanyAddress, int MaxMessageBytes);
