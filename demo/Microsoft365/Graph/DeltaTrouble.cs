namespace Demo.Microsoft365.Graph;

/// <summary>What delta may do to its readers and seldom does (Graph: delta-query-overview): empty, repeated and replayed pages.</summary>
internal static class DeltaTrouble
{
    public static DeltaPage Met(this GraphTrouble trouble, DeltaState state, DeltaPage page)
    {
        if (trouble.Meets(now => now.EmptyPagesRate))
        {
            return new DeltaPage([], state, IsEndOfRound: false);
        }

        if (trouble.Meets(now => now.DuplicatedPagesRate))
        {
            return page with { Next = state, IsEndOfRound = false };
        }

        if (page.Entries.Count > 0 && trouble.Meets(now => now.DuplicatedItemsRate))
        {
            page = page with { Entries = [.. page.Entries, page.Entries[0]] };
        }

        if (trouble.Meets(now => now.OutOfOrderRate))
        {
            page = page with { Entries = [.. page.Entries.Reverse()] };
        }

        return page.IsEndOfRound && state.From is not null && trouble.Meets(now => now.ReplayedRoundsRate)
            ? page with { Next = page.Next with { From = state.From } }
            : page;
    }
}
