namespace CompanionApi.Companies;

public static class CompaniesSetup
{
    /// <exception cref="InvalidOperationException">A setting is wrong: its name and what is expected.</exception>
    public static void AddCompanies(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(CompanySettings.Read(builder.Configuration));
        builder.Services.AddHostedService<Enrolment>();
    }
}
