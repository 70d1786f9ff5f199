namespace CompanionApi.Pane;

public static class PaneSetup
{
    public static void AddPane(this WebApplicationBuilder builder)
    {
        builder.Services.AddScoped<OpenMessage>();
        builder.Services.AddScoped<CaptureOpenMessage>();
        builder.Services.AddScoped<Suggestions>();
    }
}
