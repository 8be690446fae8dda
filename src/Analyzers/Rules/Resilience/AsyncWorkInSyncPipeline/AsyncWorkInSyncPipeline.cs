using DistPatterns.Catalog;
using DistPatterns.Effects;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.Rules.Resilience;

/// <summary>
/// A synchronous pipeline ends with its delegate's return. Asynchronous work returns at its first await, so the pipeline sees a task,
/// calls it a success, and what fails later is neither retried nor counted – even where the caller awaits that task.
/// </summary>
/// <remarks>Silent where the delegate waits for its work itself, because it then returns the result and no task; and in tests.</remarks>
internal sealed class AsyncWorkInSyncPipeline() : CallRule(Definition)
{
    private static readonly DiagnosticDescriptor Definition = Describe.Rule("DP1021",
        title: "Asynchronous work in a synchronous pipeline",
        messageFormat: "'{0}' ends when this delegate returns, which is at its first await: what fails after it is never retried, timed or counted. Await '{0}Async' instead.",
        category: Family.Resilience,
        defaultSeverity: DiagnosticSeverity.Warning);

    public override bool Concerns(Row row) => row.Has(Trait.Sync);

    public override Finding? Judge(ModelledCall call, Settings settings) => call.Operation switch
    {
        IInvocationOperation invocation => Bound(invocation, call.Row),
        IInvalidOperation invalid => Unbound(invalid, call.Row),
        _ => null,
    };

    private static Finding? Bound(IInvocationOperation call, Row row)
    {
        foreach (var parameter in row.Arguments(ClauseKind.Runs))
        {
            if (Arguments.Named(call.Arguments, parameter) is { } work && ReturnsTask(work))
                return Finding.At(work, row.Member);
        }

        return null;
    }

    /// <summary>A name in the lambda is unknown, so that the call binds to nothing; that the lambda is asynchronous is plain all the same.</summary>
    private static Finding? Unbound(IInvalidOperation call, Row row) =>
        (call.Syntax as InvocationExpressionSyntax)?.ArgumentList.Arguments
            .Select(a => a.Expression).OfType<AnonymousFunctionExpressionSyntax>()
            .FirstOrDefault(l => l.AsyncKeyword.IsKind(SyntaxKind.AsyncKeyword)) is { } lambda
            ? new(lambda.GetLocation(), System.Collections.Immutable.ImmutableArray.Create(row.Member))
            : null;

    private static bool ReturnsTask(IOperation work)
    {
        while (work is IConversionOperation conversion)
            work = conversion.Operand;
        return work switch
        {
            IDelegateCreationOperation { Target: IAnonymousFunctionOperation { Symbol: var lambda } } => lambda.IsAsync || TaskTypes.Is(lambda.ReturnType),
            IDelegateCreationOperation { Target: IMethodReferenceOperation { Method: var method } } => method.IsAsync || TaskTypes.Is(method.ReturnType),
            { Type: INamedTypeSymbol { DelegateInvokeMethod.ReturnType: var result } } => TaskTypes.Is(result),
            _ => false,
        };
    }
}
