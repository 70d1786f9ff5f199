using System.Text;

namespace CompanionApi.Search;

/// <summary>Words parted by blanks, each after a mark, in UTF-8: as the index takes them, without a text between.</summary>
internal sealed class WordList(string mark, int characters)
{
    private const int MostBytesOfCharacter = 3;

    private readonly byte[] blankAndMark = Encoding.UTF8.GetBytes($" {mark}");

    // A mark of three letters and a blank for words of six, in the mean.
    private byte[] written = new byte[Math.Max(64, characters * 2)];
    private int length;

    public ReadOnlyMemory<byte> Written => written.AsMemory(0, length);

    public void Add(ReadOnlySpan<char> word)
    {
        Begin(word.Length * MostBytesOfCharacter);
        length += Encoding.UTF8.GetBytes(word, written.AsSpan(length));
    }

    /// <summary>One of ASCII letters and digits, in lower case already.</summary>
    public void AddAscii(ReadOnlySpan<byte> word)
    {
        Begin(word.Length);
        word.CopyTo(written.AsSpan(length));
        length += word.Length;
    }

    private void Begin(int bytes)
    {
        if (written.Length - length < blankAndMark.Length + bytes)
        {
            Array.Resize(ref written, (2 * written.Length) + bytes);
        }

        var before = length == 0 ? blankAndMark.AsSpan(1) : blankAndMark;
        before.CopyTo(written.AsSpan(length));
        length += before.Length;
    }
}
