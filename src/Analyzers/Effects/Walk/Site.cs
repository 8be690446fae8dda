using DistPatterns.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistPatterns.Effects;

/// <summary>One thing that a body does: a call, a creation or the setting of an option. Immutable; holds symbols, never operations.</summary>
/// <param name="name">The member's name, also where it does not bind.</param>
/// <param name="place">Where it stands.</param>
/// <param name="within">The call whose delegate it runs in.</param>
internal sealed class Site(string name, Place place, Site? within)
{
    public string Name { get; } = name;

    public Place Place { get; } = place;

    /// <summary>The method, constructor or property: unreduced, its original definition; null where the call does not bind.</summary>
    public ISymbol? Member { get; init; }

    /// <summary>The static type of the receiver, or of the first argument of an extension method.</summary>
    public ITypeSymbol? Receiver { get; init; }

    /// <summary>What the catalog says of the member, or null.</summary>
    public Row? Row { get; init; }

    /// <summary>The type of the argument that is sent, and so selects a handler; of a call of our own, what it is about.</summary>
    public ITypeSymbol? Message { get; init; }

    /// <summary>What is passed for the roles that the row names; nothing, where no model speaks of the call.</summary>
    public CallArguments Arguments { get; init; } = CallArguments.Nothing;

    /// <summary>The type of the session, connection or context that the effect belongs to.</summary>
    public ITypeSymbol? Resource => Arguments.Resource ?? Receiver;

    /// <summary>What the site acts on.</summary>
    public Origin Subject { get; init; }

    /// <summary>The variable, field or property that what a call makes goes to.</summary>
    public ISymbol? Target { get; init; }

    /// <summary>For an option: the value means "no limit".</summary>
    public bool IsForever { get; init; }

    /// <summary>A call that goes to the member as it is declared, never to an override: <c>base.Save()</c>.</summary>
    public bool IsDirect { get; init; }

    public Site? Within { get; } = within;

    /// <summary>The calls whose delegates it stands in, the innermost first.</summary>
    public IEnumerable<Site> Around
    {
        get
        {
            for (var around = Within; around is not null; around = around.Within)
                yield return around;
        }
    }

    /// <summary>The class of the session, connection or context that it acts on: that of its body, where it calls the base's own member.</summary>
    public INamedTypeSymbol? ContextIn(BodyFacts body) => (IsDirect ? body.Type : Resource) as INamedTypeSymbol;

    /// <summary>Whether one run may pass it and then a later site of the same body, by the order of the text.</summary>
    public bool MayPrecede(Site later) => Place.Compare(Place, later.Place) < 0 && !Branch.AreExclusive(FindBranch(), later.FindBranch());

    /// <summary>Whether both act on one object: that of one variable, field or property, or the one whose code they stand in.</summary>
    public bool SharesObjectWith(Site other) => Subject.Symbol is { } holder
        ? SymbolEqualityComparer.Default.Equals(holder, other.Subject.Symbol)
        : IsOnThis && other.IsOnThis;

    /// <summary>The arm of the innermost fork around it.</summary>
    public Branch? FindBranch() => Branch.Of(Place.FindNode());

    /// <summary>The member has no body here to look into: it is a library's, or does not bind.</summary>
    public bool IsForeign => Member is null || Member.Locations[0].IsInMetadata;

    /// <summary>The call does not bind: the member is the one that the compiler holds for most likely meant, and what is passed to it is not known.</summary>
    public bool IsGuess { get; init; }

    /// <summary>In-process: the type of what is sent selects the handlers that run.</summary>
    public bool Dispatches => Row?.Arguments(ClauseKind.Dispatches).Any() == true;

    /// <summary>It may not do what it is asked, and says so by its result alone.</summary>
    public bool CanBeRefused => Row is { } row && (row.Has(Trait.MustTest) || row.Arguments(ClauseKind.MustRead).Any());

    public bool Has(Effect effect) => Row?.Has(effect) == true;

    public bool Has(Trait trait) => Row?.Has(trait) == true;

    private bool IsOnThis => Member is IMethodSymbol { IsStatic: false, MethodKind: MethodKind.Ordinary }
        && Place.FindNode() is InvocationExpressionSyntax call
        && call.Expression is SimpleNameSyntax or MemberAccessExpressionSyntax { Expression: InstanceExpressionSyntax };
}
