using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistPatterns.CodeFixes.Injecting;

/// <summary>One more service for a class that the container makes: a parameter of its constructor and, where its file has such, a field.</summary>
/// <param name="Type">The class.</param>
/// <param name="Symbol">What is declared by it.</param>
/// <param name="Service">The name of the service's type.</param>
/// <param name="Note">What the documentation says of it.</param>
/// <param name="Parameter">The name of the parameter.</param>
/// <param name="Field">The field that keeps it; null where the members read the parameter of a primary constructor.</param>
internal sealed record Injection(ClassDeclarationSyntax Type, INamedTypeSymbol Symbol, string Service, string Note, string Parameter, InjectedField? Field)
{
    /// <summary>The name by which the members of the class use it.</summary>
    public string Name => Field?.Name ?? Parameter;

    /// <summary>The injection; null where the class has constructors to choose from, or one that takes more than services, or where no name is free.</summary>
    public static Injection? Of(SemanticModel model, SyntaxNode place, string service, string note, IEnumerable<string> names, CancellationToken cancellation)
    {
        if (place.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not ClassDeclarationSyntax type
            || model.GetDeclaredSymbol(type, cancellation)
                is not INamedTypeSymbol { IsStatic: false, IsAbstract: false, DeclaringSyntaxReferences.Length: 1 } symbol
            || symbol.InstanceConstructors.Where(c => !c.IsImplicitlyDeclared).ToList() is not { Count: <= 1 } constructors
            || type.GetFirstDirective(d => d is IfDirectiveTriviaSyntax) is not null // what is added could land in one branch alone
            || !constructors.All(c => c.Parameters is { IsEmpty: false } services && services.All(IsService))
            || type.Members.OfType<ConstructorDeclarationSyntax>().Any(c => !InjectedConstructor.CanTakeMore(c)))
            return null;
        var injections = names.Select(name => new Injection(type, symbol, service, note, name, InjectedField.In(type, name)));
        return injections.FirstOrDefault(i => (i.Field is null || !IsInInitializer(place)) && i.IsFree(model, i.Parameter) && i.IsFree(model, i.Name));
    }

    /// <summary>Whether a solution shows the class to be made by the container, and by nothing else.</summary>
    public Task<bool> HoldsAsync(Solution solution, CancellationToken cancellation) => ContainerMade.IsAsync(Symbol, solution, cancellation);

    /// <summary>The class with the service; its members may have changed meanwhile.</summary>
    public ClassDeclarationSyntax Into(ClassDeclarationSyntax type)
    {
        var parameter = InjectedConstructor.Parameter(Service, Parameter);
        if (type.Members.OfType<ConstructorDeclarationSyntax>().FirstOrDefault(c => !c.Modifiers.Any(m => m.ValueText == "static")) is { } constructor)
        {
            var taking = ParameterNotes.With(InjectedConstructor.With(constructor, parameter, Field!.Name), Parameter, Note);
            return Field.Into(type.ReplaceNode(constructor, taking), Service);
        }

        if (type.ParameterList is { } parameters)
            type = ParameterNotes.With(type.WithParameterList(InjectedConstructor.With(parameters, parameter)), Parameter, Note);
        else if (Field is null)
            type = InjectedConstructor.Primary(type, parameter);
        else
            return Field.Into(InjectedConstructor.Added(type, parameter, Field.Name), Service);
        return Field?.Into(type, Service, value: Parameter) ?? type;
    }

    /// <summary>Whether a place belongs to the value that a field or a property starts with, where the object's members cannot be named.</summary>
    private static bool IsInInitializer(SyntaxNode place) =>
        place.Ancestors().Any(n =>
            n is EqualsValueClauseSyntax { Parent: PropertyDeclarationSyntax or VariableDeclaratorSyntax { Parent.Parent: FieldDeclarationSyntax } });

    private bool IsFree(SemanticModel model, string name) =>
        model.LookupSymbols(Type.OpenBraceToken.Span.End, name: name).IsEmpty && !Type.DescendantTokens().Any(t => t.ValueText == name);

    /// <summary>Whether a parameter is one that a container fills in, with others behind it.</summary>
    private static bool IsService(IParameterSymbol parameter) =>
        parameter is
        {
            RefKind: RefKind.None,
            IsOptional: false,
            IsParams: false,
            Type: { TypeKind: TypeKind.Interface or TypeKind.Class, SpecialType: SpecialType.None },
        };
}
