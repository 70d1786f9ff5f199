using CompanionApi.Data;
using CompanionApi.Data.Prepared;
using CompanionApi.Model;
using CompanionApi.Search;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Tests.Search;

public sealed class MailIndexTests : IAsyncLifetime
{
    private const long Anna = 1;
    private const long Ben = 12;
    private static readonly Lazy<Task<byte[]>> Empty = new(MigrateAsync);
    private readonly string file = Path.Combine(Path.GetTempPath(), $"mail-index-{Guid.NewGuid():N}.db");
    private SqliteConnection connection = null!;
    private CompanionDb db = null!;
    private long lastId;

    public async Task InitializeAsync()
    {
        await File.WriteAllBytesAsync(file, await Empty.Value);
        connection = new SqliteConnection($"Data Source={file};Pooling=False");
        await connection.OpenAsync();
        db = new SqliteCompanionDb(new DbContextOptionsBuilder<SqliteCompanionDb>().UseSqlite(connection).Options)
        {
            Prepared = new PreparedStatements(connection) { MayWrite = true },
        }.Of(1);
    }

    public async Task DisposeAsync()
    {
        db.Prepared!.Dispose();
        await db.DisposeAsync();
        await connection.DisposeAsync();
        File.Delete(file);
        File.Delete(file + "-wal");
        File.Delete(file + "-shm");
    }

    [Theory]
    [InlineData("見積")]
    [InlineData("積")]
    [InlineData("見")]
    [InlineData("書")]
    [InlineData("見積書")]
    [InlineData("東京本社")]
    [InlineData("ヤマダ")]
    [InlineData("ﾔﾏﾀﾞ")]
    [InlineData("が")]
    [InlineData("御見積書のご送付")]
    [InlineData("A社")]
    [InlineData("a社様")]
    [InlineData("社様")]
    [InlineData("改行された")]
    public async Task S75_finds_Japanese_words_of_any_length(string q)
    {
        var mail = await AddAsync(Anna, "御見積書のご送付", "東京本社のヤマダですが、Ａ社様の件です。改行さ\nれた文。");

        Assert.Equal([mail], await FindAsync(Anna, q));
    }

    [Theory]
    [InlineData("積見")]
    [InlineData("書見")]
    [InlineData("京都")]
    [InlineData("東京支社")]
    [InlineData("か")]
    public async Task Does_not_take_other_Japanese_words_for_it(string q)
    {
        await AddAsync(Anna, "御見積書", "東京本社が");

        Assert.Empty(await FindAsync(Anna, q));
    }

    [Theory]
    [InlineData("CAFE")]
    [InlineData("café")]
    [InlineData("ｃａｆé")]
    [InlineData("strasse")]
    [InlineData("STRASSE")]
    [InlineData("soren")]
    [InlineData("Istanbul")]
    [InlineData("renew")]
    [InlineData("2026")]
    [InlineData("1,250")]
    [InlineData("taro.yamada@acme.example")]
    [InlineData("acme.example")]
    [InlineData("yamada")]
    [InlineData("مرحبا")]
    [InlineData("أهلا")]
    [InlineData("שלום")]
    [InlineData("한국")]
    [InlineData("renewal yamada")]
    public async Task S75_folds_case_width_and_marks(string q)
    {
        var mail = await AddAsync(
            Anna, "Café renewal 2026",
            "Straße, Søren, İstanbul, １，２５０ 円, taro.yamada@acme.example, مَرْحَبًا, اهلا, שָׁלוֹם, 한국어");

        Assert.Equal([mail], await FindAsync(Anna, q));
    }

    [Fact]
    public async Task Every_word_must_be_there_in_whichever_column()
    {
        var both = await AddAsync(Anna, "Renewal", "the invoice");
        await AddAsync(Anna, "Renewal", "the offer");

        Assert.Equal([both], await FindAsync(Anna, "renewal invoice"));
    }

    [Fact]
    public async Task Looks_only_where_it_is_told_to()
    {
        var inSubject = await AddAsync(Anna, "harvest", "text");
        var inPeople = await AddAsync(Anna, "other", "text", "Harvest Moon", "moon@acme.example");
        var inBody = await AddAsync(Anna, "other", "harvest");

        Assert.Equal([inSubject], await FindAsync(Anna, "harvest", MailColumns.Subject));
        Assert.Equal([inPeople], await FindAsync(Anna, "harvest", MailColumns.People));
        Assert.Equal([inBody], await FindAsync(Anna, "harvest", MailColumns.Body));
        Assert.Equal([inSubject, inPeople], await FindAsync(Anna, "harvest", MailColumns.Subject | MailColumns.People));
        Assert.Equal(3, (await FindAsync(Anna, "harvest")).Count);
    }

    [Fact]
    public async Task Finds_the_names_of_attachments()
    {
        var mail = await AddAsync(Anna, "papers", "see there", file: "契約書_final.pdf");

        Assert.Equal([mail], await FindAsync(Anna, "契約"));
        Assert.Equal([mail], await FindAsync(Anna, "final.pdf"));
    }

    [Theory]
    [InlineData("alpha OR gamma")]
    [InlineData("alpha NOT beta")]
    [InlineData("NEAR(alpha beta)")]
    [InlineData("body:alpha")]
    [InlineData("\"alpha gamma\"")]
    [InlineData("alpha\" OR \"1")]
    [InlineData("1_alpha")]
    [InlineData("12_alpha")]
    public async Task What_looks_like_an_operator_is_plain_text(string q)
    {
        await AddAsync(Anna, "alpha beta", "");

        Assert.Empty(await FindAsync(Anna, q));
    }

    [Theory]
    [InlineData("\"alpha\"")]
    [InlineData("alpha*")]
    [InlineData("(alpha)")]
    [InlineData("^alpha")]
    [InlineData("-alpha")]
    [InlineData("{alpha}")]
    [InlineData("alpha'; --")]
    [InlineData("\0alpha")]
    public async Task Signs_around_a_word_do_not_hinder_it(string q)
    {
        var mail = await AddAsync(Anna, "alpha beta", "");

        Assert.Equal([mail], await FindAsync(Anna, q));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("\"")]
    [InlineData("*")]
    [InlineData("。、")]
    [InlineData("()")]
    [InlineData("\ud800")]
    public async Task Without_a_word_nothing_is_found(string q)
    {
        await AddAsync(Anna, "alpha", "beta 。、 * \" ()");

        Assert.Empty(await FindAsync(Anna, q));
    }

    [Fact]
    public async Task R10_another_owners_mail_never_matches_whoever_came_first()
    {
        var annas = await AddAsync(Anna, "alpha", "secret word 秘密");
        var bens = await AddAsync(Ben, "alpha", "plain word");

        Assert.Equal([annas], await FindAsync(Anna, "alpha"));
        Assert.Equal([bens], await FindAsync(Ben, "alpha"));
        Assert.Empty(await FindAsync(Ben, "secret"));
        Assert.Empty(await FindAsync(Ben, "秘"));
        // 1 and 12 begin alike: an owner's mark is never the beginning of another's.
        Assert.Empty(await FindAsync(Anna, "plain"));
    }

    [Fact]
    public async Task R10_no_entry_of_the_index_is_common_to_two_owners()
    {
        await AddAsync(Anna, "alpha 見積", "beta");
        await AddAsync(Ben, "alpha 見積", "beta");

        await db.Database.ExecuteSqlRawAsync(
            "CREATE VIRTUAL TABLE temp.Entries USING fts5vocab(main, 'MailIndex', 'row')");
        var entries = await db.Database
            .SqlQueryRaw<string>("SELECT term || ' ' || doc AS \"Value\" FROM temp.Entries").ToListAsync();

        Assert.NotEmpty(entries);
        Assert.All(entries, entry => Assert.Matches("^(1|12)_[^ _]+ 1$", entry));
    }

    [Fact]
    public async Task A_mail_taken_out_is_not_found()
    {
        var gone = await AddAsync(Anna, "alpha", "beta");
        var stays = await AddAsync(Anna, "alpha", "beta");

        await MailIndex.RemoveAsync(db, gone);
        await MailIndex.RemoveAsync(db, 999_999);

        Assert.Equal([stays], await FindAsync(Anna, "alpha"));
    }

    [Fact]
    public async Task A_mail_put_in_again_is_found_by_what_it_holds_now()
    {
        var mail = await AddAsync(Anna, "alpha", "beta");
        await AddAsync(Anna, "alpha", "gamma", id: mail);

        Assert.Equal([mail], await FindAsync(Anna, "gamma"));
        Assert.Empty(await FindAsync(Anna, "beta"));
    }

    [Fact]
    public async Task Belongs_to_the_transaction_that_it_is_put_in_by()
    {
        await using (var transaction = await db.Database.BeginTransactionAsync())
        {
            await AddAsync(Anna, "alpha", "beta");
            await transaction.RollbackAsync();
        }

        Assert.Empty(await FindAsync(Anna, "alpha"));
    }

    [Fact]
    public async Task Bounds_what_it_takes_in()
    {
        var mail = await AddAsync(
            Anna, new string('x', 5_000), string.Concat(Enumerable.Repeat("見積書", 200_000)) + " beyond");

        Assert.Equal([mail], await FindAsync(Anna, new string('x', 300)));
        Assert.Equal([mail], await FindAsync(Anna, "書見積"));
        Assert.Empty(await FindAsync(Anna, "beyond"));
        Assert.Empty(await FindAsync(Anna, string.Join(' ', Enumerable.Repeat("yyy", 10_000))));
    }

    private static async Task<byte[]> MigrateAsync()
    {
        var path = Path.GetTempFileName();
        await using (var empty = new DatabaseOptions($"Data Source={path};Pooling=False").Open())
        {
            await empty.Database.MigrateAsync();
        }

        var bytes = await File.ReadAllBytesAsync(path);
        File.Delete(path);
        return bytes;
    }

    private Task<long> AddAsync(
        long owner, string subject, string body, string fromName = "Taro", string from = "taro@acme.example",
        string? file = null, long? id = null)
    {
        var message = new Message
        {
            Id = id ?? ++lastId,
            OwnerId = owner,
            InternetMessageId = "<m@acme.example>",
            FromAddress = from,
            FromName = fromName,
            Subject = subject,
            Snippet = "",
            ContentKey = "",
            ContentHash = [],
        };
        if (file is not null)
        {
            message.Parts.Add(
                new MessagePart
                {
                    FileName = file, ContentType = "application/pdf", TransferEncoding = "base64", ContentHash = [],
                });
        }

        MailIndex.Put(db, message.Id, MailIndex.WordsOf(message, body));
        return Task.FromResult(message.Id);
    }

    private async Task<List<long>> FindAsync(long owner, string q, MailColumns columns = MailColumns.All) =>
        [.. (await MailIndex.Find(db, owner, q, columns).ToListAsync()).Order()];
}
