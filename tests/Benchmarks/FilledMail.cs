namespace MailCrm.Benchmarks;

/// <summary>
/// The n-th mail of a filled store, told by seed and number alone: a rep writes to one person, four mails to a
/// conversation, 25 conversations under way at a time, half of the conversations shared, no attachments.
/// </summary>
internal sealed class FilledMail
{
    /// <summary>Every conversation is whole after each so many mails.</summary>
    public const int Block = PerConversation * UnderWay;

    private const int PerConversation = 4;
    private const int UnderWay = 25;
    private const int Words = 40;

    private static readonly TimeSpan Apart = TimeSpan.FromSeconds(30);
    private static readonly DateTimeOffset Begin = new(2025, 11, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly string[] Syllables =
        ["ba", "ko", "ri", "ten", "lu", "sa", "mo", "vel", "no", "dar", "pi", "shu", "ka", "ren", "to", "mi"];

    private readonly Seeded seeded;

    public FilledMail(Seeded seeded, int number, int persons)
    {
        this.seeded = seeded;
        Number = number;
        Conversation = (number / Block * UnderWay) + (number % UnderWay);
        Position = number % Block / UnderWay;
        Rep = seeded.Number(1, Conversation, BenchCompany.Reps);
        Person = seeded.Number(2, Conversation, persons);
        IsShared = seeded.Number(3, Conversation, 2) == 0;
        SentAt = Begin + (Apart * number);
    }

    public int Number { get; }

    public int Conversation { get; }

    /// <summary>0 to 3 within its conversation.</summary>
    public int Position { get; }

    public int Rep { get; }

    public int Person { get; }

    public bool IsShared { get; }

    public DateTimeOffset SentAt { get; }

    /// <summary>When the conversation got its last mail.</summary>
    public DateTimeOffset ConversationEndsAt => SentAt + (Apart * UnderWay * (PerConversation - 1 - Position));

    public string MessageId => IdOf(Number);

    /// <summary>The conversation's earlier mails, the newest first.</summary>
    public IEnumerable<string> Mentions => Enumerable.Range(1, Position).Select(back => IdOf(Number - (back * UnderWay)));

    public string Subject => (Position > 0 ? "Re: " : "") + string.Join(' ', Enumerable.Range(0, 3).Select(w => Word(4, Conversation, w)));

    public string Text => string.Join(' ', Enumerable.Range(0, Words).Select(w => Word(5, Number, w))) + "\r\n";

    public Guid Id(int stream) => seeded.Id(stream, Number, SentAt);

    private static string IdOf(int number) => $"fill{number}@{BenchCompany.Domain}";

    // Of 4,096 words the first are said most.
    private string Word(int stream, int of, int at)
    {
        var even = seeded.Number(stream, ((long)of * Words) + at, 1 << 20) / (double)(1 << 20);
        var word = (int)(4096 * even * even * even);
        return Syllables[word & 15] + Syllables[(word >> 4) & 15] + Syllables[word >> 8];
    }
}
