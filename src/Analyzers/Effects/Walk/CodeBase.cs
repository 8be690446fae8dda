using DistPatterns.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.Effects;

/// <summary>What the walk must know of a compilation: the catalog that holds for it, and what is its own or a sibling project's source.</summary>
internal sealed class CodeBase
{
    private readonly DeclaredEffects _declared;
    private readonly DerivedRows? _derived;
    private readonly IAssemblySymbol _own;
    private readonly IAssemblySymbol[] _siblings;

    /// <param name="compilation">The compilation that is walked.</param>
    /// <param name="catalog">The models in force.</param>
    /// <param name="followsNames">Whether a graph of the whole solution will ask what names alone say.</param>
    public CodeBase(Compilation compilation, LibraryCatalog catalog, bool followsNames)
    {
        Catalog = catalog;
        FollowsNames = followsNames;
        _declared = new(compilation);
        _derived = catalog.Derived.MayApplyIn(compilation) ? catalog.Derived : null;
        _own = compilation.Assembly;
        _siblings = compilation.References.OfType<CompilationReference>().Select(compilation.GetAssemblyOrModuleSymbol).OfType<IAssemblySymbol>().ToArray();
    }

    public LibraryCatalog Catalog { get; }

    private bool FollowsNames { get; }

    /// <summary>What a call does: as a model says of the member that it binds to, as that declares of itself, or as a model says of its like.</summary>
    public Row? RowOf(IInvocationOperation call) => Catalog.Find(call) ?? _declared.Find(call.TargetMethod) ?? _derived?.Find(call);

    /// <summary>Whether a call that no model speaks of may lead to an effect: into source, or to what is named like one.</summary>
    public bool Follows(IMethodSymbol method) => IsSource(method) || MayHaveEffect(method);

    /// <summary>Whether a method has a body that can be looked into, here or in a sibling.</summary>
    public bool IsSource(IMethodSymbol method) => IsOwn(method) && method.MethodKind != MethodKind.DelegateInvoke;

    /// <summary>Whether a symbol is declared in this project or a sibling.</summary>
    public bool IsOwn(ISymbol symbol) =>
        symbol.ContainingAssembly is { } assembly && (ReferenceEquals(assembly, _own) || IsSibling(assembly));

    /// <summary>Whether a member of a library that nothing models is named like an effect, so that it may stand for one by convention.</summary>
    private bool MayHaveEffect(IMethodSymbol method) => MayStandForEffect(method.Name) && !IsFramework(method.ContainingAssembly);

    /// <summary>Whether a graph of the whole solution may take a member for an effect because of its name.</summary>
    public bool MayStandForEffect(string name) => FollowsNames && Catalog.Conventions.FindByMember(name) is not null;

    /// <summary>What an unbound call may be, where a model or a convention knows its name; else nothing.</summary>
    /// <remarks>Asking the compiler for its candidates is dear: only where a name is at stake, and never where the receiver itself is unknown.</remarks>
    public UnboundCall? Unbound(IInvalidOperation invalid)
    {
        if (invalid.Syntax is not InvocationExpressionSyntax call || NameOf(call.Expression) is not { } name)
            return null;
        var isModelled = Catalog.KnowsName(name);
        if (!isModelled && !MayStandForEffect(name))
            return null;
        var receiver = call.Expression is MemberAccessExpressionSyntax access ? Receiver(invalid, access) : null;
        if (receiver?.Type is IErrorTypeSymbol unknown)
            return new(name, null, receiver, isModelled ? Catalog.FindByNames(unknown.Name, name) : null);
        var info = invalid.SemanticModel!.GetSymbolInfo(call);
        var method = info.Symbol as IMethodSymbol ?? info.CandidateSymbols.OfType<IMethodSymbol>().FirstOrDefault();
        return new(name, (method?.ReducedFrom ?? method)?.OriginalDefinition, receiver, method is null ? null : Catalog.Find(method));
    }

    /// <summary>A call that does not bind, by its name alone.</summary>
    public static UnboundCall? UnknownCall(IInvalidOperation invalid) =>
        invalid.Syntax is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } && NameOf(access) is { } name
            ? new(name, null, Receiver(invalid, access), null)
            : null;

    /// <summary>What the call is made on, wherever the compiler left it among the operands: alone, or inside an access that is unknown itself.</summary>
    private static IOperation? Receiver(IOperation invalid, MemberAccessExpressionSyntax access)
    {
        foreach (var operand in invalid.ChildOperations)
        {
            if (operand.Syntax == access.Expression)
                return operand;
            if (operand.Syntax == access)
                return operand.ChildOperations.FirstOrDefault();
        }

        return null;
    }

    // by reference, one by one: there are few, and every call asks
    private bool IsSibling(IAssemblySymbol assembly)
    {
        foreach (var sibling in _siblings)
        {
            if (ReferenceEquals(assembly, sibling))
                return true;
        }

        return false;
    }

    private static string? NameOf(ExpressionSyntax callee) => callee switch
    {
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        MemberBindingExpressionSyntax binding => binding.Name.Identifier.ValueText,
        SimpleNameSyntax name => name.Identifier.ValueText,
        _ => null,
    };

    private static bool IsFramework(IAssemblySymbol? assembly) =>
        assembly is null || assembly.Name is "mscorlib" or "netstandard"
        || assembly.Name.StartsWith("System.", StringComparison.Ordinal)
        || assembly.Name.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal)
        || assembly.Name.StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal);
}

/// <summary>A call that does not bind: its name, what the compiler or its receiver's name takes it for.</summary>
internal sealed record UnboundCall(string Name, IMethodSymbol? Method, IOperation? Receiver, Row? Row);
