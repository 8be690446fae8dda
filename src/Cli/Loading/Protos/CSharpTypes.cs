using Google.Protobuf.Reflection;

namespace DistPatterns.Cli.Loading.Protos;

/// <summary>The types of C# that stand for those of some .proto files.</summary>
internal sealed class CSharpTypes
{
    private const string Google = "global::Google.Protobuf.";

    private readonly Dictionary<string, string> _names = [];
    private readonly Dictionary<string, DescriptorProto> _maps = [];

    public CSharpTypes(IEnumerable<FileDescriptorProto> files)
    {
        foreach (var file in files)
        {
            var proto = file.Package is { Length: > 0 } package ? "." + package : "";
            var space = CSharpNames.Namespace(file) is { Length: > 0 } said ? $"global::{said}." : "global::";
            AddEnums(file.EnumTypes, proto, space);
            AddMessages(file.MessageTypes, proto, space);
        }
    }

    /// <summary>The C# of a message or enum by its full name: <c>.shop.v1.Order</c>.</summary>
    public string Of(string name) => _names.GetValueOrDefault(name, "object");

    /// <summary>What a field's property holds.</summary>
    public string Of(FieldDescriptorProto field) =>
        _maps.TryGetValue(field.TypeName ?? "", out var map) ? $"{Google}Collections.MapField<{Single(map.Fields[0])}, {Single(map.Fields[1])}>"
        : IsRepeated(field) ? $"{Google}Collections.RepeatedField<{Single(field)}>"
        : Single(field);

    /// <summary>Whether a field is a list or a map, which its property always holds.</summary>
    public static bool IsRepeated(FieldDescriptorProto field) => field.label == FieldDescriptorProto.Label.LabelRepeated;

    private string Single(FieldDescriptorProto field) => field.type switch
    {
        FieldDescriptorProto.Type.TypeDouble => "double",
        FieldDescriptorProto.Type.TypeFloat => "float",
        FieldDescriptorProto.Type.TypeInt32 or FieldDescriptorProto.Type.TypeSint32 or FieldDescriptorProto.Type.TypeSfixed32 => "int",
        FieldDescriptorProto.Type.TypeInt64 or FieldDescriptorProto.Type.TypeSint64 or FieldDescriptorProto.Type.TypeSfixed64 => "long",
        FieldDescriptorProto.Type.TypeUint32 or FieldDescriptorProto.Type.TypeFixed32 => "uint",
        FieldDescriptorProto.Type.TypeUint64 or FieldDescriptorProto.Type.TypeFixed64 => "ulong",
        FieldDescriptorProto.Type.TypeBool => "bool",
        FieldDescriptorProto.Type.TypeString => "string",
        FieldDescriptorProto.Type.TypeBytes => Google + "ByteString",
        _ => Unwrapped(field.TypeName ?? "") ?? Of(field.TypeName ?? ""),
    };

    /// <summary>A wrapper is what it wraps, or null.</summary>
    private static string? Unwrapped(string name) => name switch
    {
        ".google.protobuf.DoubleValue" => "double?",
        ".google.protobuf.FloatValue" => "float?",
        ".google.protobuf.Int32Value" => "int?",
        ".google.protobuf.Int64Value" => "long?",
        ".google.protobuf.UInt32Value" => "uint?",
        ".google.protobuf.UInt64Value" => "ulong?",
        ".google.protobuf.BoolValue" => "bool?",
        ".google.protobuf.StringValue" => "string",
        ".google.protobuf.BytesValue" => Google + "ByteString",
        _ => null,
    };

    private void AddMessages(IEnumerable<DescriptorProto> messages, string proto, string space)
    {
        foreach (var message in messages)
        {
            var name = $"{proto}.{message.Name}";
            if (message.Options?.MapEntry == true)
                _maps[name] = message;
            _names[name] = space + message.Name;
            AddEnums(message.EnumTypes, name, $"{space}{message.Name}.Types.");
            AddMessages(message.NestedTypes, name, $"{space}{message.Name}.Types.");
        }
    }

    private void AddEnums(IEnumerable<EnumDescriptorProto> enums, string proto, string space)
    {
        foreach (var one in enums)
            _names[$"{proto}.{one.Name}"] = space + one.Name;
    }
}
