using CompanionApi.Model;

namespace CompanionApi.Http;

/// <summary>What a write did; <c>DELETE /api/changes/{id}</c> undoes it until <see cref="UndoUntil"/> (S76).</summary>
public sealed record ChangeRef(Guid Id, ChangeKind Kind, DateTimeOffset? UndoUntil)
{
    /// <summary>Null when nothing changed: the state asked for already stood.</summary>
    public static ChangeRef? Of(Change? change) =>
        change is null ? null : new ChangeRef(change.PublicId, change.Kind, change.UndoUntil);
}

/// <summary>The answer to a write that has nothing else to say.</summary>
public sealed record Written(ChangeRef? Change);
