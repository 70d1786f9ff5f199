namespace CompanionApi.Changes;

public static class ChangesSetup
{
    public static void AddChanges(this WebApplicationBuilder builder)
    {
        builder.Services.AddScoped<Trail>();
        builder.Services.AddScoped<AudiencePreviews>();
        builder.Services.AddScoped<SightPreviews>();
    }
}
