using CompanionApi.Data;
using CompanionApi.Http;
using CompanionApi.Protocols.Mime;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Messages;

public static class SenderEndpoints
{
    private const int MaxName = 200;
    private const int MaxAddress = 320;

    public static void MapSenders(this RouteGroupBuilder api) =>
        api.MapPut("/messages/{id:guid}/sender", PutAsync).WithTags("Messages").AddEndpointFilter<NoStore>();

    /// <summary>
    /// Puts right the sender of a mail that I forwarded: its person and links follow by rule. Where that would show mail
    /// to more people, 409 <c>would_expose</c> says to how many; ask again with <c>?expose=true</c>.
    /// </summary>
    private static async Task<Results<Ok<Written>, ProblemHttpResult>> PutAsync(
        Guid id, SenderRequest request, bool? expose, Writer writer, CurrentUser me, BccDomain bccDomain,
        NewPersonLimit limit, CancellationToken ct)
    {
        if (request.Address is null)
        {
            return Problems.Required("address", "a mail address such as taro@acme.example.");
        }

        var address = Addresses.Normalize(request.Address);
        var name = (request.Name ?? "").Trim();
        if (Addresses.DomainOf(address).Length == 0 || address.Any(char.IsWhiteSpace) || address.Length > MaxAddress ||
            address.StartsWith('@'))
        {
            return Problems.Invalid("address", "no_address", "a mail address such as taro@acme.example.");
        }

        if (name.Length > MaxName)
        {
            return Problems.Invalid("name", "too_long", $"at most {MaxName} characters.");
        }

        try
        {
            return await writer.WriteAsync<Results<Ok<Written>, ProblemHttpResult>>(
                me.CompanyId,
                async write =>
                {
                    var mine = await new Visible(write.Db, me).Mine.FirstOrDefaultAsync(m => m.PublicId == id, ct);
                    if (mine?.SenderReadFrom is null)
                    {
                        return mine is null
                            ? Problems.NotFound()
                            : Problems.Conflict("not_forwarded", "The sender stands in the mail itself.");
                    }

                    var correction = new SenderCorrection(write, me, bccDomain, limit);
                    var change = await correction.RunAsync(mine, name, address, expose ?? false, ct);
                    return TypedResults.Ok(new Written(ChangeRef.Of(change)));
                },
                ct);
        }
        catch (WouldExposeException exposed)
        {
            return Problems.WouldExpose(exposed);
        }
        catch (AlreadyHereException)
        {
            return Problems.Conflict("mail_already_here", "This mail of that sender is here already.");
        }
    }
}

public sealed record SenderRequest(string? Address, string? Name);
