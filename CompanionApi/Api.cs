using CompanionApi.Changes;
using CompanionApi.Companies;
using CompanionApi.Data;
using CompanionApi.Http;
using CompanionApi.Linking;
using CompanionApi.MailAccounts;
using CompanionApi.Messages;
using CompanionApi.Pane;
using CompanionApi.Records;
using CompanionApi.SignIn;
using CompanionApi.SmartBcc;
using CompanionApi.Sync;

namespace CompanionApi;

/// <summary>The program as a table of contents: one Add line and one Map line per folder.</summary>
public static class Api
{
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(args);
        configure?.Invoke(builder);

        builder.AddHttp();
        builder.AddData();
        builder.AddCompanies();
        builder.AddSignIn();
        builder.AddMailAccounts();
        builder.AddSync();
        builder.AddMessages();
        builder.AddChanges();
        builder.AddSmartBcc();
        builder.AddRecords();
        builder.AddPane();

        var app = builder.Build();
        app.UseHttp();
        app.UseSignIn();
        app.UseMiddleware<Idempotency>();

        var api = app.MapGroup("/api").RequireAuthorization().AddEndpointFilter<UnreadParameters>()
            .AddEndpointFilter<OneMoment>();
        api.MapMe();
        api.MapMailSettings();
        api.MapSenderAddresses();
        api.MapMailAccounts();
        api.MapSharedMailboxes();
        api.MapFolders();
        api.MapCompleteness();
        api.MapNeverCapture();
        api.MapCompany();
        api.MapUsers();
        api.MapLeavers();
        api.MapTeams();
        api.MapMessages();
        api.MapSenders();
        api.MapConversations();
        api.MapConversationChanges();
        api.MapNotices();
        api.MapConversationMoves();
        api.MapVisibility();
        api.MapRecordMail();
        api.MapLinks();
        api.MapChanges();
        api.MapEvents();
        api.MapAudiencePreviews();
        api.MapIntakeLog();
        api.MapPane();
        api.MapRecords();
        app.MapNotifications();
        return app;
    }
}
