namespace CompanionApi.MailAccounts;

public static class MailAccountsSetup
{
    /// <exception cref="InvalidOperationException">A setting is wrong: its name and what is expected.</exception>
    public static void AddMailAccounts(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(new MailOut(builder.Configuration));
        builder.Services.AddSingleton<ConfirmationMail>();
    }
}
