using DistPatterns.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace DistPatterns.Effects;

/// <summary>What surrounds a site in its body.</summary>
[Flags]
internal enum Context
{
    None = 0,
    Loop = 1 << 0,
    Catch = 1 << 1,
    Finally = 1 << 2,
}

/// <summary>A place in source that outlives the operation it was read from.</summary>
internal readonly record struct Place(SyntaxTree Tree, TextSpan Span)
{
    public Location Location => Tree.GetLocation(Span);

    /// <summary>What to underline: of a call, its name, because a chain of calls begins far away.</summary>
    public Location Mark => Tree.GetRoot().FindNode(Span, getInnermostNodeForTie: true) switch
    {
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } => access.Name.GetLocation(),
        InvocationExpressionSyntax { Expression: MemberBindingExpressionSyntax binding } => binding.Name.GetLocation(),
        InvocationExpressionSyntax { Expression: SimpleNameSyntax name } => name.GetLocation(),
        ObjectCreationExpressionSyntax creation => Tree.GetLocation(TextSpan.FromBounds(creation.SpanStart, creation.Type.Span.End)),
        var other => other.GetLocation(),
    };

    public string File => Tree.FilePath;

    public static int Compare(Place a, Place b)
    {
        var byFile = string.CompareOrdinal(a.File, b.File);
        return byFile != 0 ? byFile : a.Span.End != b.Span.End ? a.Span.End.CompareTo(b.Span.End) : a.Span.Start.CompareTo(b.Span.Start);
    }
}

/// <summary>One thing that a body does: a call, a creation or the setting of an option. Immutable; holds symbols, never operations.</summary>
/// <param name="Name">The member's name, also where it does not bind.</param>
/// <param name="Place">Where it stands.</param>
internal sealed record Site(string Name, Place Place)
{
    /// <summary>The method, constructor or property: unreduced, its original definition; null where the call does not bind.</summary>
    public ISymbol? Member { get; init; }

    /// <summary>The static type of the receiver, or of the first argument of an extension method.</summary>
    public ITypeSymbol? Receiver { get; init; }

    /// <summary>What the catalog says of the member, or null.</summary>
    public Row? Row { get; init; }

    /// <summary>The type of the argument that is sent, and so selects a handler.</summary>
    public ITypeSymbol? Message { get; init; }

    /// <summary>The type of the session, connection or context that the effect belongs to.</summary>
    public ITypeSymbol? Resource { get; init; }

    /// <summary>Whether what is sent came as a parameter: a wrapper, whose callers know what it really is.</summary>
    public bool PassesOn { get; init; }

    /// <summary>The type that a registration makes available.</summary>
    public ITypeSymbol? Service { get; init; }

    /// <summary>The type that a registration makes it of; null where a delegate does.</summary>
    public ITypeSymbol? Implementation { get; init; }

    /// <summary>The type of the handler or middleware that a call adds.</summary>
    public ITypeSymbol? Handler { get; init; }

    /// <summary>The constant that names what is registered, created or stored.</summary>
    public string? Text { get; init; }

    /// <summary>What the site acts on.</summary>
    public Origin Subject { get; init; }

    /// <summary>Where the cancellation token came from.</summary>
    public Origin Cancel { get; init; }

    /// <summary>The variable, field or property that what a modelled call makes goes to.</summary>
    public ISymbol? Target { get; init; }

    /// <summary>For an option: the value means "no limit".</summary>
    public bool IsForever { get; init; }

    /// <summary>A call that goes to the member as it is declared, never to an override: <c>base.Save()</c>.</summary>
    public bool IsDirect { get; init; }

    /// <summary>The call whose delegate this site runs in.</summary>
    public Site? Within { get; init; }

    public Branch? Branch { get; init; }

    public Context Context { get; init; }

    /// <summary>In-process: the type of what is sent selects the handlers that run.</summary>
    public bool Dispatches => Row?.Arguments(ClauseKind.Dispatches).Any() == true;

    /// <summary>Sends what may be any of several messages, and does so itself: the events of an entity, one after the other.</summary>
    public bool IsDispatchOfMany => Dispatches && !PassesOn && Message is { SpecialType: SpecialType.None } and ({ TypeKind: TypeKind.Interface } or { TypeKind: TypeKind.Class, IsAbstract: true });

    public bool Has(Effect effect) => Row?.Has(effect) == true;

    public bool Has(Trait trait) => Row?.Has(trait) == true;

    // identity, not value: two calls alike are two sites
    public bool Equals(Site? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}
