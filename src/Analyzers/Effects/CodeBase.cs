using DistPatterns.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.Effects;

/// <summary>What the walk must know of a compilation: the catalog that holds for it, and which methods are its own or a sibling project's source.</summary>
internal sealed class CodeBase
{
    private readonly HashSet<IAssemblySymbol> _sources = new(SymbolEqualityComparer.Default);

    public CodeBase(Compilation compilation, LibraryCatalog catalog)
    {
        Catalog = catalog;
        _sources.Add(compilation.Assembly);
        foreach (var reference in compilation.References.OfType<CompilationReference>())
        {
            if (compilation.GetAssemblyOrModuleSymbol(reference) is IAssemblySymbol assembly)
                _sources.Add(assembly);
        }
    }

    public LibraryCatalog Catalog { get; }

    public bool IsSource(IMethodSymbol method) =>
        method.ContainingAssembly is { } assembly && _sources.Contains(assembly) && method.MethodKind != MethodKind.DelegateInvoke;

    /// <summary>Whether a member of a library that nothing models is named like an effect, so that it may stand for one by convention.</summary>
    public bool MayHaveEffect(IMethodSymbol method) =>
        IsConventional(method.Name) && !IsFramework(method.ContainingAssembly);

    /// <summary>What an unbound call may be, where a model or a convention knows its name; else nothing.</summary>
    public UnboundCall? Unbound(IInvalidOperation invalid)
    {
        if (invalid.Syntax is not InvocationExpressionSyntax call || invalid.SemanticModel is not { } model)
            return null;
        var name = NameOf(call.Expression);
        if (name is null || (!Catalog.KnowsName(name) && !IsConventional(name)))
            return null;
        var info = model.GetSymbolInfo(call);
        var method = info.Symbol as IMethodSymbol ?? info.CandidateSymbols.OfType<IMethodSymbol>().FirstOrDefault();
        var receiver = call.Expression is MemberAccessExpressionSyntax access ? model.GetTypeInfo(access.Expression).Type : null;
        var row = method is not null ? Catalog.Find(method) : receiver is IErrorTypeSymbol ? Catalog.FindByNames(receiver.Name, name) : null;
        return new(name, (method?.ReducedFrom ?? method)?.OriginalDefinition, receiver, row);
    }

    private static string? NameOf(ExpressionSyntax callee) => callee switch
    {
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        MemberBindingExpressionSyntax binding => binding.Name.Identifier.ValueText,
        SimpleNameSyntax name => name.Identifier.ValueText,
        _ => null,
    };

    private bool IsConventional(string name) => Catalog.Conventions.FindByMember(name) is not null;

    private static bool IsFramework(IAssemblySymbol? assembly) =>
        assembly is null || assembly.Name is "mscorlib" or "netstandard"
        || assembly.Name.StartsWith("System.", StringComparison.Ordinal)
        || assembly.Name.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal)
        || assembly.Name.StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal);
}

/// <summary>A call that does not bind: its name, what the compiler or its receiver's name takes it for.</summary>
internal sealed record UnboundCall(string Name, IMethodSymbol? Method, ITypeSymbol? Receiver, Row? Row);
