using System.Text;
using Google.Protobuf.Reflection;

namespace DistPatterns.Cli.Loading.Protos;

/// <summary>Names of C# as protoc makes them of those of a .proto file (csharp_helpers.cc and names.cc, release 33).</summary>
internal static class CSharpNames
{
    /// <summary>The option <c>csharp_namespace</c>; else the package, each part with a capital.</summary>
    public static string Namespace(FileDescriptorProto file) => file.Options?.CsharpNamespace is { Length: > 0 } said ? said
        : string.Join('.', (file.Package ?? "").Split('.', StringSplitOptions.RemoveEmptyEntries).Select(Pascal));

    /// <summary>The class that holds the descriptor of a file.</summary>
    public static string Reflection(FileDescriptorProto file) => Pascal(Path.GetFileNameWithoutExtension(file.Name)) + "Reflection";

    /// <summary>The property of a field, which must not be called as its class or as what every class has.</summary>
    public static string Property(FieldDescriptorProto field, DescriptorProto message) =>
        Pascal(field.Name) is var name && (name == message.Name || name is "Types" or "Descriptor") ? name + "_" : name;

    /// <summary>A value without the name of its enum before it: <c>KIND_ONE_TWO</c> of <c>Kind</c> is <c>OneTwo</c>.</summary>
    public static string Value(string value, string enumeration)
    {
        var name = FromShouting(WithoutPrefix(value, enumeration));
        return char.IsDigit(name[0]) ? "_" + name : name;
    }

    /// <summary><c>page_size</c> is <c>PageSize</c>, and <c>v1beta</c> is <c>V1Beta</c>.</summary>
    public static string Pascal(string name)
    {
        var result = new StringBuilder();
        var capital = true;
        foreach (var c in name)
        {
            if (char.IsAsciiLetterOrDigit(c))
                result.Append(capital ? char.ToUpperInvariant(c) : c);
            capital = !char.IsAsciiLetter(c);
        }

        return result.ToString();
    }

    private static string FromShouting(string name)
    {
        var result = new StringBuilder();
        var last = '_';
        foreach (var c in name)
        {
            if (char.IsAsciiLetterOrDigit(c))
                result.Append(!char.IsAsciiLetter(last) ? char.ToUpperInvariant(c) : char.IsAsciiLetterLower(last) ? c : char.ToLowerInvariant(c));
            last = c;
        }

        return result.ToString();
    }

    private static string WithoutPrefix(string value, string prefix)
    {
        var at = 0;
        foreach (var c in prefix.Where(c => c != '_'))
        {
            while (at < value.Length && value[at] == '_')
                at++;
            if (at == value.Length || char.ToLowerInvariant(value[at++]) != char.ToLowerInvariant(c))
                return value;
        }

        while (at < value.Length && value[at] == '_')
            at++;
        return at == value.Length ? value : value[at..];
    }
}
