using CompanionApi.Data.Prepared;

namespace CompanionApi.Data;

/// <summary>A request's connection for reading: taken when first asked for, given back when the request ends.</summary>
public sealed class RequestReader(DatabaseOptions database) : IDisposable
{
    private Reader? reader;
    private bool isHeld;

    /// <summary>A company's context. A request reads here; it writes through <see cref="Writer"/>, on another.</summary>
    /// <exception cref="IOException">The database is gone or another one lies in its place.</exception>
    public CompanionDb ContextOf(int company)
    {
        if (reader is null)
        {
            reader = database.Reads.Take();
            if (isHeld)
            {
                reader.BeginMoment();
            }
        }

        return reader.Of(company);
    }

    /// <summary>
    /// Until it is disposed of, everything is read as it stands at the first reading. Not for who writes and reads again.
    /// </summary>
    public IDisposable HoldStill()
    {
        isHeld = true;
        reader?.BeginMoment();
        return new Held(this);
    }

    public void Dispose()
    {
        if (reader is not null)
        {
            database.Reads.GiveBack(reader);
        }
    }

    private sealed class Held(RequestReader request) : IDisposable
    {
        public void Dispose()
        {
            request.isHeld = false;
            request.reader?.EndMoment();
        }
    }
}
