using System.Text;

namespace CompanionApi.Protocols.Mime;

/// <summary>The header block that a mail program puts above a mail that it forwards: the lines it stands on, and what
/// they say.</summary>
internal sealed class ForwardBlock
{
    private const int MaxLines = 300;
    private const int MaxValue = 20_000;
    private const int BlanksAfterOpening = 4;
    private const int FoldedLines = 3;

    private readonly Dictionary<ForwardField, string> values = [];
    private readonly List<SourceLine> lines;
    private int at;

    private ForwardBlock(List<SourceLine> lines, int opening, int first) =>
        (this.lines, First, at, FromLine) = (lines, opening, first, first);

    /// <summary>The first line that belongs to the block: its opening, or its first field.</summary>
    public int First { get; }

    /// <summary>The line after its last field.</summary>
    public int End { get; private set; }

    public int FromLine { get; private set; }

    public bool IsJapanese { get; private set; }

    /// <summary>The lines of the block may have been broken inside a name or a subject that its sender chose, so that what looks
    /// like the From line, or like its end, is a part of that.</summary>
    public bool IsSenderDoubtful { get; private set; }

    /// <summary>Null where the block has no such line.</summary>
    public string? this[ForwardField field] => values.GetValueOrDefault(field);

    /// <summary>The first block among the lines, in one walk: what a mail forwards is what its writer received, and
    /// blocks further down were in it already. An opening ("Begin forwarded message:") needs a sender and one more
    /// field under it; without one all that Outlook writes must be there, or a timetable would be a mail. What
    /// <paramref name="mayBeWrapped"/> has lines that some program broke.</summary>
    public static ForwardBlock? Find(List<SourceLine> lines, bool mayBeWrapped)
    {
        for (var i = 0; i < lines.Count; i++)
        {
            var bare = ForwardLabels.Bare(lines[i].Text);
            // The marks of a divider are marks at the line's edge as well.
            if (QuoteMarks.Announces(lines[i].Text.Trim().TrimStart('>', ' ')) || QuoteMarks.Announces(bare))
            {
                if (FieldAfter(lines, i) is { } first && Read(lines, i, first, mayBeWrapped) is { HasSenderAndMore: true } announced)
                    return announced;
            }
            else if (ForwardLabels.TryRead(bare, out var field, out _, out _) && field == ForwardField.From
                && Read(lines, i, i, mayBeWrapped) is { IsWhole: true } block)
                return block;
        }
        return null;
    }

    private bool HasSenderAndMore => values.ContainsKey(ForwardField.From) && values.Count > 1;

    private bool IsWhole => values.ContainsKey(ForwardField.Subject) && values.ContainsKey(ForwardField.From)
        && (values.ContainsKey(ForwardField.Date) || values.ContainsKey(ForwardField.To));

    private static int? FieldAfter(List<SourceLine> lines, int opening)
    {
        for (var i = opening + 1; i < lines.Count && i <= opening + BlanksAfterOpening; i++)
        {
            if (ForwardLabels.TryRead(lines[i].Text, out _, out _, out _)) return i;
            if (ForwardLabels.Bare(lines[i].Text).Length > 0) return null;
        }
        return null;
    }

    private static ForwardBlock Read(List<SourceLine> lines, int opening, int first, bool mayBeWrapped)
    {
        var block = new ForwardBlock(lines, opening, first);
        block.ReadFields(Math.Min(lines.Count, first + MaxLines));
        block.IsSenderDoubtful &= mayBeWrapped;
        return block;
    }

    // A blank line ends the block, unless every field stands in a paragraph of its own.
    private void ReadFields(int stop)
    {
        var isSpaced = at + 1 < stop && IsBlank(at + 1) && at + 2 < stop
            && ForwardLabels.TryRead(lines[at + 2].Text, out _, out _, out _);
        while (at < stop && ForwardLabels.TryRead(lines[at].Text, out var field, out var label, out var value))
        {
            if (field != ForwardField.Other && values.ContainsKey(field))
            {
                IsSenderDoubtful |= !IsBlank(at - 1);
                break;
            }
            if (field == ForwardField.From) FromLine = at;
            IsJapanese |= ForwardLabels.IsJapanese(label);
            at++;
            value = Unfold(field, value, stop);
            if (field == ForwardField.From && !(isSpaced && at < stop && IsBlank(at))) IsSenderDoubtful |= MayGoOn(stop);
            if (field != ForwardField.Other) values[field] = value;
            End = at;
            if (isSpaced && at < stop && IsBlank(at)) at++;
        }
    }

    // A value goes on where the next field follows within a few lines, and a list of people where it ends in a comma.
    private string Unfold(ForwardField field, string value, int stop)
    {
        var whole = new StringBuilder(value);
        while (at < stop && whole.Length < MaxValue && GoesOn(field, whole, stop))
        {
            if (whole.Length > 0) whole.Append(' ');
            whole.Append(ForwardLabels.Value(lines[at].Text));
            at++;
        }
        return whole.Length > MaxValue ? whole.ToString(0, MaxValue) : whole.ToString();
    }

    private bool GoesOn(ForwardField field, StringBuilder value, int stop)
    {
        if (IsBlank(at) || IsField(at) || QuoteMarks.Announces(ForwardLabels.Bare(lines[at].Text))) return false;
        if (field is ForwardField.To or ForwardField.Cc && value is [.., ',' or ';']) return true;
        for (var next = at + 1; next < stop && next <= at + FoldedLines && !IsBlank(next); next++)
            if (IsField(next)) return true;
        return false;
    }

    // Behind a whole From line stands a field of every forward, or nothing; a line of blanks that are no blanks is not nothing.
    private bool MayGoOn(int stop)
    {
        if (at >= stop || lines[at].Text.Trim(' ', '\t', '\r', '>').Length == 0) return false;
        if (!ForwardLabels.TryRead(lines[at].Text, out var field, out _, out var value)) return true;
        return field is ForwardField.Cc or ForwardField.MessageId or ForwardField.Other && value is [.., '>' or ']'];
    }

    private bool IsBlank(int line) => ForwardLabels.Bare(lines[line].Text).Length == 0;

    private bool IsField(int line) => ForwardLabels.TryRead(lines[line].Text, out _, out _, out _);
}
