using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CompanionApi.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class SpentFirstAdmin : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "SpentFirstAdmin",
                table: "Companies",
                type: "TEXT",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "SpentFirstAdmin",
                table: "Companies");
        }
    }
}
