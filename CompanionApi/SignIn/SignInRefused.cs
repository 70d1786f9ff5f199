namespace CompanionApi.SignIn;

/// <summary>Why a token does not let its bearer in: the answer as it goes out.</summary>
public sealed class SignInRefused(int status, string code, string title, string? error = null, Exception? inner = null)
    : Exception(title, inner)
{
    public int Status { get; } = status;

    public string Code { get; } = code;

    /// <summary>The word of RFC 6750 for <c>WWW-Authenticate</c>, where there is one.</summary>
    public string? Error { get; } = error;

    /// <summary>Says no more than that: what exactly was wrong stands in the log.</summary>
    public static SignInRefused InvalidToken(string why, Exception? inner = null) =>
        new(401, "invalid_token", "The token is not valid.", "invalid_token",
            inner ?? new InvalidOperationException(why));

    public static SignInRefused MissingScope() =>
        new(403, "insufficient_scope", "The token lacks the scope access_as_user.", "insufficient_scope");

    public static SignInRefused NotEnrolled() =>
        new(403, "not_enrolled", "This organization is not enrolled.");

    public static SignInRefused GuestNotAllowed() =>
        new(403, "guest_not_allowed", "Guests of an organization cannot sign in.");

    public static SignInRefused HasLeft() =>
        new(403, "user_left", "This user has left the company.");

    public static SignInRefused StorageUnavailable(Exception trouble) =>
        new(503, "storage_unavailable", "The database cannot be read now.", null, trouble);

    public static SignInRefused KeysUnavailable(Exception trouble) =>
        new(503, "sign_in_unavailable", "The keys of Entra ID cannot be fetched now.", null, trouble);
}
