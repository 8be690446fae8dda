using DistPatterns.Rules.Resilience;
using DistPatterns.Tests.Testing;

namespace DistPatterns.Tests.Rules.Resilience;

public sealed class GrpcCallWithoutDeadlineTests
{
    private const string Usings = """
        using Grpc.Core;
        using Grpc.Core.Interceptors;
        using Grpc.Net.Client;
        using Microsoft.AspNetCore.Builder;
        using Microsoft.Extensions.DependencyInjection;
        using Modelled.Generated;

        """;

    private static RuleTest Program => Rule.AsProgram();

    private static RuleTest Rule => RuleTest.Of<GrpcCallWithoutDeadline>();

    [Theory]
    [InlineData("await greeter.[|SayHelloAsync|](new())")]
    [InlineData("await greeter.[|SayHelloAsync|](new(), cancellationToken: stop)")] // a caller's token is no deadline
    [InlineData("await greeter.[|SayHelloAsync|](new(), new Metadata(), null, stop)")]
    [InlineData("greeter.[|SayHello|](new(), deadline: null)")]
    [InlineData("greeter.[|SayHello|](new(), new CallOptions())")]
    [InlineData("greeter.[|SayHello|](new(), new CallOptions(new Metadata(), cancellationToken: stop).WithWaitForReady())")]
    [InlineData("greeter.[|SayHello|](new(), _bare)")]
    [InlineData("greeter.[|SayHello|](new(), Bare(stop))")]
    [InlineData("await Ours(async () => await greeter.[|SayHelloAsync|](new()))")]
    public Task A_call_that_nothing_limits_is_reported(string call) => Rule.Reports(In(call));

    [Theory]
    [InlineData("await greeter.SayHelloAsync(new(), deadline: DateTime.UtcNow.AddSeconds(5))")]
    [InlineData("await greeter.SayHelloAsync(new(), deadline: until)")]
    [InlineData("greeter.SayHello(new(), new CallOptions(deadline: DateTime.UtcNow.AddSeconds(5)))")]
    [InlineData("greeter.SayHello(new(), new CallOptions().WithDeadline(DateTime.UtcNow.AddSeconds(5)).WithHeaders(new()))")]
    [InlineData("greeter.SayHello(new(), new CallOptions(cancellationToken: new CancellationTokenSource(TimeSpan.FromSeconds(5)).Token))")]
    [InlineData("greeter.SayHello(new(), _limited)")]
    [InlineData("greeter.SayHello(new(), Computed)")]
    [InlineData("greeter.SayHello(new(), Limited())")]
    [InlineData("greeter.SayHello(new(), passed)")] // the caller may have set one
    [InlineData("var options = new CallOptions(); options = options.WithDeadline(DateTime.UtcNow.AddSeconds(5)); greeter.SayHello(new(), options)")]
    [InlineData("using var source = new CancellationTokenSource(TimeSpan.FromSeconds(5)); await greeter.SayHelloAsync(new(), cancellationToken: source.Token)")]
    [InlineData("using var source = CancellationTokenSource.CreateLinkedTokenSource(stop); source.CancelAfter(5000); await greeter.SayHelloAsync(new(), cancellationToken: source.Token)")]
    [InlineData("await greeter.SayHelloAsync(new(), cancellationToken: _soon.Token)")]
    [InlineData("await Task.Run(() => greeter.SayHello(new()))")] // a library's delegate: a policy may stand around it
    [InlineData("await OursInTime(async stop => await greeter.SayHelloAsync(new(), cancellationToken: stop))")]
    [InlineData("greeter.SayHellos(new())")]
    [InlineData("greeter.Gather()")]
    [InlineData("greeter.Talk()")]
    public Task A_call_with_a_limit_or_without_an_end_is_silent(string call) => Rule.StaysSilent(In(call));

    [Fact]
    public Task A_library_that_hands_on_the_token_of_its_users_is_informed() => Rule.ReportsAs(Microsoft.CodeAnalysis.DiagnosticSeverity.Info, Usings + """
        public class Greetings
        {
            private readonly Greeter.GreeterClient _greeter = new(GrpcChannel.ForAddress("https://greeter"));

            public async Task Greet(CancellationToken stop) => await _greeter.[|SayHelloAsync|](new(), cancellationToken: stop);
        }
        """);

    [Theory]
    [InlineData("DateTime.Now.AddSeconds(5)")]
    [InlineData("DateTime.Now + TimeSpan.FromSeconds(5)")]
    [InlineData("DateTimeOffset.Now.LocalDateTime.AddSeconds(5)")]
    [InlineData("TimeProvider.System.GetUtcNow().DateTime.AddSeconds(5)")] // of an unspecified kind
    public Task A_deadline_that_is_not_in_UTC_is_reported_in_an_editor_too(string time) => Rule.ReportsInEditor(Usings + $$"""
        class Greetings(Greeter.GreeterClient greeter)
        {
            public async Task Run()
            {
                var soon = {{time}};
                await greeter.[|SayHelloAsync|](new(), deadline: soon);
                greeter.SayHello(new(), new CallOptions().[|WithDeadline|]({{time}}));
            }
        }
        """);

    [Theory]
    [InlineData("DateTime.Now.ToUniversalTime().AddSeconds(5)")]
    [InlineData("DateTimeOffset.Now.UtcDateTime.AddSeconds(5)")]
    [InlineData("DateTime.UtcNow.AddSeconds(DateTime.Now.Second)")]
    public Task A_deadline_in_UTC_is_silent(string time) => Rule.StaysSilent(In($"await greeter.SayHelloAsync(new(), deadline: {time})"));

    [Fact]
    public Task The_message_says_what_hangs() => Rule.Reports(
        In("await greeter.[|SayHelloAsync|](new()); await greeter.[|SayHelloAsync|](new(), cancellationToken: stop); greeter.[|SayHello|](new(), deadline: DateTime.Now)"),
        "'SayHelloAsync' has no deadline: a server that hangs holds it for ever, and every caller behind it. Pass one that fits the caller's patience.",
        "'SayHelloAsync' has no deadline: its token ends it only when its own caller gives up, so a server that hangs holds both. Pass one that fits the caller's patience.",
        "'SayHello' is given a deadline that is not in UTC: the client throws for it, before anything is sent. Add the time to DateTime.UtcNow.");

    [Theory]
    [InlineData("")]
    [InlineData(".AddCallCredentials((context, metadata) => Task.CompletedTask)")]
    [InlineData(".AddInterceptor<Logging>()")]
    public Task A_registered_client_that_nothing_limits_is_reported(string more) => Program.Reports(Registered(more, "[|SayHelloAsync|]"));

    [Theory]
    [InlineData(".EnableCallContextPropagation()")]
    [InlineData(".AddInterceptor<Limiting>()")]
    [InlineData(".AddInterceptor(() => Elsewhere.Interceptor)")]
    [InlineData(".AddStandardResilienceHandler()")]
    [InlineData("; services.ConfigureHttpClientDefaults(http => http.AddStandardResilienceHandler())")]
    [InlineData("; services.AddGrpcClient<Greeter.GreeterClient>(o => o.CallOptionsActions.Add(c => c.CallOptions = c.CallOptions.WithDeadline(DateTime.UtcNow.AddSeconds(5))))")]
    public Task A_registration_that_limits_its_clients_or_may_is_believed(string more) => Program.StaysSilent(Registered(more, "SayHelloAsync"));

    [Fact]
    public Task A_channel_with_an_interceptor_that_cannot_be_read_is_believed() => Program.StaysSilent(Usings + """
        static class Program
        {
            static async Task Main() => await Make(null!).SayHelloAsync(new());
            static Greeter.GreeterClient Make(Interceptor limiting) => new(GrpcChannel.ForAddress("https://greetings").Intercept(limiting));
        }
        """);

    [Theory]
    [InlineData("services.AddGrpcClient<Other.OtherClient>(o => o.CallOptionsActions.Add(c => c.CallOptions = c.CallOptions.WithDeadline(DateTime.UtcNow.AddSeconds(5))))")]
    [InlineData("services.AddGrpcClient<Other.OtherClient>().AddInterceptor<Limiting>()")]
    [InlineData("_ = new Other.OtherClient(GrpcChannel.ForAddress(\"https://others\").Intercept(new Limiting()))")]
    public Task What_changes_the_calls_of_one_client_changes_those_of_no_other(string other) => Program.Reports(
        Registered("; " + other, "[|SayHelloAsync|]") + "static class Other { public class OtherClient : ClientBase<OtherClient> { public OtherClient(CallInvoker i) : base(i) { } protected override OtherClient NewInstance(ClientBaseConfiguration c) => this; } }");

    [Fact]
    public Task A_client_that_is_made_elsewhere_is_believed() => Program.StaysSilent(Usings + """
        class Greetings(Greeter.GreeterClient greeter) { public async Task Run() => await greeter.SayHelloAsync(new()); }
        static class Program { static void Main() { } }
        """);

    [Fact]
    public Task A_minimal_API_runs_its_handler_without_a_limit() => Program.Reports(Usings + """
        static class Program
        {
            static void Main(string[] args)
            {
                var builder = WebApplication.CreateBuilder(args);
                builder.Services.AddGrpcClient<Greeter.GreeterClient>();
                var app = builder.Build();
                app.MapGet("/", async (Greeter.GreeterClient greeter) => await greeter.[|SayHelloAsync|](new()));
            }
        }
        """);

    [Fact]
    public Task A_method_added_to_a_generated_client_is_judged_by_its_calls() => Program.Reports(Usings + """
        class Own(CallInvoker calls) : ClientBase<Own>(calls)
        {
            public Own() : this(null!) { }
            public Task Ask() => Task.CompletedTask;
            public AsyncUnaryCall<string> AskAsync(string request, CallOptions options) => null!;
            protected override Own NewInstance(ClientBaseConfiguration configuration) => this;
        }
        static class Program { static async Task Main() { var own = new Own(GrpcChannel.ForAddress("https://own").CreateCallInvoker()); await own.Ask(); await own.[|AskAsync|]("", default); } }
        """);

    [Fact]
    public Task The_fix_passes_a_deadline_or_makes_the_one_there_a_time_in_UTC() => Rule.Fixes(
        In("await greeter.[|SayHelloAsync|](new()); greeter.[|SayHello|](new(), null, null, stop); greeter.[|SayHello|](new(), deadline: DateTime.Now.AddSeconds(5))"),
        In("await greeter.SayHelloAsync(new(), deadline: DateTime.UtcNow.AddSeconds(10)); greeter.SayHello(new(), null, DateTime.UtcNow.AddSeconds(10), stop); greeter.SayHello(new(), deadline: DateTime.UtcNow.AddSeconds(5))"));

    [Fact]
    public Task The_deadline_is_as_long_as_the_configuration_says() => Rule.With(".editorconfig", "root = true\n[*.cs]\ndistpatterns.timeout.seconds = 3\n").Fixes(
        In("greeter.[|SayHello|](new())"), In("greeter.SayHello(new(), deadline: DateTime.UtcNow.AddSeconds(3))"));

    [Fact]
    public Task Options_that_others_may_share_are_not_changed() => Rule.OffersNoFix(In("greeter.[|SayHello|](new(), _bare)"));

    private static string In(string call) => Usings + $$"""
        class Greetings
        {
            private readonly Greeter.GreeterClient greeter = new(GrpcChannel.ForAddress("https://greetings"));
            private static readonly CallOptions _limited = new(deadline: DateTime.UtcNow.AddHours(1));
            private static readonly CallOptions _bare = new(new Metadata());
            private static readonly CancellationTokenSource _soon = new(TimeSpan.FromSeconds(5));

            private static CallOptions Computed => new(deadline: DateTime.UtcNow.AddSeconds(5));

            public async Task Run(CancellationToken stop = default, DateTime until = default, CallOptions passed = default)
            {
                await Task.Yield();
                {{call}};
            }

            private static CallOptions Bare(CancellationToken stop) => new CallOptions().WithCancellationToken(stop);
            private static CallOptions Limited() => new CallOptions().WithDeadline(DateTime.UtcNow.AddSeconds(5));
            private static Task Ours(Func<Task> work) => work();
            private static Task OursInTime(Func<CancellationToken, Task> work) { var source = new CancellationTokenSource(5000); return work(source.Token); }
        }
        """;

    private static string Registered(string more, string call) => Usings + $$"""
        static class Program
        {
            static void Main() => Add(new ServiceCollection());
            static void Add(IServiceCollection services)
            {
                services.AddScoped<Greetings>();
                services.AddGrpcClient<Greeter.GreeterClient>(o => o.Address = new("https://greetings")){{more}};
            }
        }
        class Greetings(Greeter.GreeterClient greeter) { public async Task Run() => await greeter.{{call}}(new()); }
        class Logging : Interceptor
        {
            public override AsyncUnaryCall<R> AsyncUnaryCall<Q, R>(Q request, ClientInterceptorContext<Q, R> context, AsyncUnaryCallContinuation<Q, R> continuation) =>
                continuation(request, context);
        }
        class Limiting : Interceptor
        {
            public override AsyncUnaryCall<R> AsyncUnaryCall<Q, R>(Q request, ClientInterceptorContext<Q, R> context, AsyncUnaryCallContinuation<Q, R> continuation) =>
                continuation(request, new(context.Method, context.Host, context.Options.WithDeadline(DateTime.UtcNow.AddSeconds(5))));
        }
        static class Elsewhere { public static Interceptor Interceptor => null!; }
        """;
}
