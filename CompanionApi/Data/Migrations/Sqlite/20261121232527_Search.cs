using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CompanionApi.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Search : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "SearchName",
                table: "Records",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.Sql("""UPDATE "Records" SET "SearchName" = ' ' || lower("Name")""");

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

            migrationBuilder.DropColumn(
                name: "SearchName",
                table: "Records");
        }
    }
}
