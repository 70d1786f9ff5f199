using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace MailCrm.Benchmarks;

/// <summary>Hands filled mails over by SMTP as reps do, proven by SPF: what is captured is what the filler would have written.</summary>
internal sealed class LetterSender(BenchCompany company, int port)
{
    /// <summary>All of them, over so many connections at once. Answers how many bytes they were.</summary>
    public async Task<long> SendAsync(IReadOnlyList<FilledMail> mails, int connections)
    {
        var sent = await Task.WhenAll(Enumerable.Range(0, connections).Select(line => SendLineAsync(
            mails.Where(m => m.Conversation % connections == line))));
        return sent.Sum();
    }

    /// <summary>A conversation's mails go one after the other over one connection, so that each finds the one before.</summary>
    private async Task<long> SendLineAsync(IEnumerable<FilledMail> mails)
    {
        using var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync("127.0.0.1", port);
        using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
        await ExpectAsync("220");
        await SayAsync("EHLO bench");
        long bytes = 0;
        foreach (var mail in mails)
        {
            var letter = LetterOf(mail);
            await SayAsync($"MAIL FROM:<{BenchCompany.AddressOf(mail.Rep)}>");
            await SayAsync($"RCPT TO:<{BenchCompany.BccAddress}>");
            await SayAsync("DATA", "354");
            await SayAsync($"{letter}.");
            bytes += letter.Length;
        }

        return bytes;

        async Task SayAsync(string line, string expected = "250")
        {
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(line + "\r\n"));
            await ExpectAsync(expected);
        }

        async Task ExpectAsync(string code)
        {
            string? line;
            do
            {
                line = await reader.ReadLineAsync();
                if (line?.StartsWith(code, StringComparison.Ordinal) != true)
                {
                    throw new OptionException($"The server answered {line}");
                }
            }
            while (line[3] == '-');
        }
    }

    private string LetterOf(FilledMail mail)
    {
        var mentions = mail.Mentions.Select(id => $"<{id}>").ToList();
        var threading = mentions.Count == 0 ? "" :
            $"In-Reply-To: {mentions[0]}\r\nReferences: {string.Join("\r\n ", Enumerable.Reverse(mentions))}\r\n";
        return $"From: {BenchCompany.NameOf(mail.Rep)} <{BenchCompany.AddressOf(mail.Rep)}>\r\n" +
            $"To: Person {mail.Person} <{company.PersonAddresses[mail.Person]}>\r\n" +
            $"Subject: {mail.Subject}\r\nMessage-ID: <{mail.MessageId}>\r\n{threading}" +
            $"Date: {DateTimeOffset.UtcNow.ToString("r", CultureInfo.InvariantCulture).Replace("GMT", "+0000")}\r\n" +
            $"MIME-Version: 1.0\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\n{mail.Text}";
    }
}
