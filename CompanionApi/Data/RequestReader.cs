using CompanionApi.Data.Prepared;

namespace CompanionApi.Data;

/// <summary>A request's connection for reading: taken when first asked for, given back when the request ends.</summary>
public sealed class RequestReader(DatabaseOptions database) : IDisposable
{
    private Reader? reader;

    /// <summary>A company's context. A request reads here; it writes through <see cref="Writer"/>, on another.</summary>
    /// <exception cref="IOException">The database is gone or another one lies in its place.</exception>
    public CompanionDb ContextOf(int company) => (reader ??= database.Reads.Take()).Of(company);

    public void Dispose()
    {
        if (reader is not null)
        {
            database.Reads.GiveBack(reader);
        }
    }
}
