using CompanionApi.Data;
using CompanionApi.Model;

namespace CompanionApi.Records;

/// <summary>What a kind of record says of its writing.</summary>
internal interface IRecordKind<TRecord, TBody, TView>
    where TRecord : Record
{
    TRecord Blank();

    /// <summary>Takes over the fields that were sent; what is wrong with them goes to the edit's errors.</summary>
    Task ApplyAsync(TBody body, TRecord record, RecordEdit edit);

    /// <summary>A record that the writer sees and that this one would be a second of (S9).</summary>
    Task<RecordCard?> SameAsync(TRecord record, RecordEdit edit, RecordCards cards);

    /// <summary>The mail that a new record is made from; null: the one that was named is not there to link.</summary>
    Task<FirstLink?> MailAsync(TBody body, RecordEdit edit);

    Task<IReadOnlyList<TView>> ViewsAsync(RecordViews views, IReadOnlyList<TRecord> rows, CancellationToken ct);
}
