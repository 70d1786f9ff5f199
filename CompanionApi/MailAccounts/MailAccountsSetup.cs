using CompanionApi.Data;
using CompanionApi.Protocols.Mime;
using CompanionApi.Protocols.Smtp;

namespace CompanionApi.MailAccounts;

public static class MailAccountsSetup
{
    /// <exception cref="InvalidOperationException">A setting is wrong: its name and what is expected.</exception>
    public static void AddMailAccounts(this WebApplicationBuilder builder)
    {
        var settings = builder.Configuration;
        // Made once here, so that a wrong setting stops the start and not the first mail.
        var mail = new MailOut(settings, TimeProvider.System);
        builder.Services.AddSingleton(new OwnMail(mail.From is null ? null : Addresses.Normalize(mail.From.Address)));
        builder.Services.AddSingleton(new OutgoingRelay(mail.Relay));
        builder.Services.AddSingleton(services => new MailOut(settings, services.GetRequiredService<TimeProvider>()));
        builder.Services.AddSingleton<ConfirmationMail>();
    }
}
