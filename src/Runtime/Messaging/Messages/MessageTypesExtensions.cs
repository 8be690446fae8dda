namespace DistPatterns.Messaging;

internal static class MessageTypesExtensions
{
    /// <summary>Where the messages of some types go to.</summary>
    /// <exception cref="InvalidOperationException">One of the types is not known.</exception>
    public static IReadOnlyCollection<string> DestinationsOf(this MessageTypes types, string consumer, IEnumerable<Type> handled) =>
        [.. handled.Select(type => types.TryFind(type, out var known)
            ? known.Destination
            : throw new InvalidOperationException($"'{consumer}' takes or sends {type}, which is not known as a message: add it with {nameof(DistPatternsBuilder)}.{nameof(DistPatternsBuilder.AddMessage)}.")).Distinct()];
}
