using CompanionApi.Data;
using CompanionApi.Data.Prepared;

namespace CompanionApi.SmartBcc;

/// <summary>A user whose confirmed address a mail comes from.</summary>
public sealed record KnownSender(int CompanyId, long Id);

/// <summary>Who hands over mail, and what their company asks of it.</summary>
public sealed class KnownSenders(DatabaseOptions database)
{
    private sealed record AskedCompany(long Id);

    private sealed record AskedAddress(string Address);

    private static readonly PreparedQuery<AskedCompany, bool> Dkim = new((db, asked) =>
        db.Companies.Where(c => c.Id == asked.Id).Select(c => c.RequiresDkim));

    private static readonly PreparedQuery<AskedAddress, KnownSender> Users = new((db, asked) =>
        from address in db.SenderAddresses
        where address.Address == asked.Address && address.ConfirmedAt != null
        join user in ActiveUsers.Of(db) on address.UserId equals user.Id
        select new KnownSender(user.CompanyId, user.Id));

    public Task<bool> RequiresDkimAsync(int companyId, CancellationToken ct) =>
        database.ReadAsync(reader => Dkim.FirstAsync(reader.Directory, new AskedCompany(companyId), ct));

    /// <summary>The active user whose confirmed address it is (R22, S21).</summary>
    public async Task<KnownSender?> FindAsync(int companyId, string address, CancellationToken ct) => address.Length == 0
        ? null
        : await database.ReadAsync(reader => Users.FirstAsync(reader.Of(companyId), new AskedAddress(address), ct));
}
