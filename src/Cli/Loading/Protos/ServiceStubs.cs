using Google.Protobuf.Reflection;

namespace DistPatterns.Cli.Loading.Protos;

/// <summary>The classes that grpc_csharp_plugin makes of a service, without what they do.</summary>
internal sealed class ServiceStubs(CSharpTypes types, string access, bool hasClients, bool hasServers)
{
    private const string Core = "global::Grpc.Core.";
    private const string Task = "global::System.Threading.Tasks.Task";

    public string Service(ServiceDescriptorProto service) => $$"""
        {{access}} static partial class {{service.Name}}
        {
            public static global::Google.Protobuf.Reflection.ServiceDescriptor Descriptor => throw null;
            {{(hasServers ? Server(service) : "")}}
            {{(hasClients ? Client(service) : "")}}
        }

        """;

    private string Server(ServiceDescriptorProto service) => $$"""
        [{{Core}}BindServiceMethod(typeof({{service.Name}}), "BindService")]
        public abstract partial class {{service.Name}}Base
        {
            {{string.Concat(service.Methods.Select(Handler))}}
        }

        public static {{Core}}ServerServiceDefinition BindService({{service.Name}}Base serviceImpl) => throw null;
        public static void BindService({{Core}}ServiceBinderBase serviceBinder, {{service.Name}}Base serviceImpl) => throw null;

        """;

    private string Client(ServiceDescriptorProto service) => $$"""
        public partial class {{service.Name}}Client : {{Core}}ClientBase<{{service.Name}}Client>
        {
            public {{service.Name}}Client({{Core}}ChannelBase channel) : base(channel) { }
            public {{service.Name}}Client({{Core}}CallInvoker callInvoker) : base(callInvoker) { }
            protected {{service.Name}}Client() { }
            protected {{service.Name}}Client(ClientBaseConfiguration configuration) : base(configuration) { }
            protected override {{service.Name}}Client NewInstance(ClientBaseConfiguration configuration) => throw null;
            {{string.Concat(service.Methods.Select(Calls))}}
        }

        """;

    private string Handler(MethodDescriptorProto method)
    {
        var (request, response) = (types.Of(method.InputType), types.Of(method.OutputType));
        var (reads, writes) = ($"{Core}IAsyncStreamReader<{request}> requestStream", $"{Core}IServerStreamWriter<{response}> responseStream");
        return (method.ClientStreaming, method.ServerStreaming) switch
        {
            (false, false) => Overridable($"{Task}<{response}>", $"{request} request"),
            (false, true) => Overridable(Task, $"{request} request, {writes}"),
            (true, false) => Overridable($"{Task}<{response}>", reads),
            (true, true) => Overridable(Task, $"{reads}, {writes}"),
        };

        string Overridable(string result, string parameters) =>
            $"public virtual {result} {method.Name}({parameters}, {Core}ServerCallContext context) => throw null;\n";
    }

    private string Calls(MethodDescriptorProto method)
    {
        var (request, response) = (types.Of(method.InputType), types.Of(method.OutputType));
        return (method.ClientStreaming, method.ServerStreaming) switch
        {
            (false, false) => Overloads(response, method.Name, $"{request} request, ")
                + Overloads($"{Core}AsyncUnaryCall<{response}>", method.Name + "Async", $"{request} request, "),
            (false, true) => Overloads($"{Core}AsyncServerStreamingCall<{response}>", method.Name, $"{request} request, "),
            (true, false) => Overloads($"{Core}AsyncClientStreamingCall<{request}, {response}>", method.Name, ""),
            (true, true) => Overloads($"{Core}AsyncDuplexStreamingCall<{request}, {response}>", method.Name, ""),
        };
    }

    private static string Overloads(string result, string name, string request) => $$"""
        public virtual {{result}} {{name}}({{request}}{{Core}}Metadata headers = null, global::System.DateTime? deadline = null,
            global::System.Threading.CancellationToken cancellationToken = default) => throw null;
        public virtual {{result}} {{name}}({{request}}{{Core}}CallOptions options) => throw null;

        """;
}
