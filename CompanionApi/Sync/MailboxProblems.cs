using CompanionApi.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CompanionApi.Sync;

/// <summary>What a mailbox fails with, as an answer: with what the next sign-in must satisfy, where that is lost.</summary>
public static class MailboxProblems
{
    public static ProblemHttpResult Unavailable() =>
        Problems.Problem(503, "mailbox_unavailable", "No mailbox can be connected to this server.");

    public static ProblemHttpResult Of(MailSourceException failed) => failed.Failure switch
    {
        MailSourceFailure.NeedsReconnect => With(403, "mailbox_needs_reconnect", "Sign in to the mailbox again.", failed),
        MailSourceFailure.NotFound => With(404, "mailbox_not_found", "There is no such mailbox.", failed),
        MailSourceFailure.Permanent => With(502, "mailbox_permanent", "The mailbox refuses.", failed),
        _ => With(503, "mailbox_temporary", "The mailbox does not answer now: try again.", failed),
    };

    private static ProblemHttpResult With(int status, string code, string title, MailSourceException failed) =>
        Problems.Problem(status, code, title, new Dictionary<string, object?>
        {
            ["reason"] = failed.Code, ["claims"] = failed.Claims,
        });
}
