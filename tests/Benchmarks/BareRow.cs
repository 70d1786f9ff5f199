using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace MailCrm.Benchmarks;

/// <summary>
/// The peer: a bare ASP.NET endpoint that reads one SQLite row by a unique key and answers it as JSON, without sign-in,
/// company or rules. A process of its own with the web server's usual settings.
/// </summary>
internal static class BareRow
{
    public const int Rows = 200_000;

    public static void Make(string file)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText =
            $"""
            PRAGMA journal_mode=WAL;
            CREATE TABLE link (id INTEGER PRIMARY KEY, mid TEXT UNIQUE, deal TEXT, title TEXT, amount INTEGER);
            WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {Rows - 1})
            INSERT INTO link (mid, deal, title, amount)
            SELECT '<m' || i || '@x.test>', 'd-' || (i % 5000), 'Quote for ' || i || ' licences', i FROM n;
            PRAGMA wal_checkpoint(TRUNCATE);
            """;
        command.ExecuteNonQuery();
    }

    /// <summary>What the process of its own does.</summary>
    public static void Serve(string file, string url)
    {
        var reading = $"Data Source={file};Mode=ReadOnly;Cache=Private";
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url);
        var app = builder.Build();
        app.MapGet("/row", (string k) =>
        {
            using var connection = new SqliteConnection(reading);
            connection.Open();
            using var query = connection.CreateCommand();
            query.CommandText = "select deal, title, amount from link where mid = $k";
            query.Parameters.AddWithValue("$k", $"<m{k}@x.test>");
            using var row = query.ExecuteReader();
            return row.Read() ? Results.Ok(new Deal(row.GetString(0), row.GetString(1), row.GetInt64(2))) : Results.NotFound();
        });
        app.Run();
    }

    public static Process Start(string file, int port)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList = { Environment.GetCommandLineArgs()[0], "bare-row", file, $"http://127.0.0.1:{port}" },
            RedirectStandardOutput = true,
        };
        start.Environment["DOTNET_gcServer"] = "1";
        return Process.Start(start)!;
    }

    private sealed record Deal(string Id, string Title, long Amount);
}
