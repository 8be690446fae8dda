using System.Diagnostics.CodeAnalysis;

namespace DistPatterns.Messaging;

/// <summary>
/// Which messages there are: the name and the destination of each type. The names are what other programs and rows that are already written know,
/// so they are said, or are the type's simple name, and never its assembly's.
/// </summary>
public sealed class MessageTypes
{
    private readonly Dictionary<string, MessageType> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<Type, MessageType> _byType = [];

    /// <summary>All of them, in no order.</summary>
    public IReadOnlyCollection<MessageType> All => _byType.Values;

    /// <summary>Adds a type.</summary>
    /// <typeparam name="TMessage">The type of the body.</typeparam>
    /// <param name="destination">Where its messages go; its name where null.</param>
    /// <param name="name">What it is called on the way; its simple name where null.</param>
    /// <param name="formerNames">What it was called: such messages are known too, and their way where the destination is the name.</param>
    /// <exception cref="ArgumentException">A name or the type is taken by another.</exception>
    public MessageTypes Add<TMessage>(string? destination = null, string? name = null, params string[] formerNames)
    {
        ArgumentNullException.ThrowIfNull(formerNames);
        var type = typeof(TMessage);
        name ??= type.Name;
        var added = new MessageType(type, name, destination ?? name);
        string[] names = [name, .. formerNames];
        if (names.Select(n => _byName.GetValueOrDefault(n))
            .Append(_byType.GetValueOrDefault(type))
            .FirstOrDefault(t => t is not null && t != added) is { } other)
        {
            throw new ArgumentException(
                $"The message '{name}' of {type} is there already, as '{other.Name}' of {other.Type} to '{other.Destination}'.", nameof(name));
        }

        foreach (var known in names)
        {
            _byName[known] = added;
        }

        _byType[type] = added;
        return this;
    }

    /// <summary>Finds a message by its type.</summary>
    public bool TryFind(Type type, [NotNullWhen(true)] out MessageType? found) => _byType.TryGetValue(type, out found);

    /// <summary>Finds a message by its name.</summary>
    public bool TryFind(string name, [NotNullWhen(true)] out MessageType? found) => _byName.TryGetValue(name, out found);

    /// <summary>Where the messages of a type are: its destination, and where that is its name, also what it was called.</summary>
    internal IEnumerable<string> DestinationsOf(MessageType type) =>
        type.Destination == type.Name ? _byName.Where(known => known.Value == type).Select(known => known.Key) : [type.Destination];
}

/// <summary>One type of messages.</summary>
/// <param name="Type">The type of the body.</param>
/// <param name="Name">What it is called on the way.</param>
/// <param name="Destination">Where its messages go.</param>
public sealed record MessageType(Type Type, string Name, string Destination);

internal static class MessageTypesExtensions
{
    /// <summary>Where the messages of some types are.</summary>
    /// <exception cref="InvalidOperationException">One of the types is not known.</exception>
    public static IReadOnlyCollection<string> DestinationsOf(this MessageTypes types, string consumer, IEnumerable<Type> handled) =>
        [
            .. handled
                .SelectMany(type => types.TryFind(type, out var known)
                    ? types.DestinationsOf(known)
                    : throw new InvalidOperationException(
                        $"'{consumer}' takes or sends {type}, which is not known as a message: "
                            + $"add it with {nameof(DistPatternsBuilder)}.{nameof(DistPatternsBuilder.AddMessage)}."))
                .Distinct(),
        ];
}
