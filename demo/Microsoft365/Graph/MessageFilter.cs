using System.Text.RegularExpressions;

namespace Demo.Microsoft365.Graph;

/// <summary>
/// The $filter and $orderby of a list of messages: comparisons joined with "and", of the properties that mail programs
/// ask for; others are holes. Graph's rule: what is ordered by must stand first in the filter.
/// </summary>
internal sealed partial class MessageFilter
{
    private readonly List<(string Property, string Operator, string Value)> comparisons = [];

    private MessageFilter(string? filter, string? orderBy)
    {
        foreach (var term in filter is null ? [] : And().Split(filter))
        {
            var match = Comparison().Match(term);
            comparisons.Add(match.Success
                ? (match.Groups["property"].Value, match.Groups["operator"].Value.ToLowerInvariant(), match.Groups["value"].Value)
                : throw GraphException.NotSimulated($"$filter={filter} on messages"));
        }

        NewestFirst = IsNewestFirst(orderBy);
        if (orderBy is not null && comparisons.Count > 0 && !IsTime(comparisons[0].Property))
        {
            throw new GraphException(400, "InefficientFilter", "The restriction or sort order is too complex for this operation.");
        }

        Checks = [.. comparisons.Select(Check)];
    }

    public bool NewestFirst { get; }

    public bool IsEmpty => comparisons.Count == 0;

    public bool Passes(MailItem item) => Checks.TrueForAll(check => check(item));

    /// <summary>What arrived before cannot pass.</summary>
    public DateTimeOffset? Oldest => comparisons
        .Where(term => IsTime(term.Property) && term.Operator is "ge" or "gt" or "eq")
        .Select(term => (DateTimeOffset?)TimeOf(term.Value))
        .Max();

    /// <summary>The one Message-ID asked for; Exchange looks it up, without walking through the mailbox.</summary>
    public string? MessageId => comparisons
        .Where(term => term.Property.Equals("internetMessageId", StringComparison.OrdinalIgnoreCase) && term.Operator == "eq")
        .Select(term => Text(term.Value))
        .FirstOrDefault();

    private List<Predicate<MailItem>> Checks { get; }

    public static MessageFilter Of(ODataQuery query) => new(query["$filter"], query["$orderby"]);

    /// <summary>Delta takes one comparison only: receivedDateTime ge or gt (Graph: message-delta).</summary>
    public static (DateTimeOffset Since, bool IsExclusive)? SinceOf(string? filter)
    {
        if (filter is null)
        {
            return null;
        }

        var match = Comparison().Match(filter);
        var comparison = match.Groups["operator"].Value.ToLowerInvariant();
        return match.Success && IsTime(match.Groups["property"].Value) && (comparison is "ge" or "gt")
            ? (TimeOf(match.Groups["value"].Value), comparison == "gt")
            : throw GraphException.BadRequest("Change tracking supports only the filters 'receivedDateTime ge' and 'receivedDateTime gt'.");
    }

    private static bool IsNewestFirst(string? orderBy) => orderBy is null
        || (OrderByTime().Match(orderBy) is { Success: true } match
            ? match.Groups["direction"].Value.Equals("desc", StringComparison.OrdinalIgnoreCase)
            : throw GraphException.NotSimulated($"$orderby={orderBy} on messages"));

    private static Predicate<MailItem> Check((string Property, string Operator, string Value) term)
    {
        switch (term.Property.ToLowerInvariant())
        {
            case "receiveddatetime":
                var time = TimeOf(term.Value);
                return item => Holds(GraphTime.Seconds(item.ReceivedAt).CompareTo(time), term.Operator);
            case "internetmessageid" when term.Operator == "eq":
                // With its angle brackets, as the property shows it: without them it is another text.
                var id = Text(term.Value);
                return item => id.StartsWith('<') && id.EndsWith('>') &&
                    ConversationIndex.NormaliseMessageId(item.InternetMessageId) == ConversationIndex.NormaliseMessageId(id);
            case "conversationid" when term.Operator == "eq":
                var conversation = ItemIds.ToEws(Text(term.Value));
                return item => item.ConversationId == conversation;
            case "isread" when term.Operator == "eq":
                return item => item.IsRead == Bool(term.Value);
            case "isdraft" when term.Operator == "eq":
                return item => item.IsDraft == Bool(term.Value);
            default:
                throw GraphException.NotSimulated($"$filter on {term.Property} {term.Operator}");
        }
    }

    private static bool Holds(int order, string comparison) => comparison switch
    {
        "ge" => order >= 0,
        "gt" => order > 0,
        "le" => order <= 0,
        "lt" => order < 0,
        "eq" => order == 0,
        _ => order != 0,
    };

    private static bool IsTime(string property) => property.Equals("receivedDateTime", StringComparison.OrdinalIgnoreCase);

    private static DateTimeOffset TimeOf(string value) => GraphTime.Parse(value)
        ?? throw GraphException.BadRequest($"Invalid filter clause: '{value}' is no Edm.DateTimeOffset.");

    private static bool Bool(string value) => value.ToLowerInvariant() switch
    {
        "true" => true,
        "false" => false,
        _ => throw GraphException.BadRequest($"Invalid filter clause: '{value}' is no Edm.Boolean."),
    };

    private static string Text(string value) => value is ['\'', .., '\'']
        ? value[1..^1].Replace("''", "'")
        : throw GraphException.BadRequest($"Invalid filter clause: {value} is no Edm.String.");

    [GeneratedRegex(@"\s+and\s+(?=(?:[^']*'[^']*')*[^']*$)", RegexOptions.IgnoreCase)]
    private static partial Regex And();

    [GeneratedRegex(@"^\s*(?<property>[A-Za-z]+)\s+(?<operator>eq|ne|ge|gt|le|lt)\s+(?<value>'(?:[^']|'')*'|\S+)\s*$", RegexOptions.IgnoreCase)]
    private static partial Regex Comparison();

    [GeneratedRegex(@"^\s*receivedDateTime(?:\s+(?<direction>asc|desc))?\s*$", RegexOptions.IgnoreCase)]
    private static partial Regex OrderByTime();
}
