using CompanionApi.Linking;

namespace CompanionApi.Messages;

public static class MessagesSetup
{
    public static void AddMessages(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<MessageIntake>();
        builder.Services.AddSingleton<Burial>();
        builder.Services.AddHostedService(services => services.GetRequiredService<Burial>());
        builder.Services.AddSingleton<ContentSweep>();
        builder.Services.AddHostedService(services => services.GetRequiredService<ContentSweep>());
        builder.Services.AddScoped<MessageViews>();
        builder.Services.AddScoped<NoticeViews>();
        builder.Services.AddScoped<ConversationViews>();
        builder.Services.AddScoped<JoinOffers>();
        builder.Services.AddScoped<MessageAudiences>();
        builder.Services.AddScoped<OwnMessages>();
        builder.Services.AddScoped<RecordMailList>();
        builder.Services.AddScoped<LinkViews>();
        builder.Services.AddScoped<LinkWrites>();
    }
}
