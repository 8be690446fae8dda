using DistPatterns.Effects;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.Constants;

/// <summary>Reads groups of constants from source, where at least two of them have names that are wanted.</summary>
internal static class CodeConstants
{
    /// <summary>What a creation or a block sets, in a group for each thing that it is set of.</summary>
    public static IEnumerable<ConstantGroup> In(IOperation settings, Func<string, bool> wanted) => settings switch
    {
        IObjectCreationOperation creation => In(creation, wanted) is { } group ? new[] { group } : Enumerable.Empty<ConstantGroup>(),
        IBlockOperation block => AssignedConstants.In(block, wanted),
        _ => Enumerable.Empty<ConstantGroup>(),
    };

    /// <summary>What a creation sets: the arguments by their parameters' names, and the members of its initialiser.</summary>
    private static ConstantGroup? In(IObjectCreationOperation creation, Func<string, bool> wanted)
    {
        if (!SetsTwo(creation, wanted))
            return null; // nearly every creation
        var values = new List<NamedConstant>();
        foreach (var argument in creation.Arguments)
        {
            if (argument is { ArgumentKind: ArgumentKind.Explicit, Parameter.Name: var name })
                Add(values, name, argument.Value);
        }

        foreach (var set in Arguments.Initialised(creation))
        {
            if (set.Target is IMemberReferenceOperation { Member.Name: var name })
                Add(values, name, set.Value);
        }

        return new(creation.Type?.Name ?? "", creation.Type, values);
    }

    /// <summary>The constants of a type, and what its fields and properties are initialised with.</summary>
    public static ConstantGroup? In(INamedTypeSymbol type, Func<string, bool> wanted, CancellationToken cancellation)
    {
        if (type.MemberNames.Count(wanted) < 2)
            return null; // nearly every type, before its members are made
        var members = type.GetMembers();
        if (members.Count(m => IsCandidate(m) && wanted(m.Name)) < 2)
            return null;
        var values = new List<NamedConstant>();
        foreach (var member in members)
        {
            if (IsCandidate(member) && member.DeclaringSyntaxReferences is { Length: 1 } declared
                && Initializer(declared[0].GetSyntax(cancellation)) is { } initial && Value(member, initial) is { } value)
                values.Add(new(member.Name, value, initial.GetLocation()));
        }

        return new(type.Name, type, values);
    }

    private static bool IsCandidate(ISymbol member) => member.Kind is SymbolKind.Field or SymbolKind.Property && !member.IsImplicitlyDeclared;

    private static bool SetsTwo(IObjectCreationOperation creation, Func<string, bool> wanted)
    {
        var found = 0;
        foreach (var argument in creation.Arguments)
            found += argument.Parameter is { Name: var name } && wanted(name) ? 1 : 0;
        if (creation.Initializer is { } initializer)
        {
            foreach (var set in initializer.Initializers)
                found += set is ISimpleAssignmentOperation { Target: IMemberReferenceOperation { Member.Name: var name } } && wanted(name) ? 1 : 0;
        }

        return found >= 2;
    }

    /// <summary>Adds a value, if it is a constant.</summary>
    public static void Add(List<NamedConstant> values, string name, IOperation operation)
    {
        while (operation is IConversionOperation conversion)
            operation = conversion.Operand;
        var value = operation is IFieldReferenceOperation { Field: { ContainingType.TypeKind: TypeKind.Enum, Name: var member } }
            ? member
            : operation.ConstantValue.Value;
        if (value is not null)
            values.Add(new(name, value, operation.Syntax.GetLocation()));
    }

    private static ExpressionSyntax? Initializer(SyntaxNode declaration) => declaration switch
    {
        VariableDeclaratorSyntax { Initializer.Value: var value } => value,
        PropertyDeclarationSyntax { Initializer.Value: var value } => value,
        PropertyDeclarationSyntax { ExpressionBody.Expression: var value } => value,
        _ => null,
    };

    private static object? Value(ISymbol member, ExpressionSyntax initial) => (member, initial) switch
    {
        (IFieldSymbol { HasConstantValue: true, ConstantValue: var constant }, _) => constant,
        (_, LiteralExpressionSyntax { Token.Value: var literal }) => literal,
        (_, MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name }) => name,
        _ => null,
    };
}
