using CompanionApi.Model;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CompanionApi.Data;

/// <summary>Keys, composite foreign keys and the indexes that every list is read through.</summary>
internal static class Schema
{
    public static void Configure(ModelBuilder model)
    {
        Companies(model);
        Users(model);
        Records(model);
        Messages(model);
        MailAccounts(model);
        Links(model);
        Trail(model);
    }

    private static void Companies(ModelBuilder model)
    {
        model.Entity<Company>(company =>
        {
            company.HasIndex(c => c.PublicId).IsUnique();
            company.HasMany(c => c.Tenants).WithOne().HasForeignKey(t => t.CompanyId);
            company.HasMany(c => c.Domains).WithOne().HasForeignKey(d => d.CompanyId);
        });
        model.Entity<CompanyTenant>().HasKey(t => t.TenantId);
        model.Entity<CompanyDomain>().HasKey(d => d.Domain);
        model.Entity<MailName>().HasKey(n => n.Name);
    }

    private static void Users(ModelBuilder model)
    {
        model.Entity<User>(user =>
        {
            user.HasIndex(u => u.PublicId).IsUnique();
            user.HasIndex(u => new { u.TenantId, u.ObjectId }).IsUnique();
            user.OwnsOne(u => u.MailSettings);
        });
        model.Entity<Team>().HasIndex(t => t.PublicId).IsUnique();
        model.Entity<TeamMember>(member =>
        {
            Belongs<TeamMember, Team>(member, nameof(TeamMember.TeamId), DeleteBehavior.Cascade);
            Belongs<TeamMember, User>(member, nameof(TeamMember.UserId), DeleteBehavior.Cascade);
            member.HasIndex(m => new { m.CompanyId, m.UserId, m.TeamId }).IsUnique();
        });
        model.Entity<SenderAddress>(address =>
        {
            Belongs<SenderAddress, User>(address, nameof(SenderAddress.UserId), DeleteBehavior.Cascade);
            address.HasIndex(a => a.PublicId).IsUnique();
            address.HasIndex(a => new { a.CompanyId, a.Address });
            address.HasIndex(a => new { a.CompanyId, a.Address }, "ActiveForOneUser").IsUnique()
                .HasFilter($"\"{nameof(SenderAddress.ConfirmedAt)}\" IS NOT NULL");
        });
        model.Entity<SenderAddressRequest>().HasIndex(r => new { r.CompanyId, r.UserId, r.At });
        model.Entity<NeverCaptureEntry>(entry =>
        {
            entry.HasIndex(e => new { e.CompanyId, e.Entry });
            entry.HasIndex(e => new { e.CompanyId, e.UserId, e.Entry });
        });
    }

    private static void Records(ModelBuilder model)
    {
        model.Entity<Record>(record =>
        {
            record.HasDiscriminator(r => r.Kind)
                .HasValue<Person>(RecordKind.Person).HasValue<Organization>(RecordKind.Organization)
                .HasValue<Lead>(RecordKind.Lead).HasValue<Deal>(RecordKind.Deal).HasValue<Project>(RecordKind.Project);
            record.HasIndex(r => r.PublicId).IsUnique();
            record.HasIndex(r => new { r.CompanyId, r.Kind, r.CreatedAt });
            record.HasIndex(r => new { r.CompanyId, r.OwnerId, r.CreatedAt }, "ReviewList")
                .HasFilter($"\"{nameof(Record.DeletedAt)}\" IS NULL AND \"{nameof(Record.IsNewByMail)}\"");
            Belongs<Record, User>(record, nameof(Record.OwnerId));
            record.Property(r => r.Version).IsConcurrencyToken();
            record.HasMany(r => r.Emails).WithOne()
                .HasForeignKey(e => new { e.CompanyId, e.RecordId }).HasPrincipalKey(r => new { r.CompanyId, r.Id });
        });
        model.Entity<Person>().Property(p => p.OrganizationId).HasColumnName(nameof(Person.OrganizationId));
        model.Entity<Deal>().Property(d => d.OrganizationId).HasColumnName(nameof(Person.OrganizationId));
        model.Entity<Person>().Property(p => p.LastName).HasColumnName(nameof(Person.LastName));
        model.Entity<Lead>().Property(l => l.LastName).HasColumnName(nameof(Person.LastName));
        model.Entity<Deal>().Property(d => d.Value).HasConversion<double?>();
        model.Entity<Person>().HasIndex(p => new { p.CompanyId, p.OrganizationId });
        model.Entity<Deal>().HasIndex(d => new { d.CompanyId, d.OrganizationId });
        model.Entity<Project>().HasIndex(p => new { p.CompanyId, p.DealId });
        model.Entity<RecordEmail>().HasIndex(e => new { e.CompanyId, e.Address });
        model.Entity<RecordEmail>().HasIndex(e => new { e.CompanyId, e.Domain, e.RecordId });
        model.Entity<RecordPerson>(link =>
        {
            Belongs<RecordPerson, Record>(link, nameof(RecordPerson.RecordId), DeleteBehavior.Cascade);
            Belongs<RecordPerson, Record>(link, nameof(RecordPerson.PersonId), DeleteBehavior.Cascade);
            link.HasIndex(l => new { l.CompanyId, l.RecordId, l.PersonId }).IsUnique();
            link.HasIndex(l => new { l.CompanyId, l.PersonId });
        });
        model.Entity<SmartBccAddress>(address =>
        {
            Belongs<SmartBccAddress, Record>(address, nameof(SmartBccAddress.RecordId), DeleteBehavior.Cascade);
            address.HasIndex(a => new { a.CompanyId, a.Token }).IsUnique();
        });
        model.Entity<Note>(note =>
        {
            Belongs<Note, Record>(note, nameof(Note.RecordId), DeleteBehavior.Cascade);
            note.HasIndex(n => n.PublicId).IsUnique();
            note.HasIndex(n => new { n.CompanyId, n.RecordId, n.At });
        });
    }

    private static void Messages(ModelBuilder model)
    {
        model.Entity<Conversation>(conversation =>
        {
            Belongs<Conversation, User>(conversation, nameof(Conversation.OwnerId));
            conversation.HasIndex(c => c.PublicId).IsUnique();
            conversation.HasIndex(c => new { c.CompanyId, c.OwnerId, c.LastEnteredAt });
            conversation.HasIndex(c => new { c.CompanyId, c.JoinedIntoId })
                .HasFilter($"\"{nameof(Conversation.JoinedIntoId)}\" IS NOT NULL");
        });
        model.Entity<KeptApart>(apart =>
        {
            Belongs<KeptApart, Conversation>(apart, nameof(KeptApart.ConversationId), DeleteBehavior.Cascade);
            Belongs<KeptApart, Conversation>(apart, nameof(KeptApart.OtherId), DeleteBehavior.Cascade);
            apart.HasIndex(a => new { a.CompanyId, a.ConversationId, a.OtherId }).IsUnique();
        });
        model.Entity<JoinOffer>(offer =>
        {
            Belongs<JoinOffer, Message>(offer, nameof(JoinOffer.MessageId), DeleteBehavior.Cascade);
            Belongs<JoinOffer, Message>(offer, nameof(JoinOffer.OtherMessageId), DeleteBehavior.Cascade);
            offer.HasIndex(o => o.PublicId).IsUnique();
        });
        model.Entity<Message>(message =>
        {
            Belongs<Message, User>(message, nameof(Message.OwnerId));
            Belongs<Message, Conversation>(message, nameof(Message.ConversationId));
            message.HasIndex(m => m.PublicId).IsUnique();
            message.HasIndex(m => new { m.CompanyId, m.OwnerId, m.InternetMessageId, m.FromAddress, m.Variant })
                .IsUnique();
            message.HasIndex(m => new { m.CompanyId, m.InternetMessageId });
            message.HasIndex(m => new { m.CompanyId, m.ContentKey }).IsUnique();
            message.HasIndex(m => new { m.CompanyId, m.OwnerId, m.NormalizedSubject, m.SentAt })
                .HasFilter($"\"{nameof(Message.NormalizedSubject)}\" IS NOT NULL");
            message.HasIndex(m => new { m.CompanyId, m.OwnerId, m.ProviderConversationId })
                .HasFilter($"\"{nameof(Message.ProviderConversationId)}\" IS NOT NULL");
            message.HasIndex(m => new { m.CompanyId, m.ConversationId, m.SentAt });
            message.HasIndex(m => new { m.CompanyId, m.OwnerId, m.SentAt });
            message.HasOne(m => m.Body).WithOne()
                .HasForeignKey<MessageBody>(b => new { b.CompanyId, b.Id })
                .HasPrincipalKey<Message>(m => new { m.CompanyId, m.Id });
            message.HasMany(m => m.Participants).WithOne()
                .HasForeignKey(p => new { p.CompanyId, p.MessageId }).HasPrincipalKey(m => new { m.CompanyId, m.Id });
            message.HasMany(m => m.Parts).WithOne()
                .HasForeignKey(p => new { p.CompanyId, p.MessageId }).HasPrincipalKey(m => new { m.CompanyId, m.Id });
        });
        model.Entity<UnnamedContent>().HasKey(c => c.Key);
        model.Entity<MessageBody>().Property(b => b.Id).ValueGeneratedNever();
        model.Entity<Participant>().HasIndex(p => new { p.CompanyId, p.Address, p.MessageId });
        model.Entity<MessageReference>(reference =>
        {
            Belongs<MessageReference, Message>(reference, nameof(MessageReference.MessageId), DeleteBehavior.Cascade);
            reference.HasIndex(r => new { r.CompanyId, r.OwnerId, r.InternetMessageId });
        });
        model.Entity<Notice>(notice =>
        {
            Belongs<Notice, Message>(notice, nameof(Notice.MessageId), DeleteBehavior.Cascade);
            notice.HasIndex(n => new { n.CompanyId, n.Code, n.MessageId }, "Standing")
                .HasFilter($"\"{nameof(Notice.DismissedAt)}\" IS NULL");
        });
        model.Entity<MailboxItem>(item =>
        {
            Belongs<MailboxItem, Message>(item, nameof(MailboxItem.MessageId), DeleteBehavior.Cascade);
            Belongs<MailboxItem, MailAccount>(item, nameof(MailboxItem.MailAccountId), DeleteBehavior.Cascade);
            Belongs<MailboxItem, Folder>(item, nameof(MailboxItem.FolderId), DeleteBehavior.Cascade);
            item.HasIndex(i => new { i.CompanyId, i.OwnerId, i.ItemId });
            item.HasIndex(i => new { i.CompanyId, i.MailAccountId, i.ItemId }).IsUnique()
                .HasFilter($"\"{nameof(MailboxItem.MailAccountId)}\" IS NOT NULL");
            item.HasIndex(i => new { i.CompanyId, i.FolderId, i.State });
        });
        model.Entity<Arrival>(a => Belongs<Arrival, Message>(a, nameof(Arrival.MessageId), DeleteBehavior.Cascade));
        model.Entity<Forward>(forward =>
        {
            Belongs<Forward, Message>(forward, nameof(Forward.MessageId), DeleteBehavior.Cascade);
            forward.HasIndex(f => new { f.CompanyId, f.OwnerId, f.OuterMessageId, f.Number }).IsUnique();
            forward.HasIndex(f => new { f.CompanyId, f.OwnerId, f.MatchKey });
        });
        model.Entity<Tombstone>().HasIndex(t => new { t.CompanyId, t.OwnerId, t.IdentityHash }).IsUnique();
    }

    private static void MailAccounts(ModelBuilder model)
    {
        model.Entity<MailAccount>(account =>
        {
            Belongs<MailAccount, User>(account, nameof(MailAccount.UserId));
            account.HasIndex(a => a.PublicId).IsUnique();
            account.HasIndex(a => new { a.CompanyId, a.Provider, a.MailboxId }).IsUnique();
            account.HasIndex(a => new { a.CompanyId, a.DueAt }).HasFilter($"\"{nameof(MailAccount.DueAt)}\" IS NOT NULL");
            account.HasIndex(a => new { a.CompanyId, a.SubscriptionId })
                .HasFilter($"\"{nameof(MailAccount.SubscriptionId)}\" IS NOT NULL");
        });
        model.Entity<Folder>(folder =>
        {
            Belongs<Folder, MailAccount>(folder, nameof(Folder.MailAccountId), DeleteBehavior.Cascade);
            folder.HasIndex(f => f.PublicId).IsUnique();
            folder.HasIndex(f => new { f.CompanyId, f.MailAccountId, f.ExternalId }).IsUnique();
        });
        model.Entity<WriteBack>(back =>
        {
            Belongs<WriteBack, MailAccount>(back, nameof(WriteBack.MailAccountId), DeleteBehavior.Cascade);
            Belongs<WriteBack, MailboxItem>(back, nameof(WriteBack.MailboxItemId), DeleteBehavior.Cascade);
            back.HasIndex(b => new { b.CompanyId, b.MailboxItemId, b.Kind }).IsUnique();
            back.HasIndex(b => new { b.CompanyId, b.MailAccountId, b.TryAt });
        });
        model.Entity<TokenCacheEntry>().HasIndex(e => new { e.CompanyId, e.Key }).IsUnique();
    }

    private static void Links(ModelBuilder model)
    {
        model.Entity<ConversationLink>(link =>
        {
            Belongs<ConversationLink, Conversation>(link, nameof(ConversationLink.ConversationId),
                DeleteBehavior.Cascade);
            Belongs<ConversationLink, Record>(link, nameof(ConversationLink.RecordId));
            link.HasIndex(l => new { l.CompanyId, l.ConversationId, l.Slot }).IsUnique();
            link.HasIndex(l => new { l.CompanyId, l.RecordId, l.ConversationId });
        });
        model.Entity<MessageLink>(link =>
        {
            Belongs<MessageLink, Message>(link, nameof(MessageLink.MessageId), DeleteBehavior.Cascade);
            Belongs<MessageLink, Record>(link, nameof(MessageLink.RecordId));
            link.HasIndex(l => new { l.CompanyId, l.MessageId, l.RecordId }).IsUnique();
            link.HasIndex(l => new { l.CompanyId, l.RecordId, l.SentAt, l.MessageId });
        });
        model.Entity<DismissedSuggestion>(dismissed =>
        {
            Belongs<DismissedSuggestion, Conversation>(dismissed, nameof(DismissedSuggestion.ConversationId),
                DeleteBehavior.Cascade);
            Belongs<DismissedSuggestion, Record>(dismissed, nameof(DismissedSuggestion.RecordId));
            dismissed.HasIndex(d => new { d.CompanyId, d.ConversationId, d.RecordId }).IsUnique();
        });
        model.Entity<RemovedLink>(link =>
        {
            link.HasIndex(l => new { l.CompanyId, l.ConversationId });
            link.HasIndex(l => new { l.CompanyId, l.MessageId });
        });
    }

    private static void Trail(ModelBuilder model)
    {
        model.Entity<IntakeAttempt>(attempt =>
        {
            attempt.HasIndex(a => a.PublicId).IsUnique();
            attempt.HasIndex(a => new { a.CompanyId, a.UserId, a.At });
            attempt.HasIndex(a => new { a.CompanyId, a.At });
            attempt.HasIndex(a => new { a.CompanyId, a.MailHash });
        });
        model.Entity<Change>(change =>
        {
            change.HasIndex(c => c.PublicId).IsUnique();
            change.HasIndex(c => new { c.CompanyId, c.ActorId, c.At });
            change.HasMany(c => c.Items).WithOne()
                .HasForeignKey(i => new { i.CompanyId, i.ChangeId }).HasPrincipalKey(c => new { c.CompanyId, c.Id });
        });
        model.Entity<ChangeItem>(item =>
        {
            item.HasIndex(i => new { i.CompanyId, i.MessageId });
            item.HasIndex(i => new { i.CompanyId, i.ConversationId });
            item.HasIndex(i => new { i.CompanyId, i.RecordId, i.Field });
        });
        model.Entity<IdempotentAnswer>().HasIndex(a => new { a.CompanyId, a.UserId, a.Key }).IsUnique();
    }

    /// <summary>A foreign key that holds the company, so that no row can point into another one.</summary>
    private static void Belongs<TRow, TTo>(
        EntityTypeBuilder<TRow> row, string column, DeleteBehavior onDelete = DeleteBehavior.Restrict)
        where TRow : Row
        where TTo : Row =>
        row.HasOne<TTo>().WithMany().HasForeignKey(nameof(Row.CompanyId), column)
            .HasPrincipalKey(nameof(Row.CompanyId), nameof(Row.Id)).OnDelete(onDelete);
}
