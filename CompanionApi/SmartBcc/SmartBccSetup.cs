using System.Net;
using System.Security.Cryptography.X509Certificates;
using CompanionApi.Data;
using CompanionApi.Protocols.Dns;
using CompanionApi.Protocols.Mime;
using CompanionApi.Protocols.Smtp;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CompanionApi.SmartBcc;

public static class SmartBccSetup
{
    private const long Megabyte = 1_048_576;

    public static void AddSmartBcc(this WebApplicationBuilder builder)
    {
        var settings = builder.Configuration;
        var smtp = new SmtpOptions
        {
            Listen = new IPEndPoint(Address(settings), Number(settings, "Smtp:Port", 2525, 0, 65535)),
            HostName = settings["Smtp:HostName"] ?? Dns.GetHostName(),
            Certificate = Certificate(settings),
            MaxMessageBytes = Number(settings, "Smtp:MaxMessageBytes", 20_971_520, 1024, 1_073_741_824),
            MaxRecipients = Number(settings, "Smtp:MaxRecipients", 100, 1, 10_000),
            MaxConnections = Number(settings, "Smtp:MaxConnections", 500, 1, 100_000),
            MaxConnectionsPerAddress = Number(settings, "Smtp:MaxConnectionsPerAddress", 50, 1, 100_000),
            MaxCommands = Number(settings, "Smtp:MaxCommands", 1_000, 1, 1_000_000),
            MaxBadCommands = Number(settings, "Smtp:MaxBadCommands", 20, 1, 1_000_000),
            MaxBufferedBytes = Megabyte * Number(settings, "Smtp:MaxBufferedMegabytes", 512, 1, 1_048_576),
            MaxBufferedBytesPerAddress = Number(settings, "Smtp:MaxBufferedMegabytesPerAddress", 0, 1, 1_048_576) is > 0 and var share
                ? Megabyte * share
                : null,
            IdleTimeout = TimeSpan.FromSeconds(Number(settings, "Smtp:IdleSeconds", 300, 1, 86_400)),
            MaxSessionTime = TimeSpan.FromSeconds(Number(settings, "Smtp:MaxSessionSeconds", 3_600, 1, 86_400)),
            MinDataBytesPerSecond = Number(settings, "Smtp:MinDataBytesPerSecond", 100, 0, 1_000_000),
        };
        var resolvers = new DnsOptions { Servers = settings.GetSection("Dns:Servers").Get<string[]>() ?? [] };
        var proof = new ProofOptions
        {
            MaxAge = TimeSpan.FromDays(Number(settings, "SmartBcc:MaxSignatureAgeDays", 3, 1, 365)),
        };
        try
        {
            resolvers.ReadServers();
        }
        catch (FormatException wrong)
        {
            throw new InvalidOperationException($"Setting Dns:Servers is wrong. {wrong.Message}");
        }

        builder.Services.AddSingleton(smtp);
        builder.Services.AddSingleton(proof);
        builder.Services.TryAddSingleton<IDns>(services =>
            new DnsClient(resolvers, services.GetRequiredService<TimeProvider>()));
        builder.Services.AddSingleton(new QuotaOptions
        {
            PerHour = Number(settings, "SmartBcc:MaxMailsPerHour", 300, 1, 1_000_000),
            PerDay = Number(settings, "SmartBcc:MaxMailsPerDay", 2_000, 1, 10_000_000),
        });
        builder.Services.AddSingleton(new IntakeLogOptions
        {
            KeepFor = TimeSpan.FromDays(Number(settings, "SmartBcc:KeepLogDays", 90, 1, 3_650)),
        });
        builder.Services.AddSingleton(new ReadingOptions
        {
            MaxBytes = Megabyte * Number(settings, "SmartBcc:MaxReadingMegabytes", 64, 1, 1_048_576),
        });
        builder.Services.AddSingleton(new NewPersonLimit(Number(settings, "SmartBcc:MaxNewPersons", 20, 1, 1_000)));
        builder.Services.AddSingleton(new PostmasterOptions(PostmasterAddress(settings)));
        builder.Services.AddSingleton<ReadingRoom>();
        builder.Services.AddSingleton<Filing>();
        builder.Services.AddSingleton<Refusals>();
        builder.Services.AddSingleton<Postmaster>();
        builder.Services.AddSingleton<SenderQuota>();
        builder.Services.AddSingleton<IntakeSweep>();
        builder.Services.AddHostedService(services => services.GetRequiredService<IntakeSweep>());
        builder.Services.AddSingleton<RecipientGate>();
        builder.Services.AddSingleton<KnownSenders>();
        builder.Services.AddSingleton<SenderCheck>();
        builder.Services.AddSingleton<Forwards>();
        builder.Services.AddSingleton<IntakeLog>();
        builder.Services.AddSingleton<SmartBccIntake>();
        builder.Services.AddSingleton<SmartBccListener>();
        builder.Services.AddHostedService(services => services.GetRequiredService<SmartBccListener>());
    }

    private static IPAddress Address(IConfiguration settings)
    {
        var value = settings["Smtp:ListenAddress"] ?? "127.0.0.1";
        return IPAddress.TryParse(value, out var address)
            ? address
            : throw new InvalidOperationException(
                $"Setting Smtp:ListenAddress is \"{value}\"; expected an IP address such as 0.0.0.0.");
    }

    private static string? PostmasterAddress(IConfiguration settings)
    {
        if (settings["Smtp:Postmaster"] is not { Length: > 0 } value)
        {
            return null;
        }

        if (!System.Net.Mail.MailAddress.TryCreate(value, out var address) ||
            Addresses.DomainOf(address.Address) == Addresses.DomainOf($"x@{settings["Bcc:Domain"]}"))
        {
            throw new InvalidOperationException(
                $"Setting Smtp:Postmaster is \"{value}\"; expected a mail address of the operator's outside Bcc:Domain.");
        }

        return settings["MailOut:Host"] is { Length: > 0 }
            ? address.Address
            : throw new InvalidOperationException(
                "Setting MailOut:Host is missing; expected the relay that takes the mail for Smtp:Postmaster.");
    }

    private static X509Certificate2? Certificate(IConfiguration settings)
    {
        if (settings["Smtp:CertificateFile"] is not { Length: > 0 } file)
        {
            return null;
        }

        try
        {
            return settings["Smtp:CertificateKeyFile"] is { Length: > 0 } key
                ? X509Certificate2.CreateFromPemFile(file, key)
                : X509CertificateLoader.LoadPkcs12FromFile(file, settings["Smtp:CertificatePassword"]);
        }
        catch (Exception trouble) when (trouble is IOException or System.Security.Cryptography.CryptographicException)
        {
            throw new InvalidOperationException(
                $"Setting Smtp:CertificateFile cannot be read ({trouble.Message}); expected a PKCS#12 file, or a PEM file " +
                "with its key in Smtp:CertificateKeyFile.");
        }
    }

    private static int Number(IConfiguration settings, string name, int usual, int least, int most)
    {
        if (settings[name] is not { Length: > 0 } value)
        {
            return usual;
        }

        return int.TryParse(value, out var number) && number >= least && number <= most
            ? number
            : throw new InvalidOperationException($"Setting {name} is \"{value}\"; expected {least} to {most}.");
    }
}
