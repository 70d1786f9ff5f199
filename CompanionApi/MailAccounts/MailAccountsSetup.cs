using CompanionApi.Data;
using CompanionApi.Protocols.Mime;

namespace CompanionApi.MailAccounts;

public static class MailAccountsSetup
{
    /// <exception cref="InvalidOperationException">A setting is wrong: its name and what is expected.</exception>
    public static void AddMailAccounts(this WebApplicationBuilder builder)
    {
        var settings = builder.Configuration;
        // Made once here, so that a wrong setting stops the start and not the first mail.
        var from = new MailOut(settings, TimeProvider.System).From;
        builder.Services.AddSingleton(new OwnMail(from is null ? null : Addresses.Normalize(from.Address)));
        builder.Services.AddSingleton(services => new MailOut(settings, services.GetRequiredService<TimeProvider>()));
        builder.Services.AddSingleton<ConfirmationMail>();
    }
}
