using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.Effects;

/// <summary>The calls whose results are put into locals: a condition on such a local looks at what the call said.</summary>
internal sealed class HeldResults
{
    private readonly Dictionary<object, ImmutableArray<Site>> _held = new();

    /// <summary>A value is put into a local.</summary>
    public void Add(object holder, IOperation value, Func<IOperation, Site?> siteOf)
    {
        if (Of(Awaited(value), siteOf) is { IsEmpty: false } sites)
            _held[holder] = _held.TryGetValue(holder, out var others) ? others.AddRange(sites) : sites;
    }

    /// <summary>The calls whose results a condition looks at: those that stand in it, and those in the locals that it reads.</summary>
    public ImmutableArray<Site> In(IOperation condition, Func<IOperation, Site?> siteOf) =>
        condition.DescendantsAndSelf().SelectMany(o => Of(o, siteOf)).ToImmutableArray();

    private ImmutableArray<Site> Of(IOperation value, Func<IOperation, Site?> siteOf) =>
        FlowHolder.Read(value) is { } holder ? _held.TryGetValue(holder, out var held) ? held : ImmutableArray<Site>.Empty
        : siteOf(value) is { } site ? ImmutableArray.Create(site)
        : ImmutableArray<Site>.Empty;

    private static IOperation Awaited(IOperation value)
    {
        value = ValueOrigins.Unconverted(value);
        while (value is IAwaitOperation or IInvocationOperation { TargetMethod.Name: "ConfigureAwait", Instance: not null })
            value = ValueOrigins.Unconverted(value is IAwaitOperation { Operation: var awaited } ? awaited : ((IInvocationOperation)value).Instance!);
        return value;
    }
}
