using System.Buffers;
using System.Text;

namespace CompanionApi.Protocols.Mime;

/// <summary>Lays words out in lines as the block elements around them ask.</summary>
internal sealed class HtmlTextWriter
{
    private const int MaxQuoteDepth = 20;
    private static readonly SearchValues<char> Special = SearchValues.Create("\t\r\n\f\0\u00A0");
    private readonly StringBuilder text = new();
    private int quoteDepth, preDepth, lineBreaks;
    private bool spacePending, cellPending, lineStarted;
    private int runStart, runEnd;

    /// <summary>Where each line of the text begins in it, and which stretch of the source its words come from.</summary>
    public List<LineMark> Marks { get; } = [];

    /// <summary>Adds words that stand from <paramref name="start"/> to <paramref name="end"/> in the source.</summary>
    public void Text(ReadOnlySpan<char> run, int start, int end)
    {
        (runStart, runEnd) = (start, end);
        while (run.Length > 0)
        {
            var special = run.IndexOfAny(Special);
            Words(special < 0 ? run : run[..special]);
            if (special < 0) return;
            Put(run[special], preDepth > 0);
            run = run[(special + 1)..];
        }
    }

    // Nothing special among them but blanks: single ones between words stand in the text as they are.
    private void Words(ReadOnlySpan<char> run)
    {
        while (run.Length > 0)
        {
            if (run[0] == ' ')
            {
                Put(' ', preDepth > 0);
                run = run[1..];
                continue;
            }

            var wide = run.IndexOf("  ");
            var plain = wide < 0 ? run.TrimEnd(' ') : run[..wide];
            Put(run[0]);
            text.Append(plain[1..]);
            run = run[plain.Length..];
        }
    }

    // A blank or one of the special ones.
    private void Put(char c, bool isInPre)
    {
        if (isInPre && c == '\n') { Break(); return; }
        if (c is ' ' or '\t' or '\r' or '\n' or '\f' && !isInPre) { spacePending |= lineStarted; return; }
        if (c is '\r' or '\0') return;
        Put(c == '\u00A0' ? ' ' : c);
    }

    public void Tag(string name, bool isEnd, bool isTight)
    {
        switch (name)
        {
            case "br": if (!isEnd) Break(); break;
            case "p" or "h1" or "h2" or "h3" or "h4" or "h5" or "h6": Lines(isTight || isEnd ? 1 : 2); break;
            case "blockquote":
                Lines(1);
                quoteDepth = Math.Clamp(quoteDepth + (isEnd ? -1 : 1), 0, MaxQuoteDepth);
                break;
            case "pre":
                Lines(1);
                preDepth = Math.Max(0, preDepth + (isEnd ? -1 : 1));
                break;
            case "li":
                Lines(1);
                if (!isEnd) { Put('-'); Put(' '); }
                break;
            case "td" or "th": cellPending |= lineStarted; break;
            case "div" or "tr" or "table" or "ul" or "ol" or "hr" or "section" or "article" or "header" or "footer"
                or "address" or "dl" or "dt" or "dd" or "form" or "center" or "figure" or "body" or "html" or "head":
                Lines(1);
                break;
        }
    }

    public override string ToString() => text.ToString().TrimEnd();

    private void Put(char c)
    {
        if (lineBreaks > 0 && text.Length > 0) text.Append('\n', Math.Min(lineBreaks, 2));
        if (lineBreaks > 0 || text.Length == 0)
        {
            Marks.Add(new LineMark(text.Length, runStart, runEnd));
            for (var i = 0; i < quoteDepth; i++) text.Append("> ");
        }
        else if (Marks[^1].End != runEnd) Marks[^1] = Marks[^1] with { End = runEnd };
        if (lineBreaks == 0 && cellPending) text.Append('\t');
        else if (lineBreaks == 0 && spacePending) text.Append(' ');
        lineBreaks = 0;
        spacePending = cellPending = false;
        lineStarted = true;
        text.Append(c);
    }

    private void Break()
    {
        lineBreaks++;
        EndLine();
    }

    private void Lines(int count)
    {
        lineBreaks = Math.Max(lineBreaks, count);
        EndLine();
    }

    private void EndLine() => spacePending = cellPending = lineStarted = false;
}

internal readonly record struct LineMark(int Text, int Start, int End);
