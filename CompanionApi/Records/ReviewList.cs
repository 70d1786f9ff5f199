using System.Text.Json.Serialization;
using CompanionApi.Data;
using CompanionApi.Http;
using CompanionApi.Model;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Records;

/// <summary>Reads the viewer's review list: her own records alone, and of the mail that made them only hers.</summary>
public sealed class ReviewList(CompanionDb db, Visible visible, CurrentUser me, RecordCards cards)
{
    private IQueryable<Record> Standing => Of(visible, me);

    public static IQueryable<Record> Of(Visible visible, CurrentUser me) =>
        visible.Records.Where(r => r.OwnerId == me.Id && r.DeletedAt == null && r.IsNewByMail);

    public Task<int> CountAsync(CancellationToken ct) => Standing.CountAsync(ct);

    /// <summary>Null: the cursor is another list's.</summary>
    public async Task<Page<ReviewItem>?> PageAsync(PageRequest page, CancellationToken ct)
    {
        if (await Standing.AsNoTracking().PageAsync(r => r.CreatedAt, "review-list", page, ct) is not var (rows, next))
        {
            return null;
        }

        var ids = rows.Select(r => r.Id).ToList();
        var shown = await cards.LoadAsync(db, visible, ids, ct);
        var mail = await MailAsync(ids, ct);
        var inUse = await MadeByMail.InUseAsync(db, me.Id, ids, ct);
        return new Page<ReviewItem>(
            [.. rows.Select(r => new ReviewItem(
                shown[r.Id], r.Version, r.CreatedAt, mail.GetValueOrDefault(r.Id), inUse.GetValueOrDefault(r.Id)))],
            next);
    }

    /// <summary>The mail that made each, as far as it is still there and the viewer's.</summary>
    private async Task<Dictionary<long, ReviewMail>> MailAsync(IReadOnlyCollection<long> recordIds, CancellationToken ct)
    {
        var found = await (
            from item in db.ChangeItems
            where item.RecordId != null && recordIds.Contains(item.RecordId.Value) &&
                item.Field == ChangeField.RecordCreated && item.MessageId != null
            join message in visible.Mine on item.MessageId equals message.Id
            join conversation in visible.MyConversations on message.ConversationId equals conversation.Id
            select new
            {
                RecordId = item.RecordId!.Value,
                Mail = new ReviewMail(
                    message.PublicId, conversation.PublicId, message.Subject, message.FromName, message.FromAddress,
                    message.SentAt, message.Visibility),
            }).ToListAsync(ct);
        return found.DistinctBy(f => f.RecordId).ToDictionary(f => f.RecordId, f => f.Mail);
    }
}

/// <summary>A record on the list; <c>Mail</c> is absent when it was deleted since.</summary>
public sealed record ReviewItem(
    RecordCard Record, int Version, DateTimeOffset MadeAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ReviewMail? Mail,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? InUse);

/// <summary>The mail of mine that made it.</summary>
public sealed record ReviewMail(
    Guid MessageId, Guid ConversationId, string Subject, string FromName, string FromAddress, DateTimeOffset Date,
    Visibility Visibility);
