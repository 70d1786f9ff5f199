using CompanionApi.Data;
using CompanionApi.Http;
using CompanionApi.Model;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Records;

/// <summary>Notes on a record: whoever sees it reads them and adds to them (S5).</summary>
public static class NotesEndpoints
{
    private const int MaxText = 10_000;

    public static void MapNotes(this RouteGroupBuilder api)
    {
        foreach (var (path, kind) in RecordPaths.All)
        {
            var notes = api.MapGroup($"/{path}/{{id:guid}}/notes").WithTags("Notes").AddEndpointFilter<NoStore>();
            notes.MapGet("/", (
                    Guid id, int? limit, string? cursor, CompanionDb db, Visible visible, CancellationToken ct) =>
                    ListAsync(kind, id, new PageRequest(limit, cursor), db, visible, ct))
                .WithSummary("Its notes, the newest first.");
            notes.MapPost("/", (Guid id, NoteBody body, Writer writer, CurrentUser me, CancellationToken ct) =>
                    AddAsync(kind, path, id, body, writer, me, ct))
                .WithSummary("Adds a note.");
        }
    }

    private static async Task<Results<Ok<Page<NoteView>>, ProblemHttpResult>> ListAsync(
        RecordKind kind, Guid id, PageRequest page, CompanionDb db, Visible visible, CancellationToken ct)
    {
        var record = await visible.Records.FirstOrDefaultAsync(r => r.PublicId == id && r.Kind == kind, ct);
        if (record is null)
        {
            return Problems.NotFound();
        }

        var notes = db.Notes.AsNoTracking().Where(n => n.RecordId == record.Id);
        if (await notes.PageAsync(n => n.At, $"notes/{id}", page, ct) is not var (rows, next))
        {
            return Problems.Invalid("cursor", "not_of_this_list", "give back the nextCursor of the same list.");
        }

        var ids = rows.Select(n => n.AuthorId).Distinct().ToList();
        var authors = await UserRefs.LoadAsync(db, ids, ct);
        return TypedResults.Ok(new Page<NoteView>(
            [.. rows.Select(n => new NoteView(n.PublicId, authors[n.AuthorId], n.At, n.Text))], next));
    }

    private static async Task<Results<Created<WrittenNote>, ProblemHttpResult>> AddAsync(
        RecordKind kind, string path, Guid id, NoteBody body, Writer writer, CurrentUser me, CancellationToken ct)
    {
        var text = body.Text?.Trim() ?? "";
        var (note, change) = await writer.WriteAsync(
            me.CompanyId,
            async write =>
            {
                var record = await new Visible(write.Db, me).Records
                    .FirstOrDefaultAsync(r => r.PublicId == id && r.Kind == kind, ct);
                return record is not null && text.Length is > 0 and <= MaxText
                    ? Add(write, me, record, text)
                    : (record is null ? null : new Note { Text = text }, null);
            },
            ct);
        return (note, change) switch
        {
            (null, _) => Problems.NotFound(),
            (_, null) => Problems.Invalid(
                "text", text.Length == 0 ? "required" : "too_long", $"1 to {MaxText} characters."),
            _ => TypedResults.Created(
                $"/api/{path}/{id}/notes",
                new WrittenNote(note.PublicId, UserRef.Of(me), note.At, note.Text, ChangeRef.Of(change))),
        };
    }

    private static (Note Note, Change? Change) Add(Write write, CurrentUser me, Record record, string text)
    {
        var note = new Note { RecordId = record.Id, AuthorId = me.Id, At = write.Now, Text = text };
        var change = Change.By(
            me.Id, write.Now, ChangeKind.NoteAdded,
            [new ChangeItem { RecordId = record.Id, Field = ChangeField.Other, After = note.PublicId.ToString() }],
            canUndo: false);
        write.Db.Notes.Add(note);
        write.Db.Changes.Add(change);
        write.Announce(new LiveEvent(record.Kind.ToString().ToLowerInvariant(), record.PublicId));
        return (note, change);
    }
}

public sealed record NoteBody(string? Text);

public record NoteView(Guid Id, UserRef Author, DateTimeOffset At, string Text);

public sealed record WrittenNote(Guid Id, UserRef Author, DateTimeOffset At, string Text, ChangeRef? Change)
    : NoteView(Id, Author, At, Text);
