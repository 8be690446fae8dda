using System.Collections.Immutable;

namespace DistPatterns.Effects;

/// <summary>What a step of a body is.</summary>
internal enum FlowMoment
{
    /// <summary>Some code between calls.</summary>
    Step,

    /// <summary>A call begins.</summary>
    Call,

    /// <summary>It has returned; a task that it made is over.</summary>
    Done,

    /// <summary>It has failed: of a task, where that is awaited.</summary>
    Failed,

    /// <summary>The body returns.</summary>
    Exit,

    /// <summary>The body fails.</summary>
    Thrown,
}

/// <summary>What a condition looks at, and so what may end a cycle.</summary>
[Flags]
internal enum FlowBounds
{
    None = 0,

    /// <summary>A number, or a call that is given one.</summary>
    Counter = 1 << 0,

    /// <summary>Whether a collection has more.</summary>
    Collection = 1 << 1,

    /// <summary>A cancellation token.</summary>
    Token = 1 << 2,

    /// <summary>A time.</summary>
    Clock = 1 << 3,

    /// <summary>Anything else: a state of the program, the answer of a call.</summary>
    State = 1 << 4,

    /// <summary>How often the message has come; a counter too.</summary>
    Deliveries = 1 << 5,
}

/// <summary>What a flag is at a place: the value of a local <c>bool</c>, or whether a local is something other than null.</summary>
/// <param name="Flag">The number of the flag in its body.</param>
/// <param name="Value">The value; null where it is not known.</param>
internal readonly record struct FlagValue(int Flag, bool? Value);

/// <summary>A way from one step to another.</summary>
/// <param name="Target">The step that it leads to.</param>
/// <param name="Asks">What a flag must be for it to be taken.</param>
/// <param name="IsIncidental">Code other than calls of sites throws: possible, and not what a rule asks about.</param>
internal readonly record struct FlowEdge(int Target, FlagValue? Asks = null, bool IsIncidental = false);

/// <summary>One step of a body. Immutable; holds no operation.</summary>
/// <param name="Index">Its number in the body.</param>
/// <param name="Moment">What it is.</param>
/// <param name="Site">The site that is called, has returned or has failed.</param>
internal sealed record FlowNode(int Index, FlowMoment Moment, Site? Site)
{
    public ImmutableArray<FlowEdge> Next { get; init; } = ImmutableArray<FlowEdge>.Empty;

    /// <summary>It stands in a <c>catch</c>.</summary>
    public bool IsInHandler { get; init; }

    /// <summary>Of a call: nothing looks at its result, or it has none.</summary>
    public bool IsResultUnused { get; init; }

    /// <summary>Of a condition: what it looks at.</summary>
    public FlowBounds Tests { get; init; }

    /// <summary>Of a condition: the calls whose results it looks at.</summary>
    public ImmutableArray<Site> Answers { get; init; } = ImmutableArray<Site>.Empty;

    /// <summary>The flag that is set there.</summary>
    public FlagValue? Sets { get; init; }
}
