using Microsoft.CodeAnalysis;

namespace DistPatterns.CodeFixes.Discovery;

/// <summary>The program's configuration, as code at a place can name it.</summary>
internal static class ConfigurationAt
{
    /// <summary>An expression for it: a local, parameter, field or property, or what a builder of the program holds as its property; else null.</summary>
    public static string? Find(Marked at)
    {
        var position = at.Node.SpanStart;
        var member = at.Model.GetEnclosingSymbol(position, at.Cancellation);
        while (member is IMethodSymbol { MethodKind: MethodKind.AnonymousFunction or MethodKind.LocalFunction })
            member = member.ContainingSymbol;
        var seen = at.Model.LookupSymbols(position).Where(s => IsUsable(s, member, position)).OrderBy(s => s.Name, StringComparer.Ordinal).ToList();
        return seen.FirstOrDefault(s => IsConfiguration(TypeOf(s)))?.Name
            ?? seen.Where(s => s is ILocalSymbol or IParameterSymbol && HoldsConfiguration(TypeOf(s))).Select(s => s.Name + ".Configuration").FirstOrDefault();
    }

    /// <summary>Declared before the place; and of an object only where there is one.</summary>
    private static bool IsUsable(ISymbol symbol, ISymbol? member, int position) => symbol switch
    {
        ILocalSymbol => symbol.Locations[0].SourceSpan.End < position,
        IParameterSymbol => member is { IsStatic: false } || symbol.ContainingSymbol is not IMethodSymbol { MethodKind: MethodKind.Constructor },
        IFieldSymbol or IPropertySymbol => symbol.IsStatic || member is IMethodSymbol { IsStatic: false },
        _ => false,
    };

    private static ITypeSymbol? TypeOf(ISymbol symbol) => symbol switch
    {
        ILocalSymbol local => local.Type,
        IParameterSymbol parameter => parameter.Type,
        IFieldSymbol field => field.Type,
        IPropertySymbol property => property.Type,
        _ => null,
    };

    private static bool HoldsConfiguration(ITypeSymbol? type) =>
        type is not null && type.GetMembers("Configuration").OfType<IPropertySymbol>()
            .Any(p => p.DeclaredAccessibility == Accessibility.Public && IsConfiguration(p.Type));

    private static bool IsConfiguration(ITypeSymbol? type) => type is not null && (Is(type) || type.AllInterfaces.Any(Is));

    private static bool Is(ITypeSymbol type) => type.Name == "IConfiguration" && type.ContainingNamespace.ToString() == "Microsoft.Extensions.Configuration";
}
