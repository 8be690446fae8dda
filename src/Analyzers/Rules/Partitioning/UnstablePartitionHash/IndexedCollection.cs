using DistPatterns.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.Rules.Partitioning;

/// <summary>A collection that a number selects an element of: things of this process, or what stands for other processes.</summary>
internal static class IndexedCollection
{
    /// <summary>Whether an element stands for another process: by the collection's name, by its library, or because text is all there is to reach it.</summary>
    public static bool IsOfOthers(IOperation collection)
    {
        var name = collection switch
        {
            IMemberReferenceOperation member => member.Member.Name,
            ILocalReferenceOperation local => local.Local.Name,
            IParameterReferenceOperation parameter => parameter.Parameter.Name,
            IInvocationOperation call => call.TargetMethod.Name,
            _ => "",
        };
        return Words.Any(name, PartNames.Others)
            || (Words.Any(name, PartNames.Chosen) && Element(collection.Type) is { } element && (IsText(element) || IsPartOfLibrary(element)));
    }

    /// <summary>Whether a type keeps things that a number may choose among, so that the choice is its own.</summary>
    public static bool IsIn(INamedTypeSymbol? type) =>
        type?.GetMembers().OfType<IFieldSymbol>()
            .Any(f => Element(f.Type) is { SpecialType: not SpecialType.System_String } && !Words.Any(f.Name, PartNames.Others)) == true;

    private static bool IsText(ITypeSymbol element) => element.SpecialType == SpecialType.System_String || element.Name == "Uri";

    /// <summary>A partition as the library of a broker or a store describes it.</summary>
    private static bool IsPartOfLibrary(ITypeSymbol element) => Words.Any(element.Name, PartNames.Parts) && element.Locations.Any(l => l.IsInMetadata);

    /// <summary>What a number selects: of an array or a list, and of a dictionary only where its keys are numbers.</summary>
    private static ITypeSymbol? Element(ITypeSymbol? type) => type switch
    {
        IArrayTypeSymbol array => array.ElementType,
        INamedTypeSymbol { TypeArguments: { Length: 2 } pair } dictionary when IsEnumerable(dictionary) =>
            pair[0].SpecialType == SpecialType.System_Int32 ? pair[1] : null,
        INamedTypeSymbol { TypeArguments: { Length: 1 } elements } list when IsEnumerable(list) => elements[0],
        _ => null,
    };

    private static bool IsEnumerable(INamedTypeSymbol type) => type.AllInterfaces.Any(i => i.SpecialType == SpecialType.System_Collections_IEnumerable);
}
