using CompanionApi.Model;

namespace CompanionApi.Tests.Search;

/// <summary>S75: most texts are folded the short way; it comes to the same as the long one.</summary>
public sealed class FoldingTests
{
    /// <summary>A Thai letter beside it leads a text the long way, and stays as it is.</summary>
    [Fact]
    public void Every_character_folds_the_same_either_way()
    {
        for (var c = '\0'; c < '\uFFFF'; c++)
        {
            if (!char.IsSurrogate(c))
            {
                Assert.Equal(Folding.Fold($"a{c}B ก"), Folding.Fold($"a{c}B ") + "ก");
            }
        }
    }

    [Fact]
    public void Neighbours_fold_the_same_either_way()
    {
        var draw = new Random(75);
        for (var round = 0; round < 20_000; round++)
        {
            var text = string.Concat(Enumerable.Range(0, 6).Select(_ => Character()));

            Assert.Equal(Folding.Fold($"{text} ก"), Folding.Fold($"{text} ") + "ก");
        }

        char Character() => draw.Next(5) switch
        {
            0 => (char)draw.Next(0x20, 0x250),
            1 => (char)draw.Next(0x300, 0x370),
            2 => (char)draw.Next(0x2000, 0x20C0),
            3 => (char)draw.Next(0x3000, 0x3100),
            _ => (char)draw.Next(0xFF00, 0xFFA0),
        };
    }
}
