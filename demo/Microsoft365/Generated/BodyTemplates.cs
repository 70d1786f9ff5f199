using System.Collections.Concurrent;

namespace Demo.Microsoft365.Generated;

/// <summary>The bodies of one mean size: short ones mostly, a few long ones, in each language.</summary>
internal sealed class BodyTemplates
{
    // Shares of the mean; their own mean is one.
    private static readonly double[] Sizes =
        [0.08, 0.12, 0.16, 0.2, 0.25, 0.32, 0.4, 0.5, 0.6, 0.75, 0.9, 1.1, 1.4, 1.9, 2.8, 4.52];

    private static readonly ConcurrentDictionary<int, BodyTemplates> Made = new();
    private readonly BodyTemplate[] english;
    private readonly BodyTemplate[] japanese;
    private readonly BodyTemplate[] machine;

    private BodyTemplates(int meanBytes)
    {
        (english, japanese, machine) = (All(Phrases.English), All(Phrases.Japanese), All(Phrases.Machine));

        BodyTemplate[] All(Phrases phrases) =>
            [.. Sizes.Select((share, index) => new BodyTemplate(phrases, new Random(index), (int)(meanBytes * share)))];
    }

    public static BodyTemplates Of(int meanBytes) => Made.GetOrAdd(meanBytes, size => new BodyTemplates(size));

    public BodyTemplate Of(GeneratedMail mail, int number)
    {
        var family = mail.IsMachine(number) ? machine
            : Outsiders.Of(mail.Contact(number)).IsJapanese ? japanese : english;
        return family[mail.Below(family.Length, number, Ask.Template)];
    }
}
