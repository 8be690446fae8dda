using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.Effects;

/// <summary>
/// What a call passes for one parameter, as far as it is a constant or a parameter of the calling method. By the text, where that tells: to bind is
/// dear.
/// </summary>
/// <param name="Constant">The constant; of an enum, the number behind it.</param>
/// <param name="Parameter">The parameter of the calling method.</param>
internal readonly record struct PassedValue(Optional<object?> Constant, IParameterSymbol? Parameter = null)
{
    /// <summary>What a call passes, by the position of the parameter.</summary>
    public static PassedValue Of(SiteOf call, int ordinal)
    {
        var node = call.Site.Place.FindNode();
        if (node is not (InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax)
            || call.Site.Member is not IMethodSymbol method || method.Parameters.Length <= ordinal)
            return default;
        if (method.IsExtensionMethod) // the text does not tell whether it is called as one
            return Bound(call, ordinal);
        var parameter = method.Parameters[ordinal];
        var list = node is InvocationExpressionSyntax invocation ? invocation.ArgumentList : ((BaseObjectCreationExpressionSyntax)node).ArgumentList;
        if (Given(list, parameter) is not { } given)
            return parameter.HasExplicitDefaultValue ? new(new(parameter.ExplicitDefaultValue)) : default;
        if (ConstantOf(given, parameter) is { HasValue: true } constant)
            return new(constant);
        if (given is IdentifierNameSyntax { Identifier.ValueText: var name } && call.Body.Method?.Parameters.FirstOrDefault(p => p.Name == name) is { } own)
            return new(default, own);
        return MayBeConstant(given) ? Bound(call, ordinal) : default;
    }

    /// <summary>A literal, or a member of the parameter's enum.</summary>
    public static Optional<object?> ConstantOf(ExpressionSyntax value, IParameterSymbol parameter) => value switch
    {
        LiteralExpressionSyntax literal when !literal.IsKind(SyntaxKind.DefaultLiteralExpression) => new(literal.Token.Value),
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: var member }
            when EnumOf(parameter)?.GetMembers(member).FirstOrDefault() is IFieldSymbol { HasConstantValue: true } field => new(field.ConstantValue),
        _ => default,
    };

    private static ExpressionSyntax? Given(ArgumentListSyntax? list, IParameterSymbol parameter)
    {
        if (list is null)
            return null;
        var named = list.Arguments.FirstOrDefault(a => a.NameColon?.Name.Identifier.ValueText == parameter.Name);
        var inOrder = list.Arguments.ElementAtOrDefault(parameter.Ordinal);
        return (named ?? (inOrder?.NameColon is null ? inOrder : null))?.Expression;
    }

    private static bool MayBeConstant(ExpressionSyntax value) => value is NameSyntax or MemberAccessExpressionSyntax or LiteralExpressionSyntax
        or PrefixUnaryExpressionSyntax or DefaultExpressionSyntax or ParenthesizedExpressionSyntax or CastExpressionSyntax;

    private static PassedValue Bound(SiteOf call, int ordinal)
    {
        var arguments = call.BindOperation() switch
        {
            IInvocationOperation invocation => invocation.Arguments,
            IObjectCreationOperation creation => creation.Arguments,
            _ => default,
        };
        if (arguments.IsDefaultOrEmpty || arguments.FirstOrDefault(a => a.Parameter?.Ordinal == ordinal) is not { } argument)
            return default;
        var value = ValueOrigins.Unconverted(argument.Value);
        return new(
            value.ConstantValue,
            value is IParameterReferenceOperation { Parameter: var own }
                && SymbolEqualityComparer.Default.Equals(own.ContainingSymbol, call.Body.Method)
                    ? own
                    : null);
    }

    private static ITypeSymbol? EnumOf(IParameterSymbol parameter) => parameter.Type switch
    {
        { TypeKind: TypeKind.Enum } type => type,
        INamedTypeSymbol { ConstructedFrom.SpecialType: SpecialType.System_Nullable_T, TypeArguments: { Length: 1 } inner } => inner[0],
        _ => null,
    };
}
