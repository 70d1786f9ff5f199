using System.Globalization;

namespace Demo.Microsoft365.SignIn;

/// <summary>An answer of Entra's that is no token: OAuth's word for it, and the AADSTS code that says which rule was broken.</summary>
public sealed record EntraError(
    string Error, int Code, string Text, int Status = 400, string? SubError = null, string? Claims = null)
{
    private const string MfaClaims =
        """{"access_token":{"capolids":{"essential":true,"values":["0f4f8a0e-6a41-4f2c-9d3e-3e5a7c1b2d64"]}}}""";

    public static EntraError Missing(string parameter) => new("invalid_request", 900144,
        $"The request body must contain the following parameter: '{parameter}'.");

    public static EntraError UnknownTenant(string tenant) => new("invalid_tenant", 90002,
        $"Tenant '{tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud.");

    public static EntraError UnknownApplication(string? clientId) => new("unauthorized_client", 700016,
        $"Application with identifier '{clientId}' was not found in the directory.");

    public static EntraError UnregisteredRedirect(string? uri) => new("invalid_request", 50011,
        $"The redirect URI '{uri}' specified in the request does not match the redirect URIs configured for the application.");

    public static EntraError UnsupportedGrant(string? grant) => new("unsupported_grant_type", 70003,
        $"The app requested an unsupported grant type '{grant}'.");

    public static EntraError UnsupportedResponseType(string? type) => new("unsupported_response_type", 700054,
        $"response_type '{type}' is not enabled for the application.");

    public static EntraError UnsupportedResponseMode(string mode) => new("invalid_request", 90023,
        $"The response_mode '{mode}' is not supported for this response_type.");

    public static EntraError InvalidScope(string scope) => new("invalid_scope", 70011,
        $"The provided value for the input parameter 'scope' is not valid. The scope '{scope}' is not valid.");

    public static EntraError UnknownResource(string resource) => new("invalid_resource", 500011,
        $"The resource principal named '{resource}' was not found in the tenant.");

    public static EntraError ScopesOfTwoResources { get; } = new("invalid_scope", 28000,
        "Provided value for the input parameter scope is not valid because it contains more than one resource.");

    public static EntraError DefaultScopeOnly(string scope) => new("invalid_scope", 1002012,
        $"The provided value for scope {scope} is not valid. Client credential flows must have a scope value with /.default.");

    public static EntraError WrongPassword { get; } = new("invalid_grant", 50126,
        "Error validating credentials due to invalid username or password.");

    public static EntraError UnknownUser(string user) => new("invalid_grant", 50034,
        $"The user account {user} does not exist in the directory.");

    public static EntraError UserOfOtherTenant(string user) => new("invalid_grant", 50020,
        $"User account '{user}' does not exist in this tenant and cannot access the application in it.");

    public static EntraError SecretMissing { get; } = new("invalid_client", 7000218,
        "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.", 401);

    public static EntraError SecretWrong { get; } = new("invalid_client", 7000215,
        "Invalid client secret provided.", 401);

    public static EntraError PkceMissing { get; } = new("invalid_request", 9002325,
        "Proof Key for Code Exchange is required for cross-origin authorization code redemption.");

    public static EntraError PkceMethod(string? method) => new("invalid_request", 501491,
        $"The code_challenge_method '{method}' is not supported for the 'Single-Page Application' client-type; use S256.");

    public static EntraError PkceMalformed { get; } = new("invalid_request", 501491,
        "The code_challenge is malformed: 43 to 128 characters of the unreserved set are expected.");

    public static EntraError PkceWrong { get; } = new("invalid_grant", 501481,
        "The Code_Verifier does not match the code_challenge supplied in the authorization request.");

    public static EntraError CrossOriginNeeded { get; } = new("invalid_request", 9002327,
        "Tokens issued for the 'Single-Page Application' client-type may only be redeemed via cross-origin requests.");

    public static EntraError CodeUnknown { get; } = new("invalid_grant", 70000,
        "The provided authorization code is malformed or unknown.");

    public static EntraError CodeRedeemed { get; } = new("invalid_grant", 54005,
        "OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token.");

    public static EntraError CodeExpired { get; } = new("invalid_grant", 70008,
        "The provided authorization code or refresh token has expired due to inactivity.");

    public static EntraError RedirectDiffers { get; } = new("invalid_grant", 500112,
        "The reply address does not match the reply address provided when requesting Authorization code.");

    public static EntraError GrantOfOtherApplication { get; } = new("invalid_grant", 70002,
        "The grant was issued to another application.");

    public static EntraError RefreshTokenUnknown { get; } = new("invalid_grant", 70000,
        "The provided refresh token is malformed, unknown or was already used.", SubError: "bad_token");

    public static EntraError RefreshTokenTooOld { get; } = new("invalid_grant", 700084,
        "The refresh token was issued to a single page app (SPA), and therefore has a fixed, limited lifetime.",
        SubError: "token_expired");

    public static EntraError AssertionInvalid { get; } = new("invalid_grant", 50013,
        "Assertion failed signature validation or is malformed.");

    public static EntraError AssertionAudience { get; } = new("invalid_grant", 500131,
        "Assertion audience does not match the Client app presenting the assertion.");

    public static EntraError AssertionExpired { get; } = new("invalid_grant", 500133,
        "Assertion is not within its valid time range. Ensure that the access token is not expired before using it.");

    public static EntraError AssertionOfAnApp { get; } = new("invalid_grant", 50013,
        "The assertion is an app-only token; the on-behalf-of flow works for user principals only.");

    public static EntraError LoginRequired { get; } = new("login_required", 50058,
        "A silent sign-in request was sent but no user is signed in.");

    public static EntraError Declined { get; } = new("access_denied", 65004,
        "User declined to consent to access the app.");

    /// <summary>The errors that can be asked for by name at POST /sim/faults, target "token".</summary>
    public static EntraError OfFault(Fault fault)
    {
        var error = Named(fault.Error);
        return error with { Status = fault.Status ?? error.Status };
    }

    private static EntraError Named(string? fault) => fault switch
    {
        "consent_required" => new("invalid_grant", 65001,
            "The user or administrator has not consented to use the application.", SubError: "consent_required"),
        "mfa_required" => new("interaction_required", 50076,
            "Due to a configuration change made by your administrator, you must use multi-factor authentication.",
            SubError: "basic_action", Claims: MfaClaims),
        "revoked" => new("invalid_grant", 50173,
            "The provided grant has expired due to it being revoked, a fresh auth token is needed.", SubError: "bad_token"),
        "user_disabled" => new("invalid_grant", 50057, "The user account is disabled."),
        "user_not_assigned" => new("interaction_required", 50105,
            "The signed in user is not assigned to a role for the application."),
        "conditional_access" => new("interaction_required", 53003,
            "Access has been blocked by Conditional Access policies.", SubError: "message_only"),
        "server_error" => new("server_error", 90099, "An internal error occurred.", 500),
        _ => new("temporarily_unavailable", 90033, "A transient error has occurred. Please try again.", 503),
    };

    public IResult ToResult()
    {
        var trace = Guid.NewGuid();
        var correlation = Guid.NewGuid();
        var time = DateTimeOffset.UtcNow.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var body = new Dictionary<string, object?>
        {
            ["error"] = Error,
            ["error_description"] =
                $"AADSTS{Code}: {Text} Trace ID: {trace} Correlation ID: {correlation} Timestamp: {time}",
            ["error_codes"] = new[] { Code },
            ["timestamp"] = time,
            ["trace_id"] = trace,
            ["correlation_id"] = correlation,
            ["error_uri"] = $"https://login.microsoftonline.com/error?code={Code}",
        };
        if (SubError is not null)
        {
            body["suberror"] = SubError;
        }

        if (Claims is not null)
        {
            body["claims"] = Claims;
        }

        return Results.Json(body, statusCode: Status);
    }
}

/// <summary>Carries an error out of the steps of a request to its endpoint, which answers it.</summary>
public sealed class EntraException(EntraError error) : Exception($"AADSTS{error.Code}: {error.Text}")
{
    public EntraError Error { get; } = error;
}
