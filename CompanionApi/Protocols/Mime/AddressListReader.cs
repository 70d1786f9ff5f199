using System.Text;

namespace CompanionApi.Protocols.Mime;

/// <summary>Reads one address list from left to right. A mailbox is gathered as a display phrase (quotes taken off)
/// and, beside it, the same text with its quotes, which is the address when no angle bracket comes.</summary>
internal sealed class AddressListReader(string text, int max, DefectLog? log, string where)
{
    private readonly List<MailAddress> found = [];
    private readonly StringBuilder phrase = new();
    private readonly StringBuilder bare = new();
    private string? angle;
    private string comment = "";
    private string? waiting;
    private bool hasAt, afterAngle, ignoreComments, ignoreQuotes;
    private int at;

    public List<MailAddress> Read()
    {
        while (at < text.Length && found.Count < max) Step();
        if (at < text.Length) log?.Add(MailDefectKind.TooManyAddresses, where);
        EndMailbox();
        EmitWaiting();
        return found;
    }

    private void Step()
    {
        var c = text[at];
        switch (c)
        {
            case '(' when !ignoreComments: if (ReadComment() is { } read) comment = read; return;
            case '"': ReadQuoted(); return;
            case '<':
                // A second bracket without a comma: the next mailbox has begun.
                if (angle is not null) { log?.Add(MailDefectKind.MalformedAddress, where); EndMailbox(); }
                angle = ReadAngle();
                // What follows the bracket belongs to another mailbox, or is a stray name.
                if (phrase.Length == 0 && !SeparatorFollows()) return;
                EndMailbox();
                afterAngle = true;
                return;
            case ',' or ';':
                EndMailbox(c == ';');
                afterAngle = false;
                at++;
                return;
            case ':' when angle is null && bare.Length > 0 && !hasAt:
                EmitWaiting();
                Clear();
                at++;
                return;
            case '[' when bare.Length > 0 && bare[^1] == '@': ReadLiteral(); return;
            case '=' when EncodedWords.TryMatch(text, at, out var word):
                Append(text.AsSpan(at, word.End - at));
                at = word.End;
                return;
            case '>': at++; return;
        }
        if (HeaderText.IsWhiteSpace(c))
        {
            if (phrase.Length > 0) phrase.Append(' ');
            if (bare.Length > 0) bare.Append(' ');
        }
        else if (c == '\\' && at + 1 < text.Length) { at++; Append(text.AsSpan(at, 1)); }
        else Append(text.AsSpan(at, 1));
        at++;
    }

    private void Append(ReadOnlySpan<char> piece)
    {
        phrase.Append(piece);
        bare.Append(piece);
        hasAt |= piece.Contains('@');
    }

    private bool SeparatorFollows()
    {
        var next = at;
        while (next < text.Length && HeaderText.IsWhiteSpace(text[next])) next++;
        return next >= text.Length || text[next] is ',' or ';';
    }

    // Null, and back at the start, when the comment never ends: from then on parentheses are mere characters, or the
    // rest of the list would be lost in it.
    private string? ReadComment()
    {
        var start = at;
        var content = new StringBuilder();
        var depth = 0;
        for (; at < text.Length; at++)
        {
            var c = text[at];
            if (c == '(' && depth++ == 0) continue;
            if (c == ')' && --depth == 0) { at++; return content.ToString(); }
            if (c == '\\' && at + 1 < text.Length) c = text[++at];
            content.Append(c);
        }
        log?.Add(MailDefectKind.MalformedAddress, where);
        ignoreComments = true;
        at = start;
        return null;
    }

    private void ReadQuoted()
    {
        var end = ignoreQuotes ? -1 : EndOfQuotes();
        if (end < 0)
        {
            if (!ignoreQuotes) log?.Add(MailDefectKind.MalformedAddress, where);
            ignoreQuotes = true;
            at++;
            return;
        }
        bare.Append(text, at, end + 1 - at);
        for (at++; at < end; at++)
        {
            if (text[at] == '\\' && at + 1 < end) at++;
            phrase.Append(text[at]);
        }
        at++;
    }

    private int EndOfQuotes()
    {
        for (var i = at + 1; i < text.Length; i++)
        {
            if (text[i] == '\\') i++;
            else if (text[i] == '"') return i;
        }
        return -1;
    }

    private string ReadAngle()
    {
        var address = new StringBuilder();
        at++;
        while (at < text.Length)
        {
            var c = text[at];
            if (c == '>') { at++; return Addr(address); }
            if (c == '(' && !ignoreComments) { ReadComment(); continue; }
            if (c == '"' && !ignoreQuotes && EndOfQuotes() is var end and >= 0)
            {
                address.Append(text, at, end + 1 - at);
                at = end + 1;
                continue;
            }
            ignoreQuotes |= c == '"';
            // The bracket was never closed: the mailbox ends where the next would begin.
            if (c is ',' or ';' && !(address.Length > 0 && address[0] == '@')) break;
            if (!HeaderText.IsWhiteSpace(c) && c != '<') address.Append(c);
            at++;
        }
        log?.Add(MailDefectKind.MalformedAddress, where);
        return Addr(address);
    }

    // A source route, "@a,@b:user@c", is dropped (section 4.4).
    private static string Addr(StringBuilder address)
    {
        var text = address.ToString();
        var colon = text.IndexOf(':');
        if (text.StartsWith('@')) return colon < 0 ? text : text[(colon + 1)..];
        // "<undisclosed-recipients:@host;>" names nobody.
        var at = text.LastIndexOf('@');
        return colon >= 0 && colon < at && !text.Contains('"') ? "" : text;
    }

    private void ReadLiteral()
    {
        var end = text.IndexOf(']', at);
        if (end < 0) end = text.Length - 1;
        Append(text.AsSpan(at, end + 1 - at));
        at = end + 1;
    }

    private void EndMailbox(bool endsGroup = false)
    {
        var name = Name(phrase.ToString());
        if (angle is not null)
        {
            if (angle.Length == 0) log?.Add(MailDefectKind.MalformedAddress, where);
            if (waiting is not null && name.Length > 0) { name = waiting + ", " + name; waiting = null; }
            EmitWaiting();
            Emit(name.Length > 0 ? name : Name(comment), angle);
        }
        else if (hasAt) EmitBare();
        else if (afterAngle && name.Length > 0) log?.Add(MailDefectKind.MalformedAddress, where);
        else if (name.Length > 0)
        {
            // "Doe, John <john@x>" without its quotes: half a name, which the next mailbox may complete.
            EmitWaiting();
            waiting = name;
            if (endsGroup) EmitWaiting();
        }
        Clear();
    }

    private void EmitBare()
    {
        EmitWaiting();
        var words = Words(bare.ToString());
        var addresses = words.FindAll(word => word.Contains('@'));
        if (addresses.Count > 1 || words.Count > addresses.Count) log?.Add(MailDefectKind.MalformedAddress, where);
        var rest = string.Join(' ', words.Where(word => !word.Contains('@')));
        foreach (var address in addresses)
        {
            Emit(rest.Length > 0 ? Name(rest.Replace("\"", "")) : Name(comment), address);
            rest = comment = "";
        }
    }

    // Splits at white space outside quotes; white space around @ and dots is no split (section 4.4, obs-addr-spec).
    private static List<string> Words(string bare)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        bool quoted = false, spaced = false;
        for (var i = 0; i < bare.Length; i++)
        {
            var c = bare[i];
            if (!quoted && HeaderText.IsWhiteSpace(c)) { spaced = true; continue; }
            if (spaced && word.Length > 0 && c is not ('@' or '.') && word[^1] is not ('@' or '.'))
            {
                words.Add(word.ToString());
                word.Clear();
            }
            spaced = false;
            if (c == '"') quoted = !quoted;
            word.Append(c);
        }
        if (word.Length > 0) words.Add(word.ToString());
        return words;
    }

    private void EmitWaiting()
    {
        if (waiting is null) return;
        log?.Add(MailDefectKind.MalformedAddress, where);
        Emit(waiting, "");
        waiting = null;
    }

    private void Emit(string name, string address)
    {
        address = HeaderText.Clean(address);
        if (found.Count < max && (name.Length > 0 || address.Length > 0)) found.Add(new MailAddress(name, address));
    }

    private string Name(string raw)
    {
        var name = HeaderText.Clean(EncodedWords.Decode(raw.Trim(), log, where)).Trim();
        return name.Contains("  ") ? string.Join(' ', name.Split(' ', StringSplitOptions.RemoveEmptyEntries)) : name;
    }

    private void Clear()
    {
        phrase.Clear();
        bare.Clear();
        angle = null;
        comment = "";
        hasAt = false;
    }
}
