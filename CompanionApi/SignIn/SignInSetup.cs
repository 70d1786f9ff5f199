using CompanionApi.Data;
using CompanionApi.Http;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Net.Http.Headers;

namespace CompanionApi.SignIn;

/// <summary>Who is asking: a bearer token of Entra ID becomes <see cref="CurrentUser"/>, or a problem.</summary>
public static class SignInSetup
{
    public static void AddSignIn(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(AzureAdOptions.Read(builder.Configuration));
        builder.Services.AddHttpClient("entra");
        builder.Services.AddSingleton<EntraKeys>();
        builder.Services.AddSingleton<EntraTokens>();
        builder.Services.AddSingleton<EnrolledTenants>();
        builder.Services.AddSingleton<TokenSignIn>();
        builder.Services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer();
        builder.Services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme)
            .Configure<EntraTokens>((bearer, tokens) =>
            {
                bearer.MapInboundClaims = false;
                bearer.TokenHandlers.Clear();
                bearer.TokenHandlers.Add(tokens);
                bearer.Events = new JwtBearerEvents
                {
                    OnTokenValidated = SignInAsync,
                    OnChallenge = ChallengeAsync,
                    OnForbidden = ForbidAsync,
                };
            });
        builder.Services.AddAuthorization();
        builder.Services.AddScoped(services =>
            services.GetRequiredService<IHttpContextAccessor>().HttpContext?.Features.Get<CurrentUser>() ??
            throw new InvalidOperationException("Nobody is signed in on this request."));
    }

    public static void UseSignIn(this WebApplication app)
    {
        app.UseAuthentication();
        app.UseAuthorization();
    }

    private static async Task SignInAsync(TokenValidatedContext context)
    {
        var signIn = context.HttpContext.RequestServices.GetRequiredService<TokenSignIn>();
        try
        {
            context.HttpContext.Features.Set(
                await signIn.SignInAsync(context.Principal!, context.HttpContext.RequestAborted));
        }
        catch (SignInRefused refused)
        {
            context.Fail(refused);
        }
    }

    private static Task ChallengeAsync(JwtBearerChallengeContext context)
    {
        context.HandleResponse();
        var refused = context.AuthenticateFailure is null
            ? new SignInRefused(401, "not_signed_in", "Sign in first.")
            : context.AuthenticateFailure as SignInRefused ??
              SignInRefused.InvalidToken("Not valid.", context.AuthenticateFailure);
        if (context.AuthenticateFailure is not null)
        {
            // The library keeps personal data out of these texts by itself.
            context.HttpContext.RequestServices.GetRequiredService<ILogger<TokenSignIn>>()
                .LogInformation("Refused, {Code}: {Why}", refused.Code, refused.InnerException?.Message);
        }

        var headers = context.Response.Headers;
        if (refused.Status == 503)
        {
            headers.RetryAfter = "5";
        }
        else if (refused.Status == 401 || refused.Error is not null)
        {
            headers[HeaderNames.WWWAuthenticate] = refused.Error is null
                ? "Bearer"
                : $"Bearer error=\"{refused.Error}\", error_description=\"{refused.Message}\"" +
                  (refused.Status == 403 ? $", scope=\"{EntraTokens.Scope}\"" : "");
        }

        return Problems.Problem(refused.Status, refused.Code, refused.Message).ExecuteAsync(context.HttpContext);
    }

    // The one policy beyond being signed in is that of the admin pages.
    private static Task ForbidAsync(ForbiddenContext context) =>
        Problems.Forbidden("admin_only", "Only an admin of the company can do this.").ExecuteAsync(context.HttpContext);
}
