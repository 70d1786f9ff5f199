using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CompanionApi.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class InitialSchema : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "Changes",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    ActorId = table.Column<long>(type: "INTEGER", nullable: true),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    Kind = table.Column<int>(type: "INTEGER", nullable: false),
                    Rule = table.Column<string>(type: "TEXT", nullable: true),
                    CanUndo = table.Column<bool>(type: "INTEGER", nullable: false),
                    UndoneAt = table.Column<long>(type: "INTEGER", nullable: true),
                    CompanyId = table.Column<int>(type: "INTEGER", nullable: false),
                    PublicId = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Changes", x => x.Id);
                    table.UniqueConstraint("AK_Changes_CompanyId_Id", x => new { x.CompanyId, x.Id });
                });

            migrationBuilder.CreateTable(
                name: "Companies",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    PublicId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Name = table.Column<string>(type: "TEXT", nullable: false),
                    MailName = table.Column<string>(type: "TEXT", nullable: false),
                    DefaultVisibleTo = table.Column<int>(type: "INTEGER", nullable: false),
                    RequiresDkim = table.Column<bool>(type: "INTEGER", nullable: false),
                    AddressGrace = table.Column<long>(type: "INTEGER", nullable: false),
                    FirstAdmin = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Companies", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "IdempotentAnswers",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    UserId = table.Column<long>(type: "INTEGER", nullable: false),
                    Key = table.Column<string>(type: "TEXT", nullable: false),
                    RequestHash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Status = table.Column<int>(type: "INTEGER", nullable: false),
                    Location = table.Column<string>(type: "TEXT", nullable: true),
                    Body = table.Column<string>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    CompanyId = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_IdempotentAnswers", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "IntakeAttempts",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    UserId = table.Column<long>(type: "INTEGER", nullable: true),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    Times = table.Column<int>(type: "INTEGER", nullable: false),
                    LastAt = table.Column<long>(type: "INTEGER", nullable: false),
                    MailHash = table.Column<byte[]>(type: "BLOB", nullable: true),
                    Outcome = table.Column<int>(type: "INTEGER", nullable: false),
                    Reason = table.Column<string>(type: "TEXT", nullable: false),
                    Door = table.Column<int>(type: "INTEGER", nullable: false),
                    AddressKind = table.Column<string>(type: "TEXT", nullable: false),
                    MailFrom = table.Column<string>(type: "TEXT", nullable: false),
                    FromAddress = table.Column<string>(type: "TEXT", nullable: false),
                    ClientAddress = table.Column<string>(type: "TEXT", nullable: false),
                    SizeBytes = table.Column<int>(type: "INTEGER", nullable: false),
                    IsProven = table.Column<bool>(type: "INTEGER", nullable: false),
                    Proof = table.Column<string>(type: "TEXT", nullable: true),
                    Subject = table.Column<string>(type: "TEXT", nullable: true),
                    Detail = table.Column<string>(type: "TEXT", nullable: true),
                    MessageId = table.Column<long>(type: "INTEGER", nullable: true),
                    CompanyId = table.Column<int>(type: "INTEGER", nullable: false),
                    PublicId = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_IntakeAttempts", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "MailNames",
                columns: table => new
                {
                    Name = table.Column<string>(type: "TEXT", nullable: false),
                    CompanyId = table.Column<int>(type: "INTEGER", nullable: false),
                    RetiredAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_MailNames", x => x.Name);
                });

            migrationBuilder.CreateTable(
                name: "NeverCaptureEntries",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    UserId = table.Column<long>(type: "INTEGER", nullable: true),
                    Entry = table.Column<string>(type: "TEXT", nullable: false),
                    CompanyId = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_NeverCaptureEntries", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "RemovedLinks",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    ConversationId = table.Column<long>(type: "INTEGER", nullable: true),
                    MessageId = table.Column<long>(type: "INTEGER", nullable: true),
                    RecordId = table.Column<long>(type: "INTEGER", nullable: false),
                    Slot = table.Column<int>(type: "INTEGER", nullable: true),
                    CompanyId = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RemovedLinks", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "SenderAddressRequests",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    UserId = table.Column<long>(type: "INTEGER", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    CompanyId = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SenderAddressRequests", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Teams",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Name = table.Column<string>(type: "TEXT", nullable: false),
                    CompanyId = table.Column<int>(type: "INTEGER", nullable: false),
                    PublicId = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Teams", x => x.Id);
                    table.UniqueConstraint("AK_Teams_CompanyId_Id", x => new { x.CompanyId, x.Id });
                });

            migrationBuilder.CreateTable(
                name: "TokenCacheEntries",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Key = table.Column<string>(type: "TEXT", nullable: false),
                    Sealed = table.Column<byte[]>(type: "BLOB", nullable: false),
                    CompanyId = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_TokenCacheEntries", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Tombstones",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    OwnerId = table.Column<long>(type: "INTEGER", nullable: false),
                    IdentityHash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    CompanyId = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Tombstones", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "UnnamedContents",
                columns: table => new
                {
                    Key = table.Column<string>(type: "TEXT", nullable: false),
                    Since = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_UnnamedContents", x => x.Key);
                });

            migrationBuilder.CreateTable(
                name: "Users",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    TenantId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    ObjectId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Email = table.Column<string>(type: "TEXT", nullable: false),
                    DisplayName = table.Column<string>(type: "TEXT", nullable: false),
                    FormerAddresses = table.Column<string>(type: "TEXT", nullable: false),
                    Role = table.Column<int>(type: "INTEGER", nullable: false),
                    IsAdminByClaim = table.Column<bool>(type: "INTEGER", nullable: false),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    LeftAt = table.Column<long>(type: "INTEGER", nullable: true),
                    MailSettings_DefaultVisibility = table.Column<int>(type: "INTEGER", nullable: false),
                    MailSettings_DefaultVisibilitySince = table.Column<long>(type: "INTEGER", nullable: false),
                    MailSettings_AutoLinkDeals = table.Column<bool>(type: "INTEGER", nullable: false),
                    MailSettings_AutoLinkLeads = table.Column<bool>(type: "INTEGER", nullable: false),
                    MailSettings_AutoLinkProjects = table.Column<bool>(type: "INTEGER", nullable: false),
                    MailSettings_ArchiveInMailbox = table.Column<bool>(type: "INTEGER", nullable: false),
                    MailSettings_DeleteInMailbox = table.Column<bool>(type: "INTEGER", nullable: false),
                    MailSettings_SignatureHtml = table.Column<string>(type: "TEXT", nullable: false),
                    MailSettings_BccOnEveryNewMail = table.Column<bool>(type: "INTEGER", nullable: false),
                    CompanyId = table.Column<int>(type: "INTEGER", nullable: false),
                    PublicId = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Users", x => x.Id);
                    table.UniqueConstraint("AK_Users_CompanyId_Id", x => new { x.CompanyId, x.Id });
                });

            migrationBuilder.CreateTable(
                name: "ChangeItems",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    ChangeId = table.Column<long>(type: "INTEGER", nullable: false),
                    MessageId = table.Column<long>(type: "INTEGER", nullable: true),
                    ConversationId = table.Column<long>(type: "INTEGER", nullable: true),
                    RecordId = table.Column<long>(type: "INTEGER", nullable: true),
                    Field = table.Column<int>(type: "INTEGER", nullable: false),
                    Before = table.Column<string>(type: "TEXT", nullable: true),
                    After = table.Column<string>(type: "TEXT", nullable: true),
                    Rule = table.Column<string>(type: "TEXT", nullable: true),
                    CompanyId = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ChangeItems", x => x.Id);
                    table.ForeignKey(
                        name: "FK_ChangeItems_Changes_CompanyId_ChangeId",
                        columns: x => new { x.CompanyId, x.ChangeId },
                        principalTable: "Changes",
                        principalColumns: new[] { "CompanyId", "Id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "CompanyDomains",
                columns: table => new
                {
                    Domain = table.Column<string>(type: "TEXT", nullable: false),
                    CompanyId = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CompanyDomains", x => x.Domain);
                    table.ForeignKey(
                        name: "FK_CompanyDomains_Companies_CompanyId",
                        column: x => x.CompanyId,
                        principalTable: "Companies",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "CompanyTenants",
                columns: table => new
                {
                    TenantId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    CompanyId = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CompanyTenants", x => x.TenantId);
                    table.ForeignKey(
                        name: "FK_CompanyTenants_Companies_CompanyId",
                        column: x => x.CompanyId,
                        principalTable: "Companies",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "Conversations",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    OwnerId = table.Column<long>(type: "INTEGER", nullable: false),
                    LaterVisibility = table.Column<int>(type: "INTEGER", nullable: true),
                    LastEnteredAt = table.Column<long>(type: "INTEGER", nullable: false),
                    JoinedIntoId = table.Column<long>(type: "INTEGER", nullable: true),
                    CompanyId = table.Column<int>(type: "INTEGER", nullable: false),
                    PublicId = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Conversations", x => x.Id);
                    table.UniqueConstraint("AK_Conversations_CompanyId_Id", x => new { x.CompanyId, x.Id });
                    table.ForeignKey(
                        name: "FK_Conversations_Users_CompanyId_OwnerId",
                        columns: x => new { x.CompanyId, x.OwnerId },
                        principalTable: "Users",
                        principalColumns: new[] { "CompanyId", "Id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "MailAccounts",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    UserId = table.Column<long>(type: "INTEGER", nullable: false),
                    IsShared = table.Column<bool>(type: "INTEGER", nullable: false),
                    Provider = table.Column<int>(type: "INTEGER", nullable: false),
                    MailboxId = table.Column<string>(type: "TEXT", nullable: false),
                    Address = table.Column<string>(type: "TEXT", nullable: false),
                    State = table.Column<int>(type: "INTEGER", nullable: false),
                    ConnectedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    TakesAllFolders = table.Column<bool>(type: "INTEGER", nullable: false),
                    Since = table.Column<long>(type: "INTEGER", nullable: false),
                    DueAt = table.Column<long>(type: "INTEGER", nullable: true),
                    LastSuccessAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Trouble = table.Column<string>(type: "TEXT", nullable: true),
                    Claims = table.Column<string>(type: "TEXT", nullable: true),
                    Failures = table.Column<int>(type: "INTEGER", nullable: false),
                    FoldersCursor = table.Column<string>(type: "TEXT", nullable: true),
                    FoldersAt = table.Column<long>(type: "INTEGER", nullable: true),
                    SubscriptionId = table.Column<string>(type: "TEXT", nullable: true),
                    SubscriptionSecretHash = table.Column<byte[]>(type: "BLOB", nullable: true),
                    SubscriptionUntil = table.Column<long>(type: "INTEGER", nullable: true),
                    CompanyId = table.Column<int>(type: "INTEGER", nullable: false),
                    PublicId = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_MailAccounts", x => x.Id);
                    table.UniqueConstraint("AK_MailAccounts_CompanyId_Id", x => new { x.CompanyId, x.Id });
                    table.ForeignKey(
                        name: "FK_MailAccounts_Users_CompanyId_UserId",
                        columns: x => new { x.CompanyId, x.UserId },
                        principalTable: "Users",
                        principalColumns: new[] { "CompanyId", "Id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "Records",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Kind = table.Column<int>(type: "INTEGER", nullable: false),
                    OwnerId = table.Column<long>(type: "INTEGER", nullable: false),
                    VisibleTo = table.Column<int>(type: "INTEGER", nullable: false),
                    Name = table.Column<string>(type: "TEXT", nullable: false),
                    SearchName = table.Column<string>(type: "TEXT", nullable: false),
                    Status = table.Column<int>(type: "INTEGER", nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    DeletedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    SuccessorId = table.Column<long>(type: "INTEGER", nullable: true),
                    IsNewByMail = table.Column<bool>(type: "INTEGER", nullable: false),
                    Value = table.Column<double>(type: "REAL", nullable: true),
                    Currency = table.Column<string>(type: "TEXT", nullable: true),
                    OrganizationId = table.Column<long>(type: "INTEGER", nullable: true),
                    LastName = table.Column<string>(type: "TEXT", nullable: true),
                    FirstName = table.Column<string>(type: "TEXT", nullable: true),
                    DealId = table.Column<long>(type: "INTEGER", nullable: true),
                    CompanyId = table.Column<int>(type: "INTEGER", nullable: false),
                    PublicId = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Records", x => x.Id);
                    table.UniqueConstraint("AK_Records_CompanyId_Id", x => new { x.CompanyId, x.Id });
                    table.ForeignKey(
                        name: "FK_Records_Users_CompanyId_OwnerId",
                        columns: x => new { x.CompanyId, x.OwnerId },
                        principalTable: "Users",
                        principalColumns: new[] { "CompanyId", "Id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "SenderAddresses",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    UserId = table.Column<long>(type: "INTEGER", nullable: false),
                    Address = table.Column<string>(type: "TEXT", nullable: false),
                    IsSignIn = table.Column<bool>(type: "INTEGER", nullable: false),
                    RequestedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    ConfirmedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    TokenHash = table.Column<byte[]>(type: "BLOB", nullable: true),
                    CompanyId = table.Column<int>(type: "INTEGER", nullable: false),
                    PublicId = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SenderAddresses", x => x.Id);
                    table.ForeignKey(
                        name: "FK_SenderAddresses_Users_CompanyId_UserId",
                        columns: x => new { x.CompanyId, x.UserId },
                        principalTable: "Users",
                        principalColumns: new[] { "CompanyId", "Id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "TeamMembers",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    TeamId = table.Column<long>(type: "INTEGER", nullable: false),
                    UserId = table.Column<long>(type: "INTEGER", nullable: false),
                    CompanyId = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_TeamMembers", x => x.Id);
                    table.ForeignKey(
                        name: "FK_TeamMembers_Teams_CompanyId_TeamId",
                        columns: x => new { x.CompanyId, x.TeamId },
                        principalTable: "Teams",
                        principalColumns: new[] { "CompanyId", "Id" },
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_TeamMembers_Users_CompanyId_UserId",
                        columns: x => new { x.CompanyId, x.UserId },
                        principalTable: "Users",
                        principalColumns: new[] { "CompanyId", "Id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "KeptApart",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    ConversationId = table.Column<long>(type: "INTEGER", nullable: false),
                    OtherId = table.Column<long>(type: "INTEGER", nullable: false),
                    CompanyId = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_KeptApart", x => x.Id);
                    table.ForeignKey(
                        name: "FK_KeptApart_Conversations_CompanyId_ConversationId",
                        columns: x => new { x.CompanyId, x.ConversationId },
                        principalTable: "Conversations",
                        principalColumns: new[] { "CompanyId", "Id" },
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_KeptApart_Conversations_CompanyId_OtherId",
                        columns: x => new { x.CompanyId, x.OtherId },
                        principalTable: "Conversations",
                        principalColumns: new[] { "CompanyId", "Id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "Messages",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    OwnerId = table.Column<long>(type: "INTEGER", nullable: false),
                    ConversationId = table.Column<long>(type: "INTEGER", nullable: false),
                    PlacedBy = table.Column<int>(type: "INTEGER", nullable: false),
                    InternetMessageId = table.Column<string>(type: "TEXT", nullable: false),
                    ProviderConversationId = table.Column<string>(type: "TEXT", nullable: true),
                    FromAddress = table.Column<string>(type: "TEXT", nullable: false),
                    Variant = table.Column<int>(type: "INTEGER", nullable: false),
                    FromName = table.Column<string>(type: "TEXT", nullable: false),
                    Subject = table.Column<string>(type: "TEXT", nullable: false),
                    NormalizedSubject = table.Column<string>(type: "TEXT", nullable: true),
                    SentAt = table.Column<long>(type: "INTEGER", nullable: false),
                    EnteredAt = table.Column<long>(type: "INTEGER", nullable: false),
                    IsAutomatic = table.Column<bool>(type: "INTEGER", nullable: false),
                    IsSent = table.Column<bool>(type: "INTEGER", nullable: false),
                    SenderReadFrom = table.Column<int>(type: "INTEGER", nullable: true),
                    Visibility = table.Column<int>(type: "INTEGER", nullable: false),
                    IsRead = table.Column<bool>(type: "INTEGER", nullable: false),
                    ArchivedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    DeletedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Snippet = table.Column<string>(type: "TEXT", nullable: false),
                    HasAttachments = table.Column<bool>(type: "INTEGER", nullable: false),
                    QuotesEarlierMail = table.Column<bool>(type: "INTEGER", nullable: false),
                    SizeBytes = table.Column<int>(type: "INTEGER", nullable: false),
                    ContentKey = table.Column<string>(type: "TEXT", nullable: false),
                    ContentHash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    CompanyId = table.Column<int>(type: "INTEGER", nullable: false),
                    PublicId = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Messages", x => x.Id);
                    table.UniqueConstraint("AK_Messages_CompanyId_Id", x => new { x.CompanyId, x.Id });
                    table.ForeignKey(
                        name: "FK_Messages_Conversations_CompanyId_ConversationId",
                        columns: x => new { x.CompanyId, x.ConversationId },
                        principalTable: "Conversations",
                        principalColumns: new[] { "CompanyId", "Id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Messages_Users_CompanyId_OwnerId",
                        columns: x => new { x.CompanyId, x.OwnerId },
                        principalTable: "Users",
                        principalColumns: new[] { "CompanyId", "Id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "Folders",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    MailAccountId = table.Column<long>(type: "INTEGER", nullable: false),
                    ExternalId = table.Column<string>(type: "TEXT", nullable: false),
                    ParentExternalId = table.Column<string>(type: "TEXT", nullable: true),
                    Name = table.Column<string>(type: "TEXT", nullable: false),
                    WellKnown = table.Column<string>(type: "TEXT", nullable: true),
                    IsHidden = table.Column<bool>(type: "INTEGER", nullable: false),
                    TotalItems = table.Column<int>(type: "INTEGER", nullable: false),
                    UnreadItems = table.Column<int>(type: "INTEGER", nullable: false),
                    GoneAt = table.Column<long>(type: "INTEGER", nullable: true),
                    IsChosen = table.Column<bool>(type: "INTEGER", nullable: false),
                    Phase = table.Column<int>(type: "INTEGER", nullable: false),
                    NextLink = table.Column<string>(type: "TEXT", nullable: true),
                    Cursor = table.Column<string>(type: "TEXT", nullable: true),
                    Round = table.Column<int>(type: "INTEGER", nullable: false),
                    OldestFound = table.Column<long>(type: "INTEGER", nullable: true),
                    IsDue = table.Column<bool>(type: "INTEGER", nullable: false),
                    LastSuccessAt = table.Column<long>(type: "INTEGER", nullable: true),
                    ComparedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    CompanyId = table.Column<int>(type: "INTEGER", nullable: false),
                    PublicId = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Folders", x => x.Id);
                    table.UniqueConstraint("AK_Folders_CompanyId_Id", x => new { x.CompanyId, x.Id });
                    table.ForeignKey(
                        name: "FK_Folders_MailAccounts_CompanyId_MailAccountId",
                        columns: x => new { x.CompanyId, x.MailAccountId },
                        principalTable: "MailAccounts",
                        principalColumns: new[] { "CompanyId", "Id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "ConversationLinks",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    ConversationId = table.Column<long>(type: "INTEGER", nullable: false),
                    RecordId = table.Column<long>(type: "INTEGER", nullable: false),
                    Slot = table.Column<int>(type: "INTEGER", nullable: false),
                    Rule = table.Column<int>(type: "INTEGER", nullable: false),
                    ByUserId = table.Column<long>(type: "INTEGER", nullable: true),
                    PersonId = table.Column<long>(type: "INTEGER", nullable: true),
                    Address = table.Column<string>(type: "TEXT", nullable: true),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    CompanyId = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ConversationLinks", x => x.Id);
                    table.ForeignKey(
                        name: "FK_ConversationLinks_Conversations_CompanyId_ConversationId",
                        columns: x => new { x.CompanyId, x.ConversationId },
                        principalTable: "Conversations",
                        principalColumns: new[] { "CompanyId", "Id" },
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_ConversationLinks_Records_CompanyId_RecordId",
                        columns: x => new { x.CompanyId, x.RecordId },
                        principalTable: "Records",
                        principalColumns: new[] { "CompanyId", "Id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "DismissedSuggestions",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    ConversationId = table.Column<long>(type: "INTEGER", nullable: false),
                    RecordId = table.Column<long>(type: "INTEGER", nullable: false),
                    CompanyId = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_DismissedSuggestions", x => x.Id);
                    table.ForeignKey(
                        name: "FK_DismissedSuggestions_Conversations_CompanyId_ConversationId",
                        columns: x => new { x.CompanyId, x.ConversationId },
                        principalTable: "Conversations",
                        principalColumns: new[] { "CompanyId", "Id" },
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_DismissedSuggestions_Records_CompanyId_RecordId",
                        columns: x => new { x.CompanyId, x.RecordId },
                        principalTable: "Records",
                        principalColumns: new[] { "CompanyId", "Id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "Notes",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    RecordId = table.Column<long>(type: "INTEGER", nullable: false),
                    AuthorId = table.Column<long>(type: "INTEGER", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    Text = table.Column<string>(type: "TEXT", nullable: false),
                    CompanyId = table.Column<int>(type: "INTEGER", nullable: false),
                    PublicId = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Notes", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Notes_Records_CompanyId_RecordId",
                        columns: x => new { x.CompanyId, x.RecordId },
                        principalTable: "Records",
                        principalColumns: new[] { "CompanyId", "Id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "RecordEmails",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    RecordId = table.Column<long>(type: "INTEGER", nullable: false),
                    Address = table.Column<string>(type: "TEXT", nullable: false),
                    Domain = table.Column<string>(type: "TEXT", nullable: false),
                    Position = table.Column<int>(type: "INTEGER", nullable: false),
                    CompanyId = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RecordEmails", x => x.Id);
                    table.ForeignKey(
                        name: "FK_RecordEmails_Records_CompanyId_RecordId",
                        columns: x => new { x.CompanyId, x.RecordId },
                        principalTable: "Records",
                        principalColumns: new[] { "CompanyId", "Id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "RecordPersons",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    RecordId = table.Column<long>(type: "INTEGER", nullable: false),
                    PersonId = table.Column<long>(type: "INTEGER", nullable: false),
                    CompanyId = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RecordPersons", x => x.Id);
                    table.ForeignKey(
                        name: "FK_RecordPersons_Records_CompanyId_PersonId",
                        columns: x => new { x.CompanyId, x.PersonId },
                        principalTable: "Records",
                        principalColumns: new[] { "CompanyId", "Id" },
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_RecordPersons_Records_CompanyId_RecordId",
                        columns: x => new { x.CompanyId, x.RecordId },
                        principalTable: "Records",
                        principalColumns: new[] { "CompanyId", "Id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "SmartBccAddresses",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    RecordId = table.Column<long>(type: "INTEGER", nullable: false),
                    Token = table.Column<string>(type: "TEXT", nullable: false),
                    CompanyId = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SmartBccAddresses", x => x.Id);
                    table.ForeignKey(
                        name: "FK_SmartBccAddresses_Records_CompanyId_RecordId",
                        columns: x => new { x.CompanyId, x.RecordId },
                        principalTable: "Records",
                        principalColumns: new[] { "CompanyId", "Id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "Arrivals",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    MessageId = table.Column<long>(type: "INTEGER", nullable: false),
                    Door = table.Column<int>(type: "INTEGER", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    Proof = table.Column<string>(type: "TEXT", nullable: true),
                    IsForward = table.Column<bool>(type: "INTEGER", nullable: false),
                    MailFrom = table.Column<string>(type: "TEXT", nullable: true),
                    Recipients = table.Column<string>(type: "TEXT", nullable: true),
                    ClientAddress = table.Column<string>(type: "TEXT", nullable: true),
                    Helo = table.Column<string>(type: "TEXT", nullable: true),
                    Tls = table.Column<bool>(type: "INTEGER", nullable: false),
                    CompanyId = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Arrivals", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Arrivals_Messages_CompanyId_MessageId",
                        columns: x => new { x.CompanyId, x.MessageId },
                        principalTable: "Messages",
                        principalColumns: new[] { "CompanyId", "Id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "Forwards",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    OwnerId = table.Column<long>(type: "INTEGER", nullable: false),
                    MessageId = table.Column<long>(type: "INTEGER", nullable: false),
                    OuterMessageId = table.Column<string>(type: "TEXT", nullable: false),
                    Number = table.Column<int>(type: "INTEGER", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    Note = table.Column<string>(type: "TEXT", nullable: true),
                    ReadName = table.Column<string>(type: "TEXT", nullable: false),
                    ReadAddress = table.Column<string>(type: "TEXT", nullable: false),
                    MatchKey = table.Column<string>(type: "TEXT", nullable: false),
                    IsIdCertain = table.Column<bool>(type: "INTEGER", nullable: false),
                    IsDateLocal = table.Column<bool>(type: "INTEGER", nullable: false),
                    CompanyId = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Forwards", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Forwards_Messages_CompanyId_MessageId",
                        columns: x => new { x.CompanyId, x.MessageId },
                        principalTable: "Messages",
                        principalColumns: new[] { "CompanyId", "Id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "JoinOffers",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    MessageId = table.Column<long>(type: "INTEGER", nullable: false),
                    OtherMessageId = table.Column<long>(type: "INTEGER", nullable: false),
                    By = table.Column<int>(type: "INTEGER", nullable: false),
                    DismissedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    CompanyId = table.Column<int>(type: "INTEGER", nullable: false),
                    PublicId = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_JoinOffers", x => x.Id);
                    table.ForeignKey(
                        name: "FK_JoinOffers_Messages_CompanyId_MessageId",
                        columns: x => new { x.CompanyId, x.MessageId },
                        principalTable: "Messages",
                        principalColumns: new[] { "CompanyId", "Id" },
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_JoinOffers_Messages_CompanyId_OtherMessageId",
                        columns: x => new { x.CompanyId, x.OtherMessageId },
                        principalTable: "Messages",
                        principalColumns: new[] { "CompanyId", "Id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "MessageBodies",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false),
                    Text = table.Column<string>(type: "TEXT", nullable: true),
                    Html = table.Column<string>(type: "TEXT", nullable: true),
                    CompanyId = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_MessageBodies", x => x.Id);
                    table.ForeignKey(
                        name: "FK_MessageBodies_Messages_CompanyId_Id",
                        columns: x => new { x.CompanyId, x.Id },
                        principalTable: "Messages",
                        principalColumns: new[] { "CompanyId", "Id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "MessageLinks",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    MessageId = table.Column<long>(type: "INTEGER", nullable: false),
                    RecordId = table.Column<long>(type: "INTEGER", nullable: false),
                    SentAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Rule = table.Column<int>(type: "INTEGER", nullable: false),
                    ByUserId = table.Column<long>(type: "INTEGER", nullable: true),
                    Address = table.Column<string>(type: "TEXT", nullable: true),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    CompanyId = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_MessageLinks", x => x.Id);
                    table.ForeignKey(
                        name: "FK_MessageLinks_Messages_CompanyId_MessageId",
                        columns: x => new { x.CompanyId, x.MessageId },
                        principalTable: "Messages",
                        principalColumns: new[] { "CompanyId", "Id" },
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_MessageLinks_Records_CompanyId_RecordId",
                        columns: x => new { x.CompanyId, x.RecordId },
                        principalTable: "Records",
                        principalColumns: new[] { "CompanyId", "Id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "MessageParts",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    MessageId = table.Column<long>(type: "INTEGER", nullable: false),
                    Number = table.Column<int>(type: "INTEGER", nullable: false),
                    FileName = table.Column<string>(type: "TEXT", nullable: false),
                    ContentType = table.Column<string>(type: "TEXT", nullable: false),
                    ContentId = table.Column<string>(type: "TEXT", nullable: true),
                    IsInline = table.Column<bool>(type: "INTEGER", nullable: false),
                    TransferEncoding = table.Column<string>(type: "TEXT", nullable: false),
                    Offset = table.Column<int>(type: "INTEGER", nullable: false),
                    Length = table.Column<int>(type: "INTEGER", nullable: false),
                    DecodedLength = table.Column<int>(type: "INTEGER", nullable: false),
                    ContentHash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    WithinOffset = table.Column<int>(type: "INTEGER", nullable: true),
                    WithinLength = table.Column<int>(type: "INTEGER", nullable: true),
                    WithinEncoding = table.Column<string>(type: "TEXT", nullable: true),
                    CompanyId = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_MessageParts", x => x.Id);
                    table.ForeignKey(
                        name: "FK_MessageParts_Messages_CompanyId_MessageId",
                        columns: x => new { x.CompanyId, x.MessageId },
                        principalTable: "Messages",
                        principalColumns: new[] { "CompanyId", "Id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "MessageReferences",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    OwnerId = table.Column<long>(type: "INTEGER", nullable: false),
                    MessageId = table.Column<long>(type: "INTEGER", nullable: false),
                    InternetMessageId = table.Column<string>(type: "TEXT", nullable: false),
                    CompanyId = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_MessageReferences", x => x.Id);
                    table.ForeignKey(
                        name: "FK_MessageReferences_Messages_CompanyId_MessageId",
                        columns: x => new { x.CompanyId, x.MessageId },
                        principalTable: "Messages",
                        principalColumns: new[] { "CompanyId", "Id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "Notices",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    MessageId = table.Column<long>(type: "INTEGER", nullable: false),
                    Code = table.Column<string>(type: "TEXT", nullable: false),
                    Parameters = table.Column<string>(type: "TEXT", nullable: true),
                    DismissedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    CompanyId = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Notices", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Notices_Messages_CompanyId_MessageId",
                        columns: x => new { x.CompanyId, x.MessageId },
                        principalTable: "Messages",
                        principalColumns: new[] { "CompanyId", "Id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "Participants",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    MessageId = table.Column<long>(type: "INTEGER", nullable: false),
                    Role = table.Column<int>(type: "INTEGER", nullable: false),
                    Position = table.Column<int>(type: "INTEGER", nullable: false),
                    Name = table.Column<string>(type: "TEXT", nullable: false),
                    Address = table.Column<string>(type: "TEXT", nullable: false),
                    CompanyId = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Participants", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Participants_Messages_CompanyId_MessageId",
                        columns: x => new { x.CompanyId, x.MessageId },
                        principalTable: "Messages",
                        principalColumns: new[] { "CompanyId", "Id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "MailboxItems",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    OwnerId = table.Column<long>(type: "INTEGER", nullable: false),
                    MessageId = table.Column<long>(type: "INTEGER", nullable: true),
                    Mailbox = table.Column<string>(type: "TEXT", nullable: false),
                    ItemId = table.Column<string>(type: "TEXT", nullable: false),
                    MailAccountId = table.Column<long>(type: "INTEGER", nullable: true),
                    FolderId = table.Column<long>(type: "INTEGER", nullable: true),
                    ChangeKey = table.Column<string>(type: "TEXT", nullable: true),
                    IsRead = table.Column<bool>(type: "INTEGER", nullable: false),
                    ReceivedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    State = table.Column<int>(type: "INTEGER", nullable: false),
                    Reason = table.Column<string>(type: "TEXT", nullable: true),
                    Subject = table.Column<string>(type: "TEXT", nullable: true),
                    Attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    TryAt = table.Column<long>(type: "INTEGER", nullable: true),
                    SeenRound = table.Column<int>(type: "INTEGER", nullable: false),
                    GoneAt = table.Column<long>(type: "INTEGER", nullable: true),
                    CompanyId = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_MailboxItems", x => x.Id);
                    table.UniqueConstraint("AK_MailboxItems_CompanyId_Id", x => new { x.CompanyId, x.Id });
                    table.ForeignKey(
                        name: "FK_MailboxItems_Folders_CompanyId_FolderId",
                        columns: x => new { x.CompanyId, x.FolderId },
                        principalTable: "Folders",
                        principalColumns: new[] { "CompanyId", "Id" },
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_MailboxItems_MailAccounts_CompanyId_MailAccountId",
                        columns: x => new { x.CompanyId, x.MailAccountId },
                        principalTable: "MailAccounts",
                        principalColumns: new[] { "CompanyId", "Id" },
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_MailboxItems_Messages_CompanyId_MessageId",
                        columns: x => new { x.CompanyId, x.MessageId },
                        principalTable: "Messages",
                        principalColumns: new[] { "CompanyId", "Id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "WriteBacks",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    MailAccountId = table.Column<long>(type: "INTEGER", nullable: false),
                    MailboxItemId = table.Column<long>(type: "INTEGER", nullable: false),
                    Kind = table.Column<int>(type: "INTEGER", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    Attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    TryAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Reason = table.Column<string>(type: "TEXT", nullable: true),
                    CompanyId = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WriteBacks", x => x.Id);
                    table.ForeignKey(
                        name: "FK_WriteBacks_MailAccounts_CompanyId_MailAccountId",
                        columns: x => new { x.CompanyId, x.MailAccountId },
                        principalTable: "MailAccounts",
                        principalColumns: new[] { "CompanyId", "Id" },
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_WriteBacks_MailboxItems_CompanyId_MailboxItemId",
                        columns: x => new { x.CompanyId, x.MailboxItemId },
                        principalTable: "MailboxItems",
                        principalColumns: new[] { "CompanyId", "Id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Arrivals_CompanyId_MessageId",
                table: "Arrivals",
                columns: new[] { "CompanyId", "MessageId" });

            migrationBuilder.CreateIndex(
                name: "IX_ChangeItems_CompanyId_ChangeId",
                table: "ChangeItems",
                columns: new[] { "CompanyId", "ChangeId" });

            migrationBuilder.CreateIndex(
                name: "IX_ChangeItems_CompanyId_ConversationId",
                table: "ChangeItems",
                columns: new[] { "CompanyId", "ConversationId" });

            migrationBuilder.CreateIndex(
                name: "IX_ChangeItems_CompanyId_MessageId",
                table: "ChangeItems",
                columns: new[] { "CompanyId", "MessageId" });

            migrationBuilder.CreateIndex(
                name: "IX_ChangeItems_CompanyId_RecordId_Field",
                table: "ChangeItems",
                columns: new[] { "CompanyId", "RecordId", "Field" });

            migrationBuilder.CreateIndex(
                name: "IX_Changes_CompanyId_ActorId_At",
                table: "Changes",
                columns: new[] { "CompanyId", "ActorId", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_Changes_PublicId",
                table: "Changes",
                column: "PublicId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Companies_PublicId",
                table: "Companies",
                column: "PublicId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_CompanyDomains_CompanyId",
                table: "CompanyDomains",
                column: "CompanyId");

            migrationBuilder.CreateIndex(
                name: "IX_CompanyTenants_CompanyId",
                table: "CompanyTenants",
                column: "CompanyId");

            migrationBuilder.CreateIndex(
                name: "IX_ConversationLinks_CompanyId_ConversationId_Slot",
                table: "ConversationLinks",
                columns: new[] { "CompanyId", "ConversationId", "Slot" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_ConversationLinks_CompanyId_RecordId_ConversationId",
                table: "ConversationLinks",
                columns: new[] { "CompanyId", "RecordId", "ConversationId" });

            migrationBuilder.CreateIndex(
                name: "IX_Conversations_CompanyId_JoinedIntoId",
                table: "Conversations",
                columns: new[] { "CompanyId", "JoinedIntoId" },
                filter: "\"JoinedIntoId\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Conversations_CompanyId_OwnerId_LastEnteredAt",
                table: "Conversations",
                columns: new[] { "CompanyId", "OwnerId", "LastEnteredAt" });

            migrationBuilder.CreateIndex(
                name: "IX_Conversations_PublicId",
                table: "Conversations",
                column: "PublicId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_DismissedSuggestions_CompanyId_ConversationId_RecordId",
                table: "DismissedSuggestions",
                columns: new[] { "CompanyId", "ConversationId", "RecordId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_DismissedSuggestions_CompanyId_RecordId",
                table: "DismissedSuggestions",
                columns: new[] { "CompanyId", "RecordId" });

            migrationBuilder.CreateIndex(
                name: "IX_Folders_CompanyId_MailAccountId_ExternalId",
                table: "Folders",
                columns: new[] { "CompanyId", "MailAccountId", "ExternalId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Folders_PublicId",
                table: "Folders",
                column: "PublicId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Forwards_CompanyId_MessageId",
                table: "Forwards",
                columns: new[] { "CompanyId", "MessageId" });

            migrationBuilder.CreateIndex(
                name: "IX_Forwards_CompanyId_OwnerId_MatchKey",
                table: "Forwards",
                columns: new[] { "CompanyId", "OwnerId", "MatchKey" });

            migrationBuilder.CreateIndex(
                name: "IX_Forwards_CompanyId_OwnerId_OuterMessageId_Number",
                table: "Forwards",
                columns: new[] { "CompanyId", "OwnerId", "OuterMessageId", "Number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_IdempotentAnswers_CompanyId_UserId_Key",
                table: "IdempotentAnswers",
                columns: new[] { "CompanyId", "UserId", "Key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_IntakeAttempts_CompanyId_At",
                table: "IntakeAttempts",
                columns: new[] { "CompanyId", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_IntakeAttempts_CompanyId_MailHash",
                table: "IntakeAttempts",
                columns: new[] { "CompanyId", "MailHash" });

            migrationBuilder.CreateIndex(
                name: "IX_IntakeAttempts_CompanyId_UserId_At",
                table: "IntakeAttempts",
                columns: new[] { "CompanyId", "UserId", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_IntakeAttempts_PublicId",
                table: "IntakeAttempts",
                column: "PublicId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_JoinOffers_CompanyId_MessageId",
                table: "JoinOffers",
                columns: new[] { "CompanyId", "MessageId" });

            migrationBuilder.CreateIndex(
                name: "IX_JoinOffers_CompanyId_OtherMessageId",
                table: "JoinOffers",
                columns: new[] { "CompanyId", "OtherMessageId" });

            migrationBuilder.CreateIndex(
                name: "IX_JoinOffers_PublicId",
                table: "JoinOffers",
                column: "PublicId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_KeptApart_CompanyId_ConversationId_OtherId",
                table: "KeptApart",
                columns: new[] { "CompanyId", "ConversationId", "OtherId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_KeptApart_CompanyId_OtherId",
                table: "KeptApart",
                columns: new[] { "CompanyId", "OtherId" });

            migrationBuilder.CreateIndex(
                name: "IX_MailAccounts_CompanyId_DueAt",
                table: "MailAccounts",
                columns: new[] { "CompanyId", "DueAt" },
                filter: "\"DueAt\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_MailAccounts_CompanyId_Provider_MailboxId",
                table: "MailAccounts",
                columns: new[] { "CompanyId", "Provider", "MailboxId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_MailAccounts_CompanyId_SubscriptionId",
                table: "MailAccounts",
                columns: new[] { "CompanyId", "SubscriptionId" },
                filter: "\"SubscriptionId\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_MailAccounts_CompanyId_UserId",
                table: "MailAccounts",
                columns: new[] { "CompanyId", "UserId" });

            migrationBuilder.CreateIndex(
                name: "IX_MailAccounts_PublicId",
                table: "MailAccounts",
                column: "PublicId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_MailboxItems_CompanyId_FolderId_State",
                table: "MailboxItems",
                columns: new[] { "CompanyId", "FolderId", "State" });

            migrationBuilder.CreateIndex(
                name: "IX_MailboxItems_CompanyId_MailAccountId_ItemId",
                table: "MailboxItems",
                columns: new[] { "CompanyId", "MailAccountId", "ItemId" },
                unique: true,
                filter: "\"MailAccountId\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_MailboxItems_CompanyId_MessageId",
                table: "MailboxItems",
                columns: new[] { "CompanyId", "MessageId" });

            migrationBuilder.CreateIndex(
                name: "IX_MailboxItems_CompanyId_OwnerId_ItemId",
                table: "MailboxItems",
                columns: new[] { "CompanyId", "OwnerId", "ItemId" });

            migrationBuilder.CreateIndex(
                name: "IX_MessageBodies_CompanyId_Id",
                table: "MessageBodies",
                columns: new[] { "CompanyId", "Id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_MessageLinks_CompanyId_MessageId_RecordId",
                table: "MessageLinks",
                columns: new[] { "CompanyId", "MessageId", "RecordId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_MessageLinks_CompanyId_RecordId_SentAt_MessageId",
                table: "MessageLinks",
                columns: new[] { "CompanyId", "RecordId", "SentAt", "MessageId" });

            migrationBuilder.CreateIndex(
                name: "IX_MessageParts_CompanyId_MessageId",
                table: "MessageParts",
                columns: new[] { "CompanyId", "MessageId" });

            migrationBuilder.CreateIndex(
                name: "IX_MessageReferences_CompanyId_MessageId",
                table: "MessageReferences",
                columns: new[] { "CompanyId", "MessageId" });

            migrationBuilder.CreateIndex(
                name: "IX_MessageReferences_CompanyId_OwnerId_InternetMessageId",
                table: "MessageReferences",
                columns: new[] { "CompanyId", "OwnerId", "InternetMessageId" });

            migrationBuilder.CreateIndex(
                name: "IX_Messages_CompanyId_ContentKey",
                table: "Messages",
                columns: new[] { "CompanyId", "ContentKey" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Messages_CompanyId_ConversationId_SentAt",
                table: "Messages",
                columns: new[] { "CompanyId", "ConversationId", "SentAt" });

            migrationBuilder.CreateIndex(
                name: "IX_Messages_CompanyId_InternetMessageId",
                table: "Messages",
                columns: new[] { "CompanyId", "InternetMessageId" });

            migrationBuilder.CreateIndex(
                name: "IX_Messages_CompanyId_OwnerId_InternetMessageId_FromAddress_Variant",
                table: "Messages",
                columns: new[] { "CompanyId", "OwnerId", "InternetMessageId", "FromAddress", "Variant" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Messages_CompanyId_OwnerId_NormalizedSubject_SentAt",
                table: "Messages",
                columns: new[] { "CompanyId", "OwnerId", "NormalizedSubject", "SentAt" },
                filter: "\"NormalizedSubject\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Messages_CompanyId_OwnerId_ProviderConversationId",
                table: "Messages",
                columns: new[] { "CompanyId", "OwnerId", "ProviderConversationId" },
                filter: "\"ProviderConversationId\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Messages_CompanyId_OwnerId_SentAt",
                table: "Messages",
                columns: new[] { "CompanyId", "OwnerId", "SentAt" });

            migrationBuilder.CreateIndex(
                name: "IX_Messages_PublicId",
                table: "Messages",
                column: "PublicId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_NeverCaptureEntries_CompanyId_Entry",
                table: "NeverCaptureEntries",
                columns: new[] { "CompanyId", "Entry" });

            migrationBuilder.CreateIndex(
                name: "IX_NeverCaptureEntries_CompanyId_UserId_Entry",
                table: "NeverCaptureEntries",
                columns: new[] { "CompanyId", "UserId", "Entry" });

            migrationBuilder.CreateIndex(
                name: "IX_Notes_CompanyId_RecordId_At",
                table: "Notes",
                columns: new[] { "CompanyId", "RecordId", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_Notes_PublicId",
                table: "Notes",
                column: "PublicId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Notices_CompanyId_MessageId",
                table: "Notices",
                columns: new[] { "CompanyId", "MessageId" });

            migrationBuilder.CreateIndex(
                name: "Standing",
                table: "Notices",
                columns: new[] { "CompanyId", "Code", "MessageId" },
                filter: "\"DismissedAt\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Participants_CompanyId_Address_MessageId",
                table: "Participants",
                columns: new[] { "CompanyId", "Address", "MessageId" });

            migrationBuilder.CreateIndex(
                name: "IX_Participants_CompanyId_MessageId",
                table: "Participants",
                columns: new[] { "CompanyId", "MessageId" });

            migrationBuilder.CreateIndex(
                name: "IX_RecordEmails_CompanyId_Address",
                table: "RecordEmails",
                columns: new[] { "CompanyId", "Address" });

            migrationBuilder.CreateIndex(
                name: "IX_RecordEmails_CompanyId_Domain_RecordId",
                table: "RecordEmails",
                columns: new[] { "CompanyId", "Domain", "RecordId" });

            migrationBuilder.CreateIndex(
                name: "IX_RecordEmails_CompanyId_RecordId",
                table: "RecordEmails",
                columns: new[] { "CompanyId", "RecordId" });

            migrationBuilder.CreateIndex(
                name: "IX_RecordPersons_CompanyId_PersonId",
                table: "RecordPersons",
                columns: new[] { "CompanyId", "PersonId" });

            migrationBuilder.CreateIndex(
                name: "IX_RecordPersons_CompanyId_RecordId_PersonId",
                table: "RecordPersons",
                columns: new[] { "CompanyId", "RecordId", "PersonId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Records_CompanyId_DealId",
                table: "Records",
                columns: new[] { "CompanyId", "DealId" });

            migrationBuilder.CreateIndex(
                name: "IX_Records_CompanyId_Kind_CreatedAt",
                table: "Records",
                columns: new[] { "CompanyId", "Kind", "CreatedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_Records_CompanyId_OrganizationId",
                table: "Records",
                columns: new[] { "CompanyId", "OrganizationId" });

            migrationBuilder.CreateIndex(
                name: "IX_Records_PublicId",
                table: "Records",
                column: "PublicId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ReviewList",
                table: "Records",
                columns: new[] { "CompanyId", "OwnerId", "CreatedAt" },
                filter: "\"DeletedAt\" IS NULL AND \"IsNewByMail\"");

            migrationBuilder.CreateIndex(
                name: "IX_RemovedLinks_CompanyId_ConversationId",
                table: "RemovedLinks",
                columns: new[] { "CompanyId", "ConversationId" });

            migrationBuilder.CreateIndex(
                name: "IX_RemovedLinks_CompanyId_MessageId",
                table: "RemovedLinks",
                columns: new[] { "CompanyId", "MessageId" });

            migrationBuilder.CreateIndex(
                name: "ActiveForOneUser",
                table: "SenderAddresses",
                columns: new[] { "CompanyId", "Address" },
                unique: true,
                filter: "\"ConfirmedAt\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_SenderAddresses_CompanyId_Address",
                table: "SenderAddresses",
                columns: new[] { "CompanyId", "Address" });

            migrationBuilder.CreateIndex(
                name: "IX_SenderAddresses_CompanyId_UserId",
                table: "SenderAddresses",
                columns: new[] { "CompanyId", "UserId" });

            migrationBuilder.CreateIndex(
                name: "IX_SenderAddresses_PublicId",
                table: "SenderAddresses",
                column: "PublicId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_SenderAddressRequests_CompanyId_UserId_At",
                table: "SenderAddressRequests",
                columns: new[] { "CompanyId", "UserId", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_SmartBccAddresses_CompanyId_RecordId",
                table: "SmartBccAddresses",
                columns: new[] { "CompanyId", "RecordId" });

            migrationBuilder.CreateIndex(
                name: "IX_SmartBccAddresses_CompanyId_Token",
                table: "SmartBccAddresses",
                columns: new[] { "CompanyId", "Token" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_TeamMembers_CompanyId_TeamId",
                table: "TeamMembers",
                columns: new[] { "CompanyId", "TeamId" });

            migrationBuilder.CreateIndex(
                name: "IX_TeamMembers_CompanyId_UserId_TeamId",
                table: "TeamMembers",
                columns: new[] { "CompanyId", "UserId", "TeamId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Teams_PublicId",
                table: "Teams",
                column: "PublicId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_TokenCacheEntries_CompanyId_Key",
                table: "TokenCacheEntries",
                columns: new[] { "CompanyId", "Key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Tombstones_CompanyId_OwnerId_IdentityHash",
                table: "Tombstones",
                columns: new[] { "CompanyId", "OwnerId", "IdentityHash" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Users_PublicId",
                table: "Users",
                column: "PublicId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Users_TenantId_ObjectId",
                table: "Users",
                columns: new[] { "TenantId", "ObjectId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_WriteBacks_CompanyId_MailAccountId_TryAt",
                table: "WriteBacks",
                columns: new[] { "CompanyId", "MailAccountId", "TryAt" });

            migrationBuilder.CreateIndex(
                name: "IX_WriteBacks_CompanyId_MailboxItemId_Kind",
                table: "WriteBacks",
                columns: new[] { "CompanyId", "MailboxItemId", "Kind" },
                unique: true);

            // The words arrive ready from Search/MailWords: lower case, parted by blanks, each under its owner's mark.
            migrationBuilder.Sql(
                """
                CREATE VIRTUAL TABLE "MailIndex" USING fts5(
                    subject, people, body, content='', contentless_delete=1, tokenize="ascii tokenchars '_'")
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""DROP TABLE "MailIndex" """);

            migrationBuilder.DropTable(
                name: "Arrivals");

            migrationBuilder.DropTable(
                name: "ChangeItems");

            migrationBuilder.DropTable(
                name: "CompanyDomains");

            migrationBuilder.DropTable(
                name: "CompanyTenants");

            migrationBuilder.DropTable(
                name: "ConversationLinks");

            migrationBuilder.DropTable(
                name: "DismissedSuggestions");

            migrationBuilder.DropTable(
                name: "Forwards");

            migrationBuilder.DropTable(
                name: "IdempotentAnswers");

            migrationBuilder.DropTable(
                name: "IntakeAttempts");

            migrationBuilder.DropTable(
                name: "JoinOffers");

            migrationBuilder.DropTable(
                name: "KeptApart");

            migrationBuilder.DropTable(
                name: "MailNames");

            migrationBuilder.DropTable(
                name: "MessageBodies");

            migrationBuilder.DropTable(
                name: "MessageLinks");

            migrationBuilder.DropTable(
                name: "MessageParts");

            migrationBuilder.DropTable(
                name: "MessageReferences");

            migrationBuilder.DropTable(
                name: "NeverCaptureEntries");

            migrationBuilder.DropTable(
                name: "Notes");

            migrationBuilder.DropTable(
                name: "Notices");

            migrationBuilder.DropTable(
                name: "Participants");

            migrationBuilder.DropTable(
                name: "RecordEmails");

            migrationBuilder.DropTable(
                name: "RecordPersons");

            migrationBuilder.DropTable(
                name: "RemovedLinks");

            migrationBuilder.DropTable(
                name: "SenderAddresses");

            migrationBuilder.DropTable(
                name: "SenderAddressRequests");

            migrationBuilder.DropTable(
                name: "SmartBccAddresses");

            migrationBuilder.DropTable(
                name: "TeamMembers");

            migrationBuilder.DropTable(
                name: "TokenCacheEntries");

            migrationBuilder.DropTable(
                name: "Tombstones");

            migrationBuilder.DropTable(
                name: "UnnamedContents");

            migrationBuilder.DropTable(
                name: "WriteBacks");

            migrationBuilder.DropTable(
                name: "Changes");

            migrationBuilder.DropTable(
                name: "Companies");

            migrationBuilder.DropTable(
                name: "Records");

            migrationBuilder.DropTable(
                name: "Teams");

            migrationBuilder.DropTable(
                name: "MailboxItems");

            migrationBuilder.DropTable(
                name: "Folders");

            migrationBuilder.DropTable(
                name: "Messages");

            migrationBuilder.DropTable(
                name: "MailAccounts");

            migrationBuilder.DropTable(
                name: "Conversations");

            migrationBuilder.DropTable(
                name: "Users");
        }
    }
}
