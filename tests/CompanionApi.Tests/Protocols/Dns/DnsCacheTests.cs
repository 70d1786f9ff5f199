using CompanionApi.Protocols.Dns;

namespace CompanionApi.Tests.Protocols.Dns;

public sealed class DnsCacheTests : IAsyncDisposable
{
    private readonly ManualClock clock = new(new DateTimeOffset(2026, 11, 21, 9, 0, 0, TimeSpan.Zero));
    private readonly LoopbackDns server = new(new TableDns()
        .Txt("a.example", "a").Txt("b.example", "b").Txt("c.example", "c")
        .Txt("large.example", new string('x', 5000))
        .Fails("broken.example"));

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Theory]
    [InlineData("a.example", DnsType.Txt)]
    [InlineData("nobody.example", DnsType.Txt)]
    [InlineData("a.example", DnsType.Mx)]
    public async Task Remembers_what_is_and_what_is_not_for_its_time_to_live(string name, DnsType type)
    {
        (server.TimeToLive, server.NegativeTimeToLive) = (60, 60);
        var dns = server.Client(clock);

        var first = await dns.QueryAsync(name, type);
        clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(first.Status, (await dns.QueryAsync(name.ToUpperInvariant(), type)).Status);
        Assert.Equal(1, server.UdpQuestions);

        clock.Advance(TimeSpan.FromSeconds(1));
        await dns.QueryAsync(name, type);
        Assert.Equal(2, server.UdpQuestions);
    }

    [Fact]
    public async Task Forgets_at_once_what_nobody_vouches_for()
    {
        (server.TimeToLive, server.NegativeTimeToLive) = (0, null);
        var dns = server.Client(clock);

        foreach (var name in (string[])["a.example", "nobody.example", "broken.example"])
        {
            await dns.QueryAsync(name, DnsType.Txt);
            await dns.QueryAsync(name, DnsType.Txt);
        }

        Assert.Equal(6, server.UdpQuestions);
    }

    [Fact]
    public async Task Keeps_no_answer_so_large_that_strangers_could_fill_our_memory_with_it()
    {
        var dns = server.Client(clock);

        await dns.QueryAsync("large.example", DnsType.Txt);
        await dns.QueryAsync("large.example", DnsType.Txt);

        Assert.Equal(2, server.TcpQuestions);
    }

    [Fact]
    public async Task Looks_again_within_minutes_for_what_was_missing()
    {
        server.NegativeTimeToLive = 86400;
        var dns = server.Client(clock);

        await dns.QueryAsync("nobody.example", DnsType.Txt);
        clock.Advance(TimeSpan.FromMinutes(5));
        await dns.QueryAsync("nobody.example", DnsType.Txt);

        Assert.Equal(2, server.UdpQuestions);
    }

    [Fact]
    public async Task Lets_go_of_the_one_unused_for_longest_when_full()
    {
        var dns = server.Client(clock, new DnsOptions { Timeout = TimeSpan.FromSeconds(10), CacheSize = 2 });

        await dns.QueryAsync("a.example", DnsType.Txt);
        await dns.QueryAsync("b.example", DnsType.Txt);
        await dns.QueryAsync("a.example", DnsType.Txt);
        await dns.QueryAsync("c.example", DnsType.Txt);
        Assert.Equal(3, server.UdpQuestions);

        await dns.QueryAsync("a.example", DnsType.Txt);
        Assert.Equal(3, server.UdpQuestions);
        await dns.QueryAsync("b.example", DnsType.Txt);
        Assert.Equal(4, server.UdpQuestions);
    }
}
