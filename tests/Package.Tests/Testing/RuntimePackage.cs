using System.IO.Compression;
using System.Text;
using System.Xml.Linq;

namespace DistPatterns.Package.Tests.Testing;

/// <summary>What a package holds and says of itself.</summary>
public sealed class RuntimePackage
{
    private readonly FileInfo _file;
    private readonly XElement _metadata;
    private readonly XNamespace _ns;

    internal RuntimePackage(FileInfo file)
    {
        _file = file;
        using var package = ZipFile.OpenRead(file.FullName);
        Entries = [.. package.Entries.Select(e => e.FullName)];
        using var nuspec = package.Entries.Single(e => e.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        var root = XDocument.Load(nuspec).Root!;
        _ns = root.Name.Namespace;
        _metadata = root.Element(_ns + "metadata")!;
        HasSymbols = File.Exists(Path.ChangeExtension(file.FullName, ".snupkg"));
    }

    public string Id => Of("id");

    public IReadOnlyList<string> Entries { get; }

    public bool HasSymbols { get; }

    /// <summary>What it needs, as "id version".</summary>
    public IReadOnlyList<string> Dependencies => [.. _metadata.Descendants(_ns + "dependency").Select(d => $"{d.Attribute("id")!.Value} {d.Attribute("version")!.Value}").Order(StringComparer.Ordinal)];

    public string Repository => _metadata.Element(_ns + "repository")?.Attribute("url")?.Value ?? "";

    /// <summary>Its assemblies that hold a path.</summary>
    public IReadOnlyList<string> AssembliesWith(string path)
    {
        using var package = ZipFile.OpenRead(_file.FullName);
        return [.. package.Entries.Where(e => e.Name.EndsWith(".dll", StringComparison.Ordinal) && Holds(e, Encoding.UTF8.GetBytes(path))).Select(e => e.Name)];
    }

    public string Of(string element) => _metadata.Element(_ns + element)?.Value ?? "";

    private static bool Holds(ZipArchiveEntry entry, byte[] text)
    {
        using var content = entry.Open();
        using var bytes = new MemoryStream();
        content.CopyTo(bytes);
        return bytes.ToArray().AsSpan().IndexOf(text) >= 0;
    }
}
