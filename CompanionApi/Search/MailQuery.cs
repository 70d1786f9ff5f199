namespace CompanionApi.Search;

/// <summary>What a person types, as a question to the mail index.</summary>
internal static class MailQuery
{
    public const int MaxCharacters = 400;

    /// <summary>More are not looked at.</summary>
    private const int MaxTerms = 16;

    /// <summary>One letter is taken as it stands: as a beginning it would name a tenth of all words.</summary>
    private const int ShortestBeginning = 2;

    /// <summary>
    /// Each term of <paramref name="q"/> must stand somewhere in <paramref name="columns"/>. A term that is several
    /// words (an address, 東京本社) is a phrase. Words are letters and digits only, so nothing of q reaches the query
    /// language.
    /// </summary>
    public static string Of(string mark, string q, MailColumns columns)
    {
        var terms = (q.Length <= MaxCharacters ? q : q[..MaxCharacters])
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Select(term => MailWords.Stretches(term).ToList())
            .Where(term => term.Count > 0)
            .Take(MaxTerms)
            .Select(term => Phrase(mark, term))
            .ToList();
        return terms.Count == 0 || columns == 0 ? "\"\"" : $"{{{Columns(columns)}}} : ({string.Join(" AND ", terms)})";
    }

    private static string Phrase(string mark, List<MailWords.Stretch> term)
    {
        // Within a term another script follows an unspaced stretch, as in the mail: its last character stands alone.
        var words = term.SelectMany((stretch, at) => stretch.Words(withLast: at < term.Count - 1));
        var last = term[^1];
        var isBeginning = last.IsUnspaced
            ? last.Text.EnumerateRunes().Count() == 1
            : last.Text.Length >= ShortestBeginning;
        return $"\"{string.Join(' ', words.Select(word => mark + word))}\"{(isBeginning ? " *" : "")}";
    }

    private static string Columns(MailColumns columns) => string.Join(' ', new[]
    {
        (MailColumns.Subject, "subject"), (MailColumns.People, "people"), (MailColumns.Body, "body"),
    }.Where(column => columns.HasFlag(column.Item1)).Select(column => column.Item2));
}
