using System.Collections.Immutable;
using DistPatterns.Catalog;
using DistPatterns.Effects;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.Rules.Coordination;

/// <summary>
/// A lock of a store expires by itself. A holder that is late then gives back, or prolongs, what another process holds by now: unless the store compares
/// the value that the holder put there, and each holder puts its own.
/// </summary>
/// <remarks>
/// The lock and its release are tied by the key's expression, in one type. Information where the code reads the value before it deletes: the
/// lock can expire between the two. Silent where the store compares, for set-if-absent that no name calls a lock (a marker that is deleted when its
/// work fails), and in tests.
/// </remarks>
internal sealed class UnsafeLockRelease() : ScopeRule(Definition, Effect.LockAcquire)
{
    /// <summary>The key of the expression that tells this holder from others, among a finding's facts.</summary>
    public const string TokenFact = "token";

    private static readonly DiagnosticDescriptor Definition = Describe.Rule("DP6002",
        title: "Lock of another holder can be released",
        messageFormat: "{0}: when the lock has expired meanwhile, it is another process that loses it. {1}.",
        category: Family.Coordination,
        defaultSeverity: DiagnosticSeverity.Warning);

    public override IEnumerable<Finding> Judge(EffectGraph graph, Settings settings) =>
        from acquire in graph.Modelled
        where acquire.Site.Has(Effect.LockAcquire)
            && acquire.Site.Arguments.KeyExpression is not null
            && (!acquire.Site.Row!.Arguments(ClauseKind.When).Any() || LockWords.Name(acquire))
        let uses = LockUses.Of(acquire, graph)
        where uses.Deletes.Count + uses.Renewals.Count > 0 || uses.HasComparedRelease
        from finding in Judge(acquire, uses)
        group finding by finding.Location into same
        select same.First();

    private static IEnumerable<Finding> Judge(SiteOf acquire, LockUses uses)
    {
        var token = Token(acquire);
        foreach (var delete in uses.Deletes)
            yield return Unsafe(
                delete,
                acquire,
                uses,
                uses.ReadsBefore(delete)
                    ? $"'{delete.Site.Name}' deletes the key in a step of its own, after the comparison"
                    : $"'{delete.Site.Name}' deletes the key whoever holds it",
                "Release it by a call that compares the value, as 'LockRelease' does",
                token);
        foreach (var renewal in uses.Renewals)
            yield return Unsafe(
                renewal,
                acquire,
                uses,
                $"'{renewal.Site.Name}' prolongs the key whoever holds it",
                "Prolong it by a call that compares the value, as 'LockExtend' does",
                token);
        if (uses.Deletes.Count == 0 && uses.HasComparedRelease && token is not null && SharedToken(token) is { } shared)
            yield return Unsafe(
                acquire,
                acquire,
                uses,
                $"'{acquire.Site.Name}' stores {shared}, which is the same for every holder, so that a release compares nothing",
                "Store a value of this holder's own, such as a new Guid",
                null);
    }

    private static Finding Unsafe(SiteOf at, SiteOf acquire, LockUses uses, string what, string instead, IOperation? token) =>
        new(at.Site.Place.GetLocation(), ImmutableArray.Create(what, instead))
        {
            Severity = uses.ReadsBefore(at) ? DiagnosticSeverity.Info : null,
            Also = at == acquire ? ImmutableArray<RelatedPlace>.Empty : ImmutableArray.Create(new RelatedPlace("lock", acquire.Site.Place.GetLocation())),
            Facts = token is null || SharedToken(token) is not null
                ? ImmutableDictionary<string, string?>.Empty
                : ImmutableDictionary<string, string?>.Empty.Add(TokenFact, token.Syntax.ToString()),
        };

    private static IOperation? Token(SiteOf acquire) =>
        acquire.Site.Row!.ParameterFor(Role.Token) is { } parameter && acquire.BindOperation() is IInvocationOperation call
            ? Arguments.Named(call.Arguments, parameter)
            : null;

    /// <summary>What a value is that several holders share; null of any other.</summary>
    private static string? SharedToken(IOperation token) => ValueFlow.Initial(token) switch
    {
        { ConstantValue: { HasValue: true } } => "a constant",
        IPropertyReferenceOperation { Property: { Name: "MachineName", ContainingType.Name: "Environment" } } => "the name of the machine",
        IInvocationOperation { TargetMethod: { Name: "GetHostName", ContainingType.Name: "Dns" } } => "the name of the machine",
        _ => null,
    };
}
