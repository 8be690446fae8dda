using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistPatterns.CodeFixes.Transactions;

/// <summary>Tells of expressions whether they give the same before a save as after it, and do nothing else.</summary>
/// <param name="model">What the expressions mean.</param>
/// <param name="commit">The save.</param>
/// <param name="properties">What is known of the properties of stored objects.</param>
internal sealed class ReorderableExpressions(SemanticModel model, ContextCommit commit, StoredProperties properties, CancellationToken cancellation)
{
    // what they give depends on their arguments alone, or on the clock
    private static readonly HashSet<string> Calm = new()
    {
        "System.Guid", "System.DateTime", "System.DateTimeOffset", "System.TimeProvider", "System.TimeSpan", "System.Math", "System.DateOnly",
    };

    private readonly List<LocalDeclarationStatementSyntax> _moved = new();

    /// <summary>The declarations behind the save that the expressions need, in their order.</summary>
    public IEnumerable<LocalDeclarationStatementSyntax> Moved => _moved.OrderBy(d => d.SpanStart);

    public bool Is(ExpressionSyntax expression) => expression switch
    {
        LiteralExpressionSyntax or DefaultExpressionSyntax or TypeOfExpressionSyntax => true,
        ParenthesizedExpressionSyntax { Expression: var inner } => Is(inner),
        CastExpressionSyntax { Expression: var inner } => Is(inner),
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.UnaryMinusExpression or (int)SyntaxKind.LogicalNotExpression, Operand: var inner } => Is(inner),
        PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression, Operand: var inner } => Is(inner),
        BinaryExpressionSyntax binary =>
            Is(binary.Left)
            && (binary.IsKind(SyntaxKind.AsExpression) || binary.IsKind(SyntaxKind.IsExpression) || Is(binary.Right)),
        ConditionalExpressionSyntax choice => Is(choice.Condition) && Is(choice.WhenTrue) && Is(choice.WhenFalse),
        InterpolatedStringExpressionSyntax text =>
            text.Contents.All(c => c is InterpolatedStringTextSyntax || c is InterpolationSyntax { Expression: var part } && Is(part)),
        BaseObjectCreationExpressionSyntax made => AreReorderable(made.ArgumentList) && IsReorderable(made.Initializer),
        ImplicitArrayCreationExpressionSyntax array => IsReorderable(array.Initializer),
        ArrayCreationExpressionSyntax { Initializer: { } initializer } => IsReorderable(initializer),
        InvocationExpressionSyntax call => IsCalm(call) && AreReorderable(call.ArgumentList),
        IdentifierNameSyntax or MemberAccessExpressionSyntax => IsValue(expression),
        _ => false,
    };

    private bool AreReorderable(ArgumentListSyntax? arguments) =>
        arguments is null || arguments.Arguments.All(a => a.RefKindKeyword.IsKind(SyntaxKind.None) && Is(a.Expression));

    private bool IsReorderable(InitializerExpressionSyntax? initializer) =>
        initializer is null
        || initializer.Expressions.All(e => e is AssignmentExpressionSyntax { Left: IdentifierNameSyntax, Right: var right } ? Is(right) : Is(e));

    private bool IsCalm(InvocationExpressionSyntax call)
    {
        if (model.GetSymbolInfo(call, cancellation).Symbol is not IMethodSymbol method
            || call.Expression is not MemberAccessExpressionSyntax { Expression: var receiver })
            return false;
        var owner = method.ContainingType;
        var calm = Calm.Contains(owner.ToDisplayString())
            || owner.SpecialType is >= SpecialType.System_Boolean and <= SpecialType.System_String
            || method.Name == "ToString" && ImmutableTypes.Is(model.GetTypeInfo(receiver, cancellation).Type);
        return calm && (method.IsStatic || owner.Name == "TimeProvider" || Is(receiver));
    }

    /// <summary>Whether a name stands for a value that the save leaves as it is: something simple, or an object that reaches nothing stored.</summary>
    private bool IsValue(ExpressionSyntax expression)
    {
        if (!IsReachable(expression))
            return false;
        var type = model.GetTypeInfo(expression, cancellation).Type;
        return ImmutableTypes.Is(type) || properties.ReachNothingStored(type) || IsMadeOfReorderable(expression);
    }

    private bool IsMadeOfReorderable(ExpressionSyntax expression) =>
        model.GetSymbolInfo(expression, cancellation).Symbol is ILocalSymbol { DeclaringSyntaxReferences: { Length: 1 } places }
        && places[0].GetSyntax(cancellation) is VariableDeclaratorSyntax { Initializer.Value: BaseObjectCreationExpressionSyntax creation } && Is(creation);

    private bool IsReachable(ExpressionSyntax expression)
    {
        var symbol = model.GetSymbolInfo(expression, cancellation).Symbol;
        if (symbol
            is IFieldSymbol { IsConst: true }
            or IFieldSymbol { IsStatic: true, IsReadOnly: true }
            or IPropertySymbol { IsStatic: true, ContainingType.ContainingNamespace.Name: "System" })
            return true;
        return symbol switch
        {
            IParameterSymbol { RefKind: RefKind.None } parameter => !Writes.To(commit.Statement, parameter.Name),
            ILocalSymbol { IsRef: false } local => IsDeclared(local),
            IFieldSymbol { IsReadOnly: true }
                when expression is IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } => true,
            IPropertySymbol { IsIndexer: false } property
                when expression is MemberAccessExpressionSyntax { Expression: var receiver } =>
                IsReachable(receiver) && properties.Keep(property, receiver),
            _ => false,
        };
    }

    /// <summary>Whether a local has its value before the save already, or may be given it there.</summary>
    private bool IsDeclared(ILocalSymbol local)
    {
        if (local.DeclaringSyntaxReferences is not { Length: 1 } places || places[0].GetSyntax(cancellation) is not { } declared)
            return false;
        if (declared.SpanStart < commit.Statement.SpanStart)
            return !Writes.To(commit.Statement, local.Name);
        if (declared is not VariableDeclaratorSyntax { Initializer.Value: var value, Parent: VariableDeclarationSyntax { Variables.Count: 1 } variables }
            || variables.Parent is not LocalDeclarationStatementSyntax declaration
            || declaration == commit.Statement
            || declaration.Parent != commit.Statement.Parent
            || declaration.UsingKeyword.RawKind != 0
            || Writes.To(declaration.Parent!, local.Name))
            return false;
        if (_moved.Contains(declaration))
            return true;
        if (!Is(value))
            return false;
        _moved.Add(declaration);
        return true;
    }
}
