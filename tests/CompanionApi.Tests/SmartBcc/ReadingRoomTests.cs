using CompanionApi.SmartBcc;
using CompanionApi.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CompanionApi.Tests.SmartBcc;

/// <summary>Whose mail is read whole, and how much of it at once.</summary>
public class ReadingRoomTests
{
    [Fact]
    public async Task S31_only_the_proven_mail_of_somebody_known_is_read_whole_and_waits_while_there_is_no_room()
    {
        await using var app = await MailRoom.StartAsync(null, null, ("SmartBcc:MaxReadingMegabytes", "1"));
        var room = app.Services.GetRequiredService<ReadingRoom>();
        Task<string> hers;
        using (await room.EnterAsync(int.MaxValue, CancellationToken.None))
        {
            hers = app.SendAsync(World.Anna.Address, MailRoom.ContosoAddress, Letters.Of("hers"));

            Assert.StartsWith("550-5.7.26", await app.SendAsync(
                "bounce@mailer.example", MailRoom.ContosoAddress, Letters.Of("forged")));
            Assert.StartsWith("550 5.7.1", await app.SendAsync(
                "eve@contoso.example", MailRoom.ContosoAddress, Letters.Of("eve", from: "eve@contoso.example")));
            Assert.False(hers.IsCompleted);
        }

        Assert.StartsWith("250", await hers);
    }

    [Fact]
    public async Task R29_letters_larger_than_all_the_room_are_taken_one_after_another()
    {
        await using var app = await MailRoom.StartAsync(null, null, ("SmartBcc:MaxReadingMegabytes", "1"));
        var body = string.Concat(Enumerable.Repeat("A line of a large letter.\r\n", 60_000));

        var replies = await Task.WhenAll(Enumerable.Range(0, 4).Select(number =>
            app.SendAsync(World.Anna.Address, MailRoom.ContosoAddress, Letters.Of($"large{number}", body: number == 3 ? "Short." : body))));

        Assert.All(replies, reply => Assert.StartsWith("250", reply));
    }

    [Fact]
    public async Task Who_gives_up_waiting_lets_the_next_in()
    {
        var room = new ReadingRoom(new ReadingOptions { MaxBytes = 10 });
        using var patience = new CancellationTokenSource();
        var first = await room.EnterAsync(6, CancellationToken.None);
        var large = room.EnterAsync(10, patience.Token);
        var small = room.EnterAsync(4, CancellationToken.None);
        Assert.False(small.IsCompleted);

        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => large);
        (await small).Dispose();
        first.Dispose();
        (await room.EnterAsync(10, CancellationToken.None)).Dispose();
    }
}
