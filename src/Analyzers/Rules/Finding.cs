using System.Collections.Immutable;
using DistPatterns.Effects;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Rules;

/// <summary>What a rule has to say about one place.</summary>
/// <param name="Location">The span to mark.</param>
/// <param name="Arguments">What the message's placeholders stand for.</param>
internal sealed record Finding(Location Location, ImmutableArray<string> Arguments)
{
    /// <summary>The key of the call chain among a diagnostic's properties.</summary>
    public const string ChainProperty = "chain";

    /// <summary>The key of the places of <see cref="Steps"/> among a diagnostic's properties, a line each: as <see cref="UnboundProperty"/> has them.</summary>
    public const string StepsProperty = "steps";

    /// <summary>The key of the member of a result that says whether a call succeeded, among a diagnostic's properties.</summary>
    public const string TellerProperty = "teller";

    /// <summary>The key of what the additional locations are, a line each, among a diagnostic's properties.</summary>
    public const string AlsoProperty = "also";

    /// <summary>The key of the places of <see cref="Unbound"/> among a diagnostic's properties, a line each: <c>line:column:library:file</c>.</summary>
    public const string UnboundProperty = "unbound";

    /// <summary>Set where this finding is worth less than the rule's default.</summary>
    public DiagnosticSeverity? Severity { get; init; }

    /// <summary>The other places that take part.</summary>
    public ImmutableArray<RelatedPlace> Also { get; init; } = ImmutableArray<RelatedPlace>.Empty;

    /// <summary>The calls from the marked place to the effect, outermost first.</summary>
    public ImmutableArray<string> Chain { get; init; } = ImmutableArray<string>.Empty;

    /// <summary>Where the calls of the chain stand. They may be in other projects, as a diagnostic's additional locations must not be.</summary>
    public ImmutableArray<Location> Steps { get; init; } = ImmutableArray<Location>.Empty;

    /// <summary>Calls that the finding rests on and that do not bind, with the library that they are presumably to. They may be in other projects.</summary>
    public ImmutableArray<RelatedPlace> Unbound { get; init; } = ImmutableArray<RelatedPlace>.Empty;

    /// <summary>What the rule found out and its fix needs, under keys of the rule's own.</summary>
    public ImmutableDictionary<string, string?> Facts { get; init; } = ImmutableDictionary<string, string?>.Empty;

    public static Finding At(IOperation operation, params string[] arguments) => new(operation.Syntax.GetLocation(), arguments.ToImmutableArray());

    /// <summary>A result that nothing looks at.</summary>
    public static Finding At(IgnoredResult result, params string[] arguments) => At(result.Call, arguments) with
    {
        Facts = result.Teller is { } teller
            ? ImmutableDictionary<string, string?>.Empty.Add(TellerProperty, teller)
            : ImmutableDictionary<string, string?>.Empty,
        Also = result.Modelled.Site.Place.FindNode() is var modelled && modelled != result.Call.Syntax
            ? ImmutableArray.Create(new RelatedPlace("result", result.Modelled.Site.Place.GetLocation()))
            : ImmutableArray<RelatedPlace>.Empty,
    };

    public Diagnostic ToDiagnostic(DiagnosticDescriptor rule) =>
        Diagnostic.Create(rule, Location, Severity ?? rule.DefaultSeverity, Also.Select(p => p.Location), Properties(), Arguments.ToArray());

    private ImmutableDictionary<string, string?> Properties()
    {
        var properties = Facts;
        if (!Also.IsEmpty)
            properties = properties.Add(AlsoProperty, string.Join("\n", Also.Select(p => p.Role)));
        if (!Unbound.IsEmpty)
            properties = properties.Add(UnboundProperty, string.Join("\n", Unbound.Select(p => Written(p.Location, p.Role))));
        return Chain.IsEmpty ? properties
            : properties.Add(ChainProperty, CallChain.Text(Chain)).Add(StepsProperty, string.Join("\n", Steps.Select(s => Written(s, ""))));
    }

    private static string Written(Location place, string role)
    {
        var at = place.GetMappedLineSpan();
        return $"{at.StartLinePosition.Line + 1}:{at.StartLinePosition.Character + 1}:{role}:{at.Path}";
    }
}

/// <summary>A place that takes part in a finding, beside the marked one.</summary>
/// <param name="Role">What it is there: <c>commit</c>, <c>replicas</c>.</param>
/// <param name="Location">Its span.</param>
internal sealed record RelatedPlace(string Role, Location Location);
