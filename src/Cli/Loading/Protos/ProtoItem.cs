using System.Collections.Immutable;
using Microsoft.Build.Execution;

namespace DistPatterns.Cli.Loading.Protos;

/// <summary>A <c>Protobuf</c> item, as Grpc.Tools reads it: a .proto file that the build makes C# of.</summary>
/// <param name="Path">Full path.</param>
/// <param name="Roots">Full paths of the folders that imports are looked for in; the first holds the file.</param>
/// <param name="HasClients">Whether the build makes clients of the services.</param>
/// <param name="HasServers">Whether the build makes bases for the services' implementations.</param>
/// <param name="IsInternal">Whether what the build makes is hidden from other projects.</param>
internal sealed record ProtoItem(string Path, ImmutableArray<string> Roots, bool HasClients, bool HasServers, bool IsInternal)
{
    /// <summary>The items of a project, without those whose C# is checked in or made elsewhere.</summary>
    public static IEnumerable<ProtoItem> Of(ProjectInstance project) =>
        from item in project.GetItems("Protobuf")
        where !Is(item, "CompileOutputs", "false") && !Is(item, "ProtoCompile", "false")
        let path = item.GetMetadataValue("FullPath")
        where File.Exists(path)
        group item by path into one
        orderby one.Key
        select Read(one.Key, one.First(), project.Directory);

    private static ProtoItem Read(string path, ProjectItemInstance item, string project)
    {
        var services = item.GetMetadataValue("GrpcServices") is { Length: > 0 } said ? said : "Both";
        var folder = System.IO.Path.GetDirectoryName(path)!;
        // Grpc.Tools' default: the project's folder, or the file's own where it lies outside
        var root = item.GetMetadataValue("ProtoRoot") is { Length: > 0 } named ? Full(project, named) : Holds(project, path) ? project : folder;
        var more = item.GetMetadataValue("AdditionalImportDirs").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return new(path, [.. more.Select(m => Full(project, m)).Prepend(Holds(root, path) ? root : folder).Append(folder).Distinct()],
            HasClients: Names(services, "Client"), HasServers: Names(services, "Server"), IsInternal: Is(item, "Access", "Internal"));
    }

    private static bool Names(string services, string kind) =>
        services.Contains(kind, StringComparison.OrdinalIgnoreCase) || services.Contains("Both", StringComparison.OrdinalIgnoreCase);

    private static bool Is(ProjectItemInstance item, string metadata, string value) =>
        item.GetMetadataValue(metadata).Equals(value, StringComparison.OrdinalIgnoreCase);

    private static bool Holds(string folder, string path) => !System.IO.Path.GetRelativePath(folder, path).StartsWith("..", StringComparison.Ordinal);

    private static string Full(string project, string folder) => System.IO.Path.GetFullPath(System.IO.Path.Combine(project, folder.Replace('\\', '/')));
}
