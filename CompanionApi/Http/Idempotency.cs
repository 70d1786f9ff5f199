using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using CompanionApi.Data;
using CompanionApi.Model;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Http;

/// <summary>
/// Every POST under /api may carry an <c>Idempotency-Key</c> (S78): the same request again within a day gets the answer
/// of the first and does nothing; the same key with another request is refused; a repeat that comes while the first is
/// still at work waits for it. Answers that said no did nothing and are not kept: those requests are tried anew.
/// </summary>
public sealed class Idempotency(RequestDelegate next, DatabaseOptions database, Writer writer, TimeProvider clock)
{
    public const string Header = "Idempotency-Key";

    internal static readonly TimeSpan KeepFor = TimeSpan.FromHours(24);

    private const int MaxKey = 200;
    private const int MaxAnswer = 256 * 1024;
    private const int MaxKeptPerUser = 1_000;

    private readonly ConcurrentDictionary<(long User, string Key), Task> atWork = new();

    public async Task InvokeAsync(HttpContext http)
    {
        if (!HttpMethods.IsPost(http.Request.Method) || !http.Request.Path.StartsWithSegments("/api") ||
            http.Features.Get<CurrentUser>() is not { } me || !http.Request.Headers.TryGetValue(Header, out var keys))
        {
            await next(http);
            return;
        }

        var key = keys.ToString();
        if (key.Length is 0 or > MaxKey || key.Any(c => c is < '!' or > '~'))
        {
            await Problems.Invalid(Header, "malformed", $"expected 1 to {MaxKey} characters without blanks.")
                .ExecuteAsync(http);
            return;
        }

        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        while (!atWork.TryAdd((me.Id, key), done.Task))
        {
            if (atWork.TryGetValue((me.Id, key), out var first))
            {
                await first.WaitAsync(http.RequestAborted);
            }
        }

        try
        {
            await AnswerAsync(http, me, key);
        }
        finally
        {
            atWork.TryRemove((me.Id, key), out _);
            done.SetResult();
        }
    }

    private async Task AnswerAsync(HttpContext http, CurrentUser me, string key)
    {
        var hash = await HashAsync(http.Request);
        var kept = await FindAsync(me, key);
        if (kept is null)
        {
            await RunAsync(http, me, key, hash);
        }
        else if (kept.RequestHash.AsSpan().SequenceEqual(hash))
        {
            await RepeatAsync(http, kept);
        }
        else
        {
            await Problems.Problem(422, "idempotency_key_reused", "This key was used for another request.")
                .ExecuteAsync(http);
        }
    }

    private static async Task<byte[]> HashAsync(HttpRequest request)
    {
        request.EnableBuffering();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{request.Method} {request.Path}{request.QueryString}\n"));
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(buffer)) > 0)
        {
            hash.AppendData(buffer.AsSpan(0, read));
        }

        request.Body.Position = 0;
        return hash.GetHashAndReset();
    }

    private async Task<IdempotentAnswer?> FindAsync(CurrentUser me, string key)
    {
        var since = clock.GetUtcNow() - KeepFor;
        await using var db = database.Open().Of(me.CompanyId);
        return await db.IdempotentAnswers.AsNoTracking()
            .FirstOrDefaultAsync(a => a.UserId == me.Id && a.Key == key && a.At > since);
    }

    private static async Task RepeatAsync(HttpContext http, IdempotentAnswer kept)
    {
        http.Response.StatusCode = kept.Status;
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.Location = kept.Location;
        http.Response.ContentType = "application/json; charset=utf-8";
        await http.Response.WriteAsync(kept.Body);
    }

    private async Task RunAsync(HttpContext http, CurrentUser me, string key, byte[] hash)
    {
        // A caller who goes now comes back with the same key: what was begun is finished, and its answer kept.
        http.RequestAborted = CancellationToken.None;
        var wire = http.Response.Body;
        using var answer = new MemoryStream();
        http.Response.Body = answer;
        try
        {
            await next(http);
        }
        finally
        {
            http.Response.Body = wire;
        }

        if (http.Response.StatusCode is >= 200 and < 300 && answer.Length <= MaxAnswer)
        {
            var body = Encoding.UTF8.GetString(answer.GetBuffer(), 0, (int)answer.Length);
            await KeepAsync(http.Response, me, key, hash, body);
        }

        answer.Position = 0;
        await answer.CopyToAsync(wire);
    }

    private Task KeepAsync(
        HttpResponse response, CurrentUser me, string key, byte[] hash, string body) => writer.WriteAsync(
        me.CompanyId,
        async write =>
        {
            var mine = write.Db.IdempotentAnswers.Where(a => a.UserId == me.Id);
            var since = write.Now - KeepFor;
            var newest = mine.OrderByDescending(a => a.Id).Select(a => a.Id).Take(MaxKeptPerUser - 1);
            await mine.Where(a => a.At <= since || a.Key == key || !newest.Contains(a.Id)).ExecuteDeleteAsync();
            write.Db.IdempotentAnswers.Add(new IdempotentAnswer
            {
                UserId = me.Id,
                Key = key,
                RequestHash = hash,
                Status = response.StatusCode,
                Location = response.Headers.Location,
                Body = body,
                At = write.Now,
            });
        });
}
