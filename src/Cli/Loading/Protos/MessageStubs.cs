using Google.Protobuf.Reflection;

namespace DistPatterns.Cli.Loading.Protos;

/// <summary>The classes and enums that protoc makes of messages and enums, without what they do.</summary>
internal sealed class MessageStubs(CSharpTypes types, string access)
{
    public string Message(DescriptorProto message) => $$"""
        {{access}} sealed partial class {{message.Name}} : global::Google.Protobuf.IMessage<{{message.Name}}>
        {
            public {{message.Name}}() { }
            public {{message.Name}}({{message.Name}} other) { }
            public static global::Google.Protobuf.MessageParser<{{message.Name}}> Parser => throw null;
            public static global::Google.Protobuf.Reflection.MessageDescriptor Descriptor => throw null;
            global::Google.Protobuf.Reflection.MessageDescriptor global::Google.Protobuf.IMessage.Descriptor => throw null;
            public {{message.Name}} Clone() => throw null;
            public bool Equals({{message.Name}} other) => throw null;
            public override bool Equals(object other) => throw null;
            public override int GetHashCode() => throw null;
            public void WriteTo(global::Google.Protobuf.CodedOutputStream output) => throw null;
            public int CalculateSize() => throw null;
            public void MergeFrom({{message.Name}} other) => throw null;
            public void MergeFrom(global::Google.Protobuf.CodedInputStream input) => throw null;
            {{string.Concat(message.Fields.Select(f => Field(f, message)))}}
            {{string.Concat(message.OneofDecls.Select((o, i) => OneOf(o, i, message)))}}
            {{Nested(message)}}
        }

        """;

    public string Enum(EnumDescriptorProto one) => $$"""
        {{access}} enum {{one.Name}}
        {
            {{string.Join(", ", one.Values.Select(v => $"{CSharpNames.Value(v.Name, one.Name)} = {v.Number}"))}}
        }

        """;

    private string Field(FieldDescriptorProto field, DescriptorProto message)
    {
        var name = CSharpNames.Property(field, message);
        return $$"""
            public const int {{name}}FieldNumber = {{field.Number}};
            public {{types.Of(field)}} {{name}} { get; {{(CSharpTypes.IsRepeated(field) ? "" : "set; ")}}} {{(CSharpTypes.IsRepeated(field) ? "= new();" : "")}}
            {{(HasPresence(field) ? $"public bool Has{name} => throw null; public void Clear{name}() {{ }}" : "")}}

            """;
    }

    /// <summary>What says whether it is set: a field that is marked as optional, or is one of several, and no message, which is null.</summary>
    private static bool HasPresence(FieldDescriptorProto field) =>
        field.type != FieldDescriptorProto.Type.TypeMessage && field.ShouldSerializeOneofIndex();

    private static string OneOf(OneofDescriptorProto one, int index, DescriptorProto message)
    {
        var fields = message.Fields.Where(f => f.ShouldSerializeOneofIndex() && f.OneofIndex == index).ToList();
        if (fields.Count == 0 || fields.Exists(f => f.Proto3Optional))
            return ""; // `optional` makes one of its own
        var name = CSharpNames.Pascal(one.Name);
        return $$"""
            public enum {{name}}OneofCase { None = 0, {{string.Join(", ", fields.Select(f => $"{CSharpNames.Property(f, message)} = {f.Number}"))}} }
            public {{name}}OneofCase {{name}}Case => throw null;
            public void Clear{{name}}() { }

            """;
    }

    private string Nested(DescriptorProto message)
    {
        var messages = message.NestedTypes.Where(n => n.Options?.MapEntry != true).ToList();
        if (messages.Count + message.EnumTypes.Count == 0)
            return "";
        var stubs = new MessageStubs(types, "public");
        var (enums, classes) = (string.Concat(message.EnumTypes.Select(stubs.Enum)), string.Concat(messages.Select(stubs.Message)));
        return $"public static partial class Types {{ {enums}{classes} }}";
    }
}
