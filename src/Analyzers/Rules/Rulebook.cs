namespace DistPatterns.Rules;

/// <summary>Every rule of this assembly. A rule is in it because it exists.</summary>
internal static class Rulebook
{
    public static readonly IReadOnlyList<Rule> All = typeof(Rule).Assembly.GetTypes()
        .Where(t => !t.IsAbstract && typeof(Rule).IsAssignableFrom(t))
        .Select(t => (Rule)Activator.CreateInstance(t, nonPublic: true)!)
        .OrderBy(r => r.Descriptor.Id, StringComparer.Ordinal)
        .ThenBy(r => r.GetType().FullName, StringComparer.Ordinal)
        .ToArray();
}
