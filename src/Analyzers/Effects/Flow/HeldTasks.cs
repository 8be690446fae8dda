using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.Effects;

/// <summary>The calls whose tasks are put into locals: they fail where those are awaited. Of a call that makes a sequence, its elements are.</summary>
internal sealed class HeldTasks
{
    private readonly Dictionary<object, List<Site>> _held = new();

    /// <summary>A value is put into a local.</summary>
    public void Add(object holder, IOperation value, Func<IOperation, Site?> siteOf)
    {
        var source = Source(value);
        if (siteOf(source) is { } site)
            Of(holder).Add(site);
        else if (source != value && FlowHolder.Read(source) is { } other && _held.TryGetValue(other, out var held))
            Of(holder).AddRange(held);
    }

    /// <summary>The calls whose tasks are among those that are awaited.</summary>
    public IEnumerable<Site> In(IOperation awaited) => _held.Count == 0
        ? Enumerable.Empty<Site>()
        : awaited.DescendantsAndSelf().Select(FlowHolder.Read).OfType<object>().Where(_held.ContainsKey).SelectMany(h => _held[h]).Distinct();

    /// <summary>Whether the task of a call is put somewhere.</summary>
    public static bool IsHeld(IOperation call)
    {
        var value = ValueOrigins.Converted(call);
        return value.Parent is not null && FlowHolder.Put(value.Parent) is { } put && put.Value == value;
    }

    /// <summary>What an enumerator goes through: <c>await foreach (var x in source.ConfigureAwait(false))</c>.</summary>
    private static IOperation Source(IOperation value)
    {
        value = ValueOrigins.Unconverted(value);
        return value is IInvocationOperation { TargetMethod.Name: "GetAsyncEnumerator" or "WithCancellation" or "ConfigureAwait" } call
            && Arguments.Receiver(call) is { } receiver
            ? Source(receiver)
            : value;
    }

    private List<Site> Of(object holder) => _held.TryGetValue(holder, out var sites) ? sites : _held[holder] = new();
}
