using CompanionApi.Data.Prepared;
using CompanionApi.Model;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Data;

/// <summary>
/// The database as one company sees it (R9, S70). Every query on a <see cref="Row"/> is filtered by the company, every
/// new row stamped with it; without a company, both throw. What a person reads starts at <see cref="Visible"/>.
/// </summary>
public class CompanionDb : DbContext
{
    private int? companyId;

    public CompanionDb(DbContextOptions options)
        : base(options)
    {
        // Before the row is tracked: its company is part of keys, which never change afterwards.
        ChangeTracker.Tracking += (_, tracking) =>
        {
            if (!tracking.FromQuery && tracking.Entry.Entity is Row { CompanyId: 0 } row)
            {
                row.CompanyId = CompanyId;
            }
        };
    }

    /// <summary>The company of this context.</summary>
    /// <exception cref="InvalidOperationException">None was named.</exception>
    public int CompanyId => companyId ?? throw new InvalidOperationException("This context has no company.");

    /// <summary>The prepared statements of its connection, where it has them: the writer's, and the doors' own.</summary>
    public PreparedStatements? Prepared { get; init; }

    // The directory of companies: the only tables read before the company is known.
    public DbSet<Company> Companies => Set<Company>();

    public DbSet<CompanyTenant> CompanyTenants => Set<CompanyTenant>();

    public DbSet<CompanyDomain> CompanyDomains => Set<CompanyDomain>();

    public DbSet<MailName> MailNames => Set<MailName>();

    /// <summary>Whoever it was of: it holds nothing of a company.</summary>
    public DbSet<UnnamedContent> UnnamedContents => Set<UnnamedContent>();

    public DbSet<User> Users => Set<User>();

    public DbSet<Team> Teams => Set<Team>();

    public DbSet<TeamMember> TeamMembers => Set<TeamMember>();

    public DbSet<SenderAddress> SenderAddresses => Set<SenderAddress>();

    public DbSet<SenderAddressRequest> SenderAddressRequests => Set<SenderAddressRequest>();

    public DbSet<NeverCaptureEntry> NeverCaptureEntries => Set<NeverCaptureEntry>();

    public DbSet<Record> Records => Set<Record>();

    public DbSet<RecordEmail> RecordEmails => Set<RecordEmail>();

    public DbSet<RecordPerson> RecordPersons => Set<RecordPerson>();

    public DbSet<SmartBccAddress> SmartBccAddresses => Set<SmartBccAddress>();

    public DbSet<Note> Notes => Set<Note>();

    public DbSet<Conversation> Conversations => Set<Conversation>();

    public DbSet<KeptApart> KeptApart => Set<KeptApart>();

    public DbSet<JoinOffer> JoinOffers => Set<JoinOffer>();

    public DbSet<ConversationLink> ConversationLinks => Set<ConversationLink>();

    public DbSet<Message> Messages => Set<Message>();

    public DbSet<MessageBody> MessageBodies => Set<MessageBody>();

    public DbSet<MessagePart> MessageParts => Set<MessagePart>();

    public DbSet<Participant> Participants => Set<Participant>();

    public DbSet<MessageReference> MessageReferences => Set<MessageReference>();

    public DbSet<MessageLink> MessageLinks => Set<MessageLink>();

    public DbSet<RemovedLink> RemovedLinks => Set<RemovedLink>();

    public DbSet<DismissedSuggestion> DismissedSuggestions => Set<DismissedSuggestion>();

    public DbSet<Notice> Notices => Set<Notice>();

    public DbSet<MailAccount> MailAccounts => Set<MailAccount>();

    public DbSet<Folder> Folders => Set<Folder>();

    public DbSet<WriteBack> WriteBacks => Set<WriteBack>();

    public DbSet<TokenCacheEntry> TokenCacheEntries => Set<TokenCacheEntry>();

    public DbSet<MailboxItem> MailboxItems => Set<MailboxItem>();

    public DbSet<Arrival> Arrivals => Set<Arrival>();

    public DbSet<Forward> Forwards => Set<Forward>();

    public DbSet<Tombstone> Tombstones => Set<Tombstone>();

    public DbSet<IntakeAttempt> IntakeAttempts => Set<IntakeAttempt>();

    public DbSet<Change> Changes => Set<Change>();

    public DbSet<ChangeItem> ChangeItems => Set<ChangeItem>();

    public DbSet<IdempotentAnswer> IdempotentAnswers => Set<IdempotentAnswer>();

    /// <summary>Names the company, once.</summary>
    public CompanionDb Of(int company)
    {
        if (companyId is { } already && already != company)
        {
            throw new InvalidOperationException("A context serves one company.");
        }

        companyId = company;
        return this;
    }

    public override Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken ct = default)
    {
        foreach (var entry in ChangeTracker.Entries<Row>())
        {
            if (entry.State is EntityState.Added or EntityState.Modified or EntityState.Deleted &&
                entry.Entity.CompanyId != CompanyId)
            {
                throw new InvalidOperationException("A row of another company.");
            }
        }

        return base.SaveChangesAsync(acceptAllChangesOnSuccess, ct);
    }

    public override int SaveChanges(bool acceptAllChangesOnSuccess) =>
        throw new NotSupportedException("Writes go through Writer, which saves asynchronously.");

    protected override void ConfigureConventions(ModelConfigurationBuilder conventions)
    {
        conventions.Properties<DateTimeOffset>().HaveConversion<UtcMilliseconds>();
        conventions.Properties<TimeSpan>().HaveConversion<long>();
        conventions.Properties<Guid>().HaveConversion<BigEndianGuid>();
    }

    protected override void OnModelCreating(ModelBuilder model)
    {
        Schema.Configure(model);
        foreach (var type in model.Model.GetEntityTypes())
        {
            if (typeof(Row).IsAssignableFrom(type.ClrType) && type.BaseType is null)
            {
                GetType().GetMethod(nameof(SealCompany), System.Reflection.BindingFlags.NonPublic |
                    System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.FlattenHierarchy)!
                    .MakeGenericMethod(type.ClrType).Invoke(this, [model]);
            }
        }
    }

    protected void SealCompany<T>(ModelBuilder model)
        where T : Row
    {
        model.Entity<T>().HasQueryFilter(row => row.CompanyId == CompanyId);
        model.Entity<T>().Property(row => row.CompanyId).ValueGeneratedNever();
    }
}
