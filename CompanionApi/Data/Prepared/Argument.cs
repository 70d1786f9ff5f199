using System.Reflection;
using System.Text.Json;

namespace CompanionApi.Data.Prepared;

/// <summary>One argument of a prepared query: how it is bound, and how to know it again among EF's parameters.</summary>
internal sealed class Argument<TArgs>
    where TArgs : notnull
{
    private static readonly ConstructorInfo Maker = typeof(TArgs).GetConstructors()[0];

    private readonly ParameterInfo parameter;
    private readonly PropertyInfo property;
    private readonly object mark;

    private Argument(ParameterInfo parameter)
    {
        this.parameter = parameter;
        property = typeof(TArgs).GetProperty(parameter.Name!)!;
        mark = ToBound(Mark(0));
    }

    public static IReadOnlyList<Argument<TArgs>> All { get; } = [.. Maker.GetParameters().Select(p => new Argument<TArgs>(p))];

    /// <summary>Those that are lists.</summary>
    public static IReadOnlyList<Argument<TArgs>> Lists { get; } = [.. All.Where(argument => argument.Mark(0) is Array and not byte[])];

    /// <summary>Arguments whose values stand nowhere else.</summary>
    /// <param name="round">Other values for another number.</param>
    public static TArgs Marked(int round) => (TArgs)Maker.Invoke([.. All.Select(argument => argument.Mark(round))]);

    /// <summary>Whether it is what the first round's mark is bound as.</summary>
    public bool IsMark(object value) =>
        mark is byte[] bytes ? value is byte[] there && bytes.AsSpan().SequenceEqual(there) : mark.Equals(value);

    public object ValueOf(TArgs args) => ToBound(property.GetValue(args)!);

    /// <summary>Whether a list has one element and no more.</summary>
    public bool HasOne(TArgs args) => property.GetValue(args) switch
    {
        IReadOnlyCollection<long> { Count: var count } => count == 1,
        IReadOnlyCollection<string> { Count: var count } => count == 1,
        _ => false,
    };

    public object ElementOf(TArgs args) => property.GetValue(args) switch
    {
        IEnumerable<long> ids => ids.First(),
        IEnumerable<string> texts => texts.First(),
        var other => throw new InvalidOperationException($"{other} is no list."),
    };

    private object Mark(int round)
    {
        var number = 4_611_686_018_427_000_000 + (1_000 * round) + parameter.Position;
        return parameter.ParameterType switch
        {
            { } type when type == typeof(long) => number,
            { } type when type == typeof(int) => 2_000_000_000 + (1_000 * round) + parameter.Position,
            { } type when type == typeof(string) => $"{number}",
            { } type when type == typeof(byte[]) => BitConverter.GetBytes(number),
            { } type when type == typeof(Guid) => new Guid(0, 0, 0, BitConverter.GetBytes(number)),
            { } type when type == typeof(DateTimeOffset) =>
                DateTimeOffset.FromUnixTimeMilliseconds(200_000_000_000_000 + (1_000 * round) + parameter.Position),
            { } type when type.IsAssignableFrom(typeof(long[])) => new[] { number },
            { } type when type.IsAssignableFrom(typeof(string[])) => new[] { $"{number}" },
            { } other => throw new NotSupportedException($"An argument of {other} cannot be bound."),
        };
    }

    private static object ToBound(object value) => value switch
    {
        DateTimeOffset time => time.ToUnixTimeMilliseconds(),
        Guid id => id.ToByteArray(true),
        IEnumerable<long> ids => JsonSerializer.Serialize(ids),
        IEnumerable<string> texts => JsonSerializer.Serialize(texts),
        _ => value,
    };
}
