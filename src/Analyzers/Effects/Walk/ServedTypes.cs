using DistPatterns.Catalog;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Effects;

/// <summary>The types whose members a framework calls for each request or message: what stands in them runs often, also where no code here calls it.</summary>
internal static class ServedTypes
{
    public static bool IsServed(INamedTypeSymbol? type, LibraryCatalog catalog)
    {
        for (var t = type; t is not null; t = t.BaseType)
        {
            if (t.Name is "ControllerBase" or "Hub" or "PageModel" || t.GetAttributes().Any(a => a.AttributeClass?.Name == "ApiControllerAttribute"))
                return true;
        }

        return type is not null && type.AllInterfaces.SelectMany(i => i.GetMembers()).OfType<IMethodSymbol>()
            .Any(m => catalog.FindHandler(m.OriginalDefinition)?.ParameterFor(Role.Message) is not null);
    }
}
