using DistPatterns.Cli.Loading;
using DistPatterns.Cli.Loading.Packages;
using DistPatterns.Cli.Loading.Sources;
using DistPatterns.Cli.Tests.Testing;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Cli.Tests.Loading.Protos;

/// <summary>Code that uses what a build would make of .proto files compiles without that build, against the real libraries.</summary>
public sealed class ProtoStubsTests : IDisposable
{
    private const string Packages = """
        <ItemGroup>
          <PackageReference Include="Grpc.Core.Api" Version="2.85.0" />
          <PackageReference Include="Google.Protobuf" Version="3.36.2" />
        </ItemGroup>
        """;

    private const string Shop = """
        syntax = "proto3";
        package acme.shop_v1;
        import "google/protobuf/timestamp.proto";
        import "google/protobuf/wrappers.proto";
        service Orders { // with one call of each kind
          rpc Place (Order) returns (Order.Receipt);
          rpc Watch (Order) returns (stream Order.Receipt);
          rpc Gather (stream Order) returns (Order.Receipt);
          rpc Talk (stream Order) returns (stream Order.Receipt) { option deprecated = true; }
        }
        message Order {
          string order_id = 1; optional int32 page_size = 2; repeated Line lines = 3; map<string, Line> by_name = 4;
          oneof payment { string card = 5; Receipt paid = 6; }
          google.protobuf.Timestamp placed_at = 7; google.protobuf.StringValue note = 8; google.protobuf.Int64Value count = 9;
          OrderState state = 10; Receipt.Kind kind = 11; bytes raw = 12; string order = 13; double v1beta = 14;
          message Line { uint64 sku = 1; }
          message Receipt { bool ok = 1; enum Kind { KIND_UNSPECIFIED = 0; KIND_ON_PAPER = 1; } }
          reserved 15 to 20;
        }
        enum OrderState { ORDER_STATE_NEW = 0; order_state_2nd = 1; PAID = 2; }
        """;

    private readonly TempRepository _repository = new();

    [Fact]
    public Task Clients_have_the_overloads_that_are_generated() => Compiles("GrpcServices=\"Client\"", """
        class Use(Grpc.Core.CallInvoker calls, Grpc.Core.ChannelBase channel)
        {
            async Task Run(Order order, CancellationToken stop)
            {
                var client = new Orders.OrdersClient(channel);
                Order.Types.Receipt blocking = client.Place(order, deadline: DateTime.UtcNow), other = client.Place(order, new Grpc.Core.CallOptions());
                Order.Types.Receipt awaited = await client.PlaceAsync(order, new Grpc.Core.Metadata(), null, stop);
                Grpc.Core.AsyncServerStreamingCall<Order.Types.Receipt> watch = client.Watch(order);
                Grpc.Core.AsyncClientStreamingCall<Order, Order.Types.Receipt> gather = new Orders.OrdersClient(calls).Gather(cancellationToken: stop);
                Grpc.Core.AsyncDuplexStreamingCall<Order, Order.Types.Receipt> talk = client.Talk(new Grpc.Core.CallOptions());
            }
        }
        """);

    [Fact]
    public Task Services_have_the_bases_that_are_generated() => Compiles("GrpcServices=\"Server\"", """
        class Service : Orders.OrdersBase
        {
            public override Task<Order.Types.Receipt> Place(Order request, ServerCallContext context) => base.Place(request, context);
            public override Task Watch(Order request, IServerStreamWriter<Order.Types.Receipt> responseStream, ServerCallContext context) => Task.CompletedTask;
            public override Task<Order.Types.Receipt> Gather(IAsyncStreamReader<Order> requestStream, ServerCallContext context) => Task.FromResult(new Order.Types.Receipt());
            public override Task Talk(IAsyncStreamReader<Order> requestStream, IServerStreamWriter<Order.Types.Receipt> responseStream, ServerCallContext context) => Task.CompletedTask;
            ServerServiceDefinition Bind() => Orders.BindService(this);
        }
        """);

    [Fact]
    public Task Messages_have_the_members_that_are_generated() => Compiles("GrpcServices=\"None\"", """
        class Use
        {
            Order Run()
            {
                var order = new Order { OrderId = "1", PageSize = 2, Lines = { new Order.Types.Line { Sku = 3 } }, Note = null, Count = null, State = OrderState.New, V1Beta = 1.5 };
                order.Lines.Add(new Order.Types.Line());
                order.ByName["a"] = order.Lines[0];
                order.Kind = Order.Types.Receipt.Types.Kind.OnPaper;
                order.PlacedAt = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTime(DateTime.UtcNow);
                order.Raw = ByteString.Empty;
                order.Order_ = OrderState._2Nd.ToString() + OrderState.Paid + Order.OrderIdFieldNumber + ShopReflection.Descriptor;
                if (order.HasPageSize) order.ClearPageSize();
                if (order.PaymentCase is Order.PaymentOneofCase.Card or Order.PaymentOneofCase.None) order.ClearPayment();
                Google.Protobuf.WellKnownTypes.Any.Pack(order);
                return Order.Parser.ParseFrom(order.Clone().ToByteArray());
            }
        }
        """);

    [Theory]
    [InlineData("GrpcServices=\"Server\"", "Orders.OrdersClient? client;")]
    [InlineData("GrpcServices=\"Client\"", "Orders.OrdersBase? service;")]
    [InlineData("GrpcServices=\"None\"", "object type = typeof(Orders);")]
    [InlineData("CompileOutputs=\"false\"", "Order? message;")] // its C# is checked in
    public async Task What_the_build_would_not_make_is_not_there(string item, string use) =>
        Assert.NotEqual([], await Errors(item, $"class Use {{ void Run() {{ {use} }} }}"));

    [Fact]
    public async Task Files_are_found_by_globs_and_import_each_other_from_their_root()
    {
        _repository.With("Acme/Protos/common/money.proto", "syntax = \"proto3\"; option csharp_namespace = \"Acme.Money\"; package money; message Amount { int64 cents = 1; }")
            .With("Acme/Protos/bill.proto", "syntax = \"proto3\"; import \"common/money.proto\"; message Bill { money.Amount total = 1; }")
            .WithProject("Acme/Acme.csproj", Packages + """<ItemGroup><Protobuf Include="Protos\**\*.proto" ProtoRoot="Protos" Access="Internal" /></ItemGroup>""")
            .With("Acme/Use.cs", "class Use { internal Acme.Money.Amount Of(Bill bill) => bill.Total; }");
        Assert.Equal([], await Errors());
    }

    [Fact]
    public async Task A_file_outside_of_the_project_imports_from_its_own_folder()
    {
        _repository.With("shared/a.proto", "syntax = \"proto3\"; import \"b.proto\"; message A { B b = 1; }").With("shared/b.proto", "syntax = \"proto3\"; message B { }")
            .WithProject("Acme/Acme.csproj", Packages + """<ItemGroup><Protobuf Include="..\shared\*.proto" Link="x.proto" /></ItemGroup>""")
            .With("Acme/Use.cs", "class Use { B Of(A a) => a.B; }");
        Assert.Equal([], await Errors());
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_is_named_with_its_line_and_the_rest_still_binds()
    {
        _repository.With("Acme/broken.proto", "syntax = \"proto3\";\nmessage A { strin }").With("Acme/good.proto", "syntax = \"proto3\"; import \"nowhere.proto\"; message Good { other.Thing thing = 1; }")
            .WithProject("Acme/Acme.csproj", Packages + """<ItemGroup><Protobuf Include="*.proto" /></ItemGroup>""").With("Acme/Use.cs", "class Use { object Run() => new Good().Thing; }");
        Assert.Equal([], await Errors());
        Assert.StartsWith(_repository["Acme/broken.proto"] + "(2,", (await Load()).Problems[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stubs_count_as_generated_code()
    {
        await Errors("", "");
        var stub = (await Load()).Compilation.SyntaxTrees.Single(t => t.FilePath.EndsWith("shop.proto.g.cs", StringComparison.Ordinal));
        Assert.StartsWith("// <auto-generated/>", stub.ToString(), StringComparison.Ordinal);
    }

    public void Dispose() => _repository.Dispose();

    private async Task Compiles(string item, string source) => Assert.Equal([], await Errors(item, source));

    private Task<IEnumerable<string>> Errors(string item, string source)
    {
        _repository.With("Acme/Protos/shop.proto", Shop).WithProject("Acme/Acme.csproj", Packages + $"""<ItemGroup><Protobuf Include="Protos\shop.proto" {item} /></ItemGroup>""")
            .With("Acme/Use.cs", "using Acme.ShopV1;\n" + source)
            .With("Acme/Usings.cs", "global using Grpc.Core; global using Google.Protobuf;");
        return Errors();
    }

    private async Task<IEnumerable<string>> Errors() =>
        (await Load()).Compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => d.ToString());

    private async Task<LoadedProject> Load()
    {
        var loader = new SourceLoader(PackageCache.OfUser(_repository.Root), feed: null, []);
        var loaded = await loader.Load(new(null, _repository.Root, [_repository["Acme/Acme.csproj"]], []), new Progress<Step>(), TestContext.Current.CancellationToken);
        return loaded.Projects.Single();
    }
}
