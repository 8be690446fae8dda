using System.Collections.Immutable;
using Microsoft.Build.Construction;
using Microsoft.Build.Evaluation;

namespace DistPatterns.Cli.Loading.Sources;

/// <summary>What can be taken from a project file that MSBuild cannot evaluate here: plain values and items, the globs of its SDK, no imports and no
/// conditions.</summary>
internal static class Essentials
{
    private static readonly ImmutableHashSet<string> Properties = ImmutableHashSet.Create(
        StringComparer.OrdinalIgnoreCase, "TargetFramework", "TargetFrameworks", "OutputType", "AssemblyName", "LangVersion", "Nullable",
            "ImplicitUsings", "IsTestProject", "EnableDefaultItems", "EnableDefaultCompileItems", "DefineConstants");

    private static readonly ImmutableHashSet<string> Items = ImmutableHashSet.Create(
        StringComparer.OrdinalIgnoreCase, "Compile", "PackageReference", "PackageVersion", "ProjectReference", "Using", "InternalsVisibleTo",
            "AdditionalFiles", "Content", "None", "Protobuf");

    public static ProjectRootElement Of(ProjectRootElement project, string sdk, ProjectCollection collection)
    {
        var plain = ProjectRootElement.Create(collection);
        plain.FullPath = project.FullPath;
        plain.Sdk = sdk;
        var properties = plain.AddPropertyGroup();
        foreach (var property in project.Properties.Where(p => Properties.Contains(p.Name) && IsPlain(p) && IsPlain(p.Value)))
            properties.AddProperty(property.Name, property.Value);
        var items = plain.AddItemGroup();
        foreach (var item in project.Items.Where(i => Items.Contains(i.ItemType) && IsPlain(i) && IsPlain(i.Include + i.Remove + i.Update)))
            Copy(item, items, plain);
        return plain;
    }

    private static void Copy(ProjectItemElement item, ProjectItemGroupElement group, ProjectRootElement plain)
    {
        var copy = plain.CreateItemElement(item.ItemType);
        (copy.Include, copy.Exclude, copy.Remove, copy.Update) = (item.Include, item.Exclude, item.Remove, item.Update);
        group.AppendChild(copy);
        foreach (var metadata in item.Metadata.Where(m => string.IsNullOrEmpty(m.Condition) && IsPlain(m.Value)))
            copy.AddMetadata(metadata.Name, metadata.Value);
    }

    private static bool IsPlain(ProjectElement element) => string.IsNullOrEmpty(element.Condition) && (element.Parent is null || IsPlain(element.Parent));

    private static bool IsPlain(string value) => !value.Contains("$(", StringComparison.Ordinal) && !value.Contains("@(", StringComparison.Ordinal);
}
