using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CompanionApi.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class LaterSince : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "LaterSince",
                table: "Conversations",
                type: "INTEGER",
                nullable: true);
            // Decided at the latest when its newest mail came.
            migrationBuilder.Sql("UPDATE \"Conversations\" SET \"LaterSince\" = \"LastEnteredAt\" WHERE \"LaterVisibility\" = 1");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "LaterSince",
                table: "Conversations");
        }
    }
}
