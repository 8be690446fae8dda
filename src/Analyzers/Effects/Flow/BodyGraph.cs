using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.Effects;

/// <summary>The compiler's control flow graph of one body, bound anew: the operations of the walk are gone.</summary>
internal static class BodyGraph
{
    /// <summary>The graph of a member's own body, or of a lambda or local function in it; null where the compiler makes none.</summary>
    public static ControlFlowGraph? Of(BodyFacts body)
    {
        var model = body.GetSemanticModel();
        var within = body.Place.FindNode().AncestorsAndSelf().Select(n => model?.GetOperation(n)).FirstOrDefault(o => o is not null);
        if (within is null)
            return null;
        var (function, member) = (FunctionOf(within, body.Place), OfMember(WholeMember.Of(within)));
        return function is null || member is null ? member : OfFunction(function, member);
    }

    /// <summary>The lambda or local function that a place is the whole body of.</summary>
    private static IOperation? FunctionOf(IOperation within, Place place)
    {
        for (var body = within; body.Parent is { } parent; body = parent)
        {
            if (parent is IAnonymousFunctionOperation or ILocalFunctionOperation && body.Syntax.FullSpan == place.Span)
                return parent;
        }

        return null;
    }

    private static ControlFlowGraph? OfMember(IOperation member) => member switch
    {
        IMethodBodyOperation method => ControlFlowGraph.Create(method),
        IConstructorBodyOperation constructor => ControlFlowGraph.Create(constructor),
        IFieldInitializerOperation field => ControlFlowGraph.Create(field),
        IPropertyInitializerOperation property => ControlFlowGraph.Create(property),
        IBlockOperation block => ControlFlowGraph.Create(block),
        _ => null,
    };

    /// <summary>The compiler makes the graph of a function from that of the code around it.</summary>
    private static ControlFlowGraph? OfFunction(IOperation function, ControlFlowGraph member)
    {
        var work = new Stack<ControlFlowGraph>();
        work.Push(member);
        while (work.Count > 0)
        {
            foreach (var (syntax, graph) in FunctionsIn(work.Pop()))
            {
                if (syntax.Span == function.Syntax.Span)
                    return graph;
                work.Push(graph);
            }
        }

        return null;
    }

    private static IEnumerable<(SyntaxNode Syntax, ControlFlowGraph Graph)> FunctionsIn(ControlFlowGraph graph) => graph.LocalFunctions
        .Select(f => (f.DeclaringSyntaxReferences[0].GetSyntax(), graph.GetLocalFunctionControlFlowGraph(f)))
        .Concat(graph.Blocks.SelectMany(Operations).SelectMany(o => o.DescendantsAndSelf()).OfType<IFlowAnonymousFunctionOperation>()
            .Select(f => (f.Syntax, graph.GetAnonymousFunctionControlFlowGraph(f))));

    private static IEnumerable<IOperation> Operations(BasicBlock block) => block.BranchValue is { } value ? block.Operations.Add(value) : block.Operations;
}
