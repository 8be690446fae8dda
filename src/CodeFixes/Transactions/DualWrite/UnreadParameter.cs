using DistPatterns.CodeFixes.Injecting;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistPatterns.CodeFixes.Transactions;

/// <summary>A parameter of a primary constructor that nothing reads once a publish is gone: a warning, and an error where warnings are.</summary>
/// <param name="Type">The class.</param>
/// <param name="Symbol">What is declared by it.</param>
/// <param name="Name">The name of the parameter.</param>
internal sealed record UnreadParameter(ClassDeclarationSyntax Type, INamedTypeSymbol Symbol, string Name)
{
    /// <summary>The parameter through which alone the message is published, and which serves nothing else.</summary>
    public static UnreadParameter? After(SemanticModel model, Publication publication, CancellationToken cancellation) =>
        publication.Publisher is IdentifierNameSyntax { Identifier.ValueText: var name }
        && publication.Statement.FirstAncestorOrSelf<TypeDeclarationSyntax>() is ClassDeclarationSyntax { ParameterList.Parameters: var parameters } type
        && parameters.Any(p => p.Identifier.ValueText == name)
        && type.DescendantTokens().Count(t => t.ValueText == name) == 2
        && !ParameterNotes.Has(type, name)
        && model.GetDeclaredSymbol(type, cancellation) is INamedTypeSymbol { DeclaringSyntaxReferences.Length: 1 } symbol ? new(type, symbol, name) : null;

    /// <summary>Whether the container alone fills it in, so that no other caller misses it.</summary>
    public Task<bool> MayGoAsync(Solution solution, CancellationToken cancellation) => ContainerMade.IsAsync(Symbol, solution, cancellation);

    /// <summary>The class without it; it may have changed meanwhile.</summary>
    public ClassDeclarationSyntax OutOf(ClassDeclarationSyntax type)
    {
        var list = type.ParameterList!;
        return type.WithParameterList(list.WithParameters(list.Parameters.Remove(list.Parameters.First(p => p.Identifier.ValueText == Name))));
    }
}
