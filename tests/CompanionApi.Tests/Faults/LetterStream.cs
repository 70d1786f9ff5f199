using System.Text;
using CompanionApi.Tests.Support;

namespace CompanionApi.Tests.Faults;

/// <summary>A letter of a stream: what was sent is known to the byte.</summary>
public sealed record StreamLetter(string MessageId, string Word, byte[] Source, byte[] Attachment);

/// <summary>
/// A sender's mail server: it hands over letter after letter, keeps each until it hears 250, and sends it again after a
/// 4xx or a connection that breaks. Letters come from its seed alone.
/// </summary>
public sealed class LetterStream(TestUser sender, int seed)
{
    private const int MaxAttachment = 60_000;
    private const int MostPerConnection = 12;

    private readonly Random random = new(seed);
    private readonly List<StreamLetter> answered = [];
    private StreamLetter? pending;
    private int made;

    public TestUser Sender => sender;

    /// <summary>The letters that were answered 250, each once, in the order of their answers.</summary>
    public IReadOnlyList<StreamLetter> Answered => answered;

    /// <summary>How often 250 was heard: letters are sent again at times though they were answered.</summary>
    public int Promises { get; private set; }

    /// <summary>How often a letter was handed over and no 250 came.</summary>
    public int Unanswered { get; private set; }

    /// <summary>
    /// Sends until the server breaks off or <paramref name="letters"/> were answered; <paramref name="step"/> is called
    /// after each line, piece or reply.
    /// </summary>
    public async Task SendAsync(System.Net.IPEndPoint to, Action step, int letters = int.MaxValue)
    {
        var goal = letters == int.MaxValue ? letters : answered.Count + letters;
        try
        {
            while (answered.Count < goal)
            {
                await using var talk = await SmtpTalk.ConnectAsync(to);
                await talk.SayAsync("EHLO client.contoso.example", "250");
                step();
                for (var left = random.Next(1, MostPerConnection); left > 0 && answered.Count < goal; left--)
                {
                    await HandOverAsync(talk, step);
                }
            }
        }
        catch (Exception broken) when (broken is IOException or System.Net.Sockets.SocketException)
        {
            // The server is gone: what was not answered stays pending.
        }
    }

    /// <summary>Hands over what is still unanswered, or one more letter; the server must take it.</summary>
    public async Task FinishAsync(System.Net.IPEndPoint to)
    {
        await using var talk = await SmtpTalk.ConnectAsync(to);
        await talk.SayAsync("EHLO client.contoso.example", "250");
        do
        {
            await HandOverAsync(talk, () => { });
        }
        while (pending is not null);
    }

    private async Task HandOverAsync(SmtpTalk talk, Action step)
    {
        var again = answered.Count > 0 && random.Next(20) == 0;
        var letter = again ? answered[random.Next(answered.Count)] : pending ??= Make();
        await talk.SayAsync($"MAIL FROM:<{sender.Address}>", "250");
        step();
        await talk.SendAsync($"RCPT TO:<{sender.Address.Split('@')[1].Split('.')[0]}@{World.BccDomain}>");
        var reply = await talk.ReadReplyAsync();
        step();
        if (reply.StartsWith("250", StringComparison.Ordinal))
        {
            Unanswered++;
            reply = await PourAsync(talk, letter.Source, step);
            step();
        }

        Assert.True(reply.StartsWith("250", StringComparison.Ordinal) || reply.StartsWith('4'), reply);
        if (!reply.StartsWith("250", StringComparison.Ordinal))
        {
            await talk.SayAsync("RSET", "250");
            return;
        }

        Unanswered--;
        Promises++;
        if (!again)
        {
            answered.Add(letter);
            pending = null;
        }
    }

    private async Task<string> PourAsync(SmtpTalk talk, byte[] source, Action step)
    {
        await talk.SayAsync("DATA", "354");
        step();
        for (var at = 0; at < source.Length;)
        {
            var size = Math.Min(random.Next(1, 30_000), source.Length - at);
            await talk.SendRawAsync(source.AsMemory(at, size));
            at += size;
            step();
        }

        await talk.SendRawAsync(".\r\n");
        step();
        return await talk.ReadReplyAsync();
    }

    private StreamLetter Make()
    {
        var name = sender.Address.Split('@')[0];
        var number = ++made;
        var id = $"{name}-{number}-{seed}@{sender.Address.Split('@')[1]}";
        var word = $"{name}{number}x{seed}";
        var attachment = new byte[random.Next(1, MaxAttachment)];
        random.NextBytes(attachment);
        var text =
            $"From: {sender.DisplayName} <{sender.Address}>\r\nTo: Taro Yamada <taro{number % 7}@yamada.example>\r\n" +
            $"Subject: Stream {number % 5}\r\nMessage-ID: <{id}>\r\nDate: {Letters.Date(DateTimeOffset.UtcNow)}\r\n" +
            "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=part\r\n\r\n" +
            $"--part\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n見積 {word}\r\n" +
            "--part\r\nContent-Type: image/png; name=a.png\r\nContent-Disposition: attachment; filename=a.png\r\n" +
            "Content-Transfer-Encoding: base64\r\n\r\n" +
            $"{Convert.ToBase64String(attachment, Base64FormattingOptions.InsertLineBreaks)}\r\n--part--\r\n";
        return new StreamLetter(id, word, Encoding.UTF8.GetBytes(text), attachment);
    }
}
