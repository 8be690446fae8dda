using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.Effects;

/// <summary>The compiler's control flow graphs of one member, made when first asked for: that of the member, and those of the lambdas and local functions in it.</summary>
internal sealed class MemberGraphs
{
    private ControlFlowGraph? _root;
    private Dictionary<SyntaxNode, ControlFlowGraph>? _inner;

    /// <summary>Forgets a member, before the next.</summary>
    public void Clear() => (_root, _inner) = (null, null);

    /// <summary>The graph of a body; null where the compiler makes none.</summary>
    public ControlFlowGraph? Of(IOperation body)
    {
        var function = body.Parent is IAnonymousFunctionOperation or ILocalFunctionOperation ? body.Parent : null;
        _root ??= RootOf(body);
        if (function is null || _root is null)
            return _root;
        _inner ??= InnerOf(_root);
        return _inner.TryGetValue(function.Syntax, out var graph) ? graph : null;
    }

    private static IOperation Outermost(IOperation operation)
    {
        while (operation.Parent is { } parent)
            operation = parent;
        return operation;
    }

    /// <summary>The compiler asks for the whole member, of which an analyzer is given the blocks.</summary>
    private static ControlFlowGraph? RootOf(IOperation body) => Outermost(body) switch
    {
        IMethodBodyOperation method => ControlFlowGraph.Create(method),
        IConstructorBodyOperation constructor => ControlFlowGraph.Create(constructor),
        IFieldInitializerOperation field => ControlFlowGraph.Create(field),
        IPropertyInitializerOperation property => ControlFlowGraph.Create(property),
        IBlockOperation block => ControlFlowGraph.Create(block),
        _ => null,
    };

    private static Dictionary<SyntaxNode, ControlFlowGraph> InnerOf(ControlFlowGraph root)
    {
        var found = new Dictionary<SyntaxNode, ControlFlowGraph>();
        var work = new Stack<ControlFlowGraph>();
        work.Push(root);
        while (work.Count > 0)
        {
            var graph = work.Pop();
            foreach (var local in graph.LocalFunctions)
                Add(local.DeclaringSyntaxReferences[0].GetSyntax(), graph.GetLocalFunctionControlFlowGraph(local));
            foreach (var lambda in graph.Blocks.SelectMany(Operations).SelectMany(o => o.DescendantsAndSelf()).OfType<IFlowAnonymousFunctionOperation>())
                Add(lambda.Syntax, graph.GetAnonymousFunctionControlFlowGraph(lambda));
        }

        return found;

        void Add(SyntaxNode syntax, ControlFlowGraph graph)
        {
            found[syntax] = graph;
            work.Push(graph);
        }
    }

    private static IEnumerable<IOperation> Operations(BasicBlock block) => block.BranchValue is { } value ? block.Operations.Add(value) : block.Operations;
}
