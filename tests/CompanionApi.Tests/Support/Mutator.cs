using System.Text;

namespace CompanionApi.Tests.Support;

/// <summary>Damages input: bytes flipped, pieces cut, doubled, moved and taken from elsewhere, words put anywhere.</summary>
internal sealed class Mutator(params IEnumerable<string> words)
{
    // An octet a character; what does not fit stands there in UTF-8.
    private readonly byte[][] words = [.. words.Select(word =>
        (word.All(letter => letter < 256) ? Encoding.Latin1 : Encoding.UTF8).GetBytes(word))];

    public byte[] Mutate(Random random, IReadOnlyList<byte[]> sources, int most = 12)
    {
        var octets = new List<byte>(sources[random.Next(sources.Count)]);
        for (var times = random.Next(1, most); times > 0; times--)
        {
            var at = random.Next(octets.Count + 1);
            var length = Math.Min(random.Next(1, random.Next(2) == 0 ? 8 : 200), octets.Count - at);
            switch (random.Next(8))
            {
                case 0 or 1: octets.InsertRange(at, words[random.Next(words.Length)]); break;
                case 2 when length > 0: octets.RemoveRange(at, length); break;
                case 3 when length > 0: octets.InsertRange(random.Next(octets.Count + 1), octets.GetRange(at, length)); break;
                case 4 when at < octets.Count: octets[at] = (byte)random.Next(256); break;
                case 5 when at < octets.Count: octets[at] ^= (byte)(1 << random.Next(8)); break;
                case 6 when random.Next(10) == 0: octets.RemoveRange(at, octets.Count - at); break;
                case 7:
                    var other = sources[random.Next(sources.Count)];
                    var from = random.Next(other.Length + 1);
                    octets.InsertRange(at, other.AsSpan(from, Math.Min(random.Next(400), other.Length - from)));
                    break;
            }
        }
        return [.. octets];
    }

    public string Mutate(Random random, string text, int most = 6) =>
        Encoding.Latin1.GetString(Mutate(random, [Encoding.Latin1.GetBytes(text)], most));
}
