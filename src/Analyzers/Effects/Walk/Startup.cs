using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.Effects;

/// <summary>The code that runs once in a process, or once for each object: what it makes, it does not make for each call.</summary>
internal static class Startup
{
    /// <summary>Whether an operation stands in initialisers, static constructors or the start of a program; a lambda there runs when it is called.</summary>
    /// <param name="operation">What is asked about.</param>
    /// <param name="owner">The member that it stands in.</param>
    public static bool Runs(IOperation operation, ISymbol owner)
    {
        for (var outer = operation.Parent; outer is not null; outer = outer.Parent)
        {
            if (outer is IAnonymousFunctionOperation or ILocalFunctionOperation)
                return false;
        }

        return owner is not IMethodSymbol method || method.MethodKind == MethodKind.StaticConstructor
            || method.Name is "Main" or WellKnownMemberNames.TopLevelStatementsEntryPointMethodName;
    }
}
