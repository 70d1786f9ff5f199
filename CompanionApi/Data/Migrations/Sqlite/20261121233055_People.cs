using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CompanionApi.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class People : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "IsAdminByClaim",
                table: "Users",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "Location",
                table: "IdempotentAnswers",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ActiveForOneUser",
                table: "SenderAddresses",
                columns: new[] { "CompanyId", "Address" },
                unique: true,
                filter: "\"ConfirmedAt\" IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ActiveForOneUser",
                table: "SenderAddresses");

            migrationBuilder.DropColumn(
                name: "IsAdminByClaim",
                table: "Users");

            migrationBuilder.DropColumn(
                name: "Location",
                table: "IdempotentAnswers");
        }
    }
}
