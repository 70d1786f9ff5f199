namespace Demo.Microsoft365.Generated;

/// <summary>Numbers that look random and are a pure function of seed, message and question (splitmix64).</summary>
internal readonly struct Draw(long seed)
{
    private readonly ulong start = Mix((ulong)seed + 0x9e3779b97f4a7c15);

    public ulong Of(int message, Ask ask) => Mix(start ^ ((ulong)(uint)message << 8) ^ (ulong)ask);

    public int Below(int limit, int message, Ask ask) => (int)(Of(message, ask) % (ulong)limit);

    private static ulong Mix(ulong value)
    {
        value ^= value >> 30;
        value *= 0xbf58476d1ce4e5b9;
        value ^= value >> 27;
        value *= 0x94d049bb133111eb;
        return value ^ (value >> 31);
    }
}

/// <summary>What is asked about a message; each has numbers of its own.</summary>
internal enum Ask : byte
{
    Reply,
    Kind,
    Parent,
    Direction,
    Oddity,
    Folder,
    OwnFolder,
    Read,
    Contact,
    Time,
    Id,
    Template,
    Topic,
    Copies,
    Attachment,
    Inline,
}
