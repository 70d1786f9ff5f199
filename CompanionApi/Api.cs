using CompanionApi.Data;
using CompanionApi.Http;

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

        var app = builder.Build();
        app.UseHttp();

        var api = app.MapGroup("/api");
        _ = api;
        return app;
    }
}
