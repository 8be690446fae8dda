using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.Effects;

/// <summary>What holds a value within one body: a local, or a capture that the compiler adds.</summary>
internal static class FlowHolder
{
    /// <summary>Each time that a graph puts a value into something, in its order.</summary>
    public static IEnumerable<(object Holder, IOperation Value)> PutsIn(ControlFlowGraph graph) =>
        graph.Blocks.SelectMany(b => b.Operations).SelectMany(o => o.DescendantsAndSelf()).Select(Put).OfType<(object, IOperation)>();

    /// <summary>What an operation puts a value into, and the value; null where it puts none.</summary>
    public static (object Holder, IOperation Value)? Put(IOperation operation) => operation switch
    {
        ISimpleAssignmentOperation { Target: ILocalReferenceOperation local, Value: var value } => (local.Local, value),
        IFlowCaptureOperation { Id: var capture, Value: var value } => (capture, value),
        _ => null,
    };

    /// <summary>What an operation reads; null where it reads none.</summary>
    public static object? Read(IOperation operation) => operation switch
    {
        ILocalReferenceOperation local => local.Local,
        IFlowCaptureReferenceOperation capture => capture.Id,
        _ => null,
    };
}
