using CompanionApi.Http;
using CompanionApi.Model;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CompanionApi.Records;

/// <summary>
/// What a write came to: a problem, or a change (null: nothing differed) and the view of the record (null: its maker
/// may no longer see it).
/// </summary>
internal sealed record RecordDone<TView>(ProblemHttpResult? Problem, Change? Change = null, TView? View = default)
{
    public ChangeRef? Ref => ChangeRef.Of(Change);
}
