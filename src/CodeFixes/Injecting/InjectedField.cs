using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace DistPatterns.CodeFixes.Injecting;

/// <summary>A readonly field for a service, written as the private fields of its file are.</summary>
/// <param name="Name">The field's name.</param>
/// <param name="Modifiers">Its modifiers.</param>
internal sealed record InjectedField(string Name, string Modifiers)
{
    /// <summary>The field for a parameter; null in a class that reads the parameters of its primary constructor, or is to have such a one.</summary>
    public static InjectedField? In(ClassDeclarationSyntax type, string parameter)
    {
        var file = type.SyntaxTree.GetRoot().DescendantNodes().ToList();
        if (type.ParameterList is { } parameters
            ? !Fields(type).SelectMany(f => f.Declaration.Variables).Any(v => StartsWithOneOf(parameters, v))
            : !type.Members.OfType<ConstructorDeclarationSyntax>().Any() && file.OfType<ClassDeclarationSyntax>().Any(c => c.ParameterList is not null))
            return null;
        var sample = Fields(type).Concat(file.OfType<ClassDeclarationSyntax>().SelectMany(Fields)).FirstOrDefault();
        var named = sample?.Declaration.Variables[0].Identifier.ValueText ?? "_";
        var prefix = new[] { "m_", "_" }.FirstOrDefault(p => named.StartsWith(p, StringComparison.Ordinal)) ?? "";
        return new(prefix + parameter, sample is null || sample.Modifiers.Any(SyntaxKind.PrivateKeyword) ? "private readonly" : "readonly");
    }

    /// <summary>The class with the field behind its others, or before all its members.</summary>
    public ClassDeclarationSyntax Into(ClassDeclarationSyntax type, string service, string? value = null)
    {
        var field = ParseMemberDeclaration($"{Modifiers} {service} {Name}{(value is null ? "" : $" = {value}")};")!;
        var last = Fields(type).LastOrDefault();
        if (last is null)
            return Layout.First(type, field);
        field = field.WithLeadingTrivia(BlankLines.Indentation(type.Members[0])).WithTrailingTrivia(Layout.NewLine(type));
        return type.WithMembers(type.Members.Insert(type.Members.IndexOf(last) + 1, field));
    }

    private static bool StartsWithOneOf(ParameterListSyntax parameters, VariableDeclaratorSyntax variable) =>
        variable.Initializer?.Value is IdentifierNameSyntax value
        && parameters.Parameters.Any(p => p.Identifier.ValueText == value.Identifier.ValueText);

    private static IEnumerable<FieldDeclarationSyntax> Fields(ClassDeclarationSyntax type) =>
        type.Members.OfType<FieldDeclarationSyntax>().Where(f => !f.Modifiers.Any(m => m.Kind()
            is SyntaxKind.StaticKeyword
            or SyntaxKind.ConstKeyword
            or SyntaxKind.PublicKeyword
            or SyntaxKind.InternalKeyword
            or SyntaxKind.ProtectedKeyword));
}
