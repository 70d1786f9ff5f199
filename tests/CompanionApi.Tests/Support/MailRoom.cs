using System.Net;
using CompanionApi.Protocols.Dns;
using CompanionApi.SmartBcc;
using CompanionApi.Sync;
using CompanionApi.Tests.Protocols.Dns;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CompanionApi.Tests.Support;

/// <summary>The whole API with a DNS in which the world's companies let the loopback send for them.</summary>
public static class MailRoom
{
    public const string ContosoAddress = "contoso@" + World.BccDomain;

    public static TableDns Dns() => new TableDns()
        .Txt("contoso.example", "v=spf1 ip4:127.0.0.1 -all")
        .Txt("fabrikam.example", "v=spf1 ip4:127.0.0.1 -all");

    public static Task<CompanionApp> StartAsync(
        IDns? dns = null, IMailReader? mailbox = null, params IEnumerable<(string Name, string? Value)> changes) =>
        CompanionApp.StartAsync(
            builder =>
            {
                builder.Services.Replace(ServiceDescriptor.Singleton(dns ?? Dns()));
                if (mailbox is not null)
                {
                    builder.Services.AddSingleton(mailbox);
                }
            },
            changes);

    /// <summary>Where its SMTP server listens.</summary>
    public static IPEndPoint Endpoint(this CompanionApp app) =>
        app.Services.GetRequiredService<SmartBccListener>().Endpoint;

    /// <summary>Hands a letter over by SMTP; answers the reply to the final dot.</summary>
    public static async Task<string> SendAsync(this CompanionApp app, string from, string to, string letter)
    {
        await using var talk = await SmtpTalk.ConnectAsync(app.Endpoint());
        await talk.SayAsync("EHLO client.contoso.example", "250");
        await talk.SayAsync($"MAIL FROM:<{from}>", "250");
        foreach (var recipient in to.Split(','))
        {
            await talk.SayAsync($"RCPT TO:<{recipient}>", "250");
        }

        return await talk.DataAsync(letter.ReplaceLineEndings("\r\n"));
    }

    /// <summary>Offers a letter of Anna's to a server in trouble: the first answer that is not yes, or the last.</summary>
    public static async Task<string> OfferAsync(IPEndPoint to, string letter)
    {
        await using var talk = await SmtpTalk.ConnectAsync(to);
        await talk.SayAsync("EHLO client.contoso.example", "250");
        await talk.SayAsync($"MAIL FROM:<{World.Anna.Address}>", "250");
        var heard = await talk.SayAsync($"RCPT TO:<{ContosoAddress}>", "");
        return heard.StartsWith("250", StringComparison.Ordinal) ? await talk.DataAsync(letter) : heard;
    }

    /// <inheritdoc cref="OfferAsync(IPEndPoint, string)"/>
    public static Task<string> OfferAsync(this CompanionApp app, string letter) => OfferAsync(app.Endpoint(), letter);

    /// <summary>Hands a letter over; the sender comes again once after a 451.</summary>
    public static async Task SendTwiceAsync(this CompanionApp app, string letter)
    {
        if (await app.OfferAsync(letter) is { } first && !first.StartsWith("250", StringComparison.Ordinal))
        {
            Assert.StartsWith("451", first);
            Assert.StartsWith("250", await app.OfferAsync(letter));
        }
    }
}
