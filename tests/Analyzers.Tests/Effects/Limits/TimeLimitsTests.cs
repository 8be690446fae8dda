using DistPatterns.Catalog;
using DistPatterns.Effects;
using DistPatterns.Tests.Testing;

namespace DistPatterns.Tests.Effects.Limits;

/// <summary>What limits a call, told of calls over HTTP and over gRPC alike.</summary>
public sealed class TimeLimitsTests
{
    [Theory]
    [InlineData("await http.GetAsync(\"/\")", true)]
    [InlineData("await http.GetAsync(\"/\", stop)", true)]
    [InlineData("await http.GetAsync(\"/\", _soon.Token)", false)] // a field's source has a deadline
    [InlineData("await http.GetAsync(\"/\", _late.Token)", true)]
    [InlineData("await http.GetAsync(\"/\", _set.Token)", false)] // set where the type starts
    [InlineData("await http.GetAsync(\"/\").WaitAsync(TimeSpan.FromSeconds(1))", false)]
    [InlineData("await Ours(() => http.GetAsync(\"/\"))", true)] // a method that can be read
    [InlineData("await OursInTime(() => http.GetAsync(\"/\"))", false)]
    [InlineData("await Task.Run(() => http.GetAsync(\"/\"))", false)] // a library's is trusted
    [InlineData("var kept = new Lazy<Task>(() => http.GetAsync(\"/\")); await kept.Value", true)]
    [InlineData("await greeter.SayHelloAsync(new())", true)]
    [InlineData("await greeter.SayHelloAsync(new(), new Grpc.Core.CallOptions())", true)]
    [InlineData("await greeter.SayHelloAsync(new(), new Grpc.Core.CallOptions(deadline: DateTime.UtcNow))", false)]
    [InlineData("await greeter.SayHelloAsync(new(), deadline: DateTime.UtcNow)", false)]
    [InlineData("await greeter.SayHelloAsync(new(), deadline: null)", true)]
    public async Task A_call_is_open_where_nothing_limits_it(string call, bool isOpen)
    {
        var walked = await Walked.Of($$"""
            class Shop(HttpClient http, Modelled.Generated.Greeter.GreeterClient greeter)
            {
                private readonly CancellationTokenSource _soon = new(TimeSpan.FromSeconds(1)), _late = new(), _set = new();
                void Start() => _set.CancelAfter(1000);
                async Task Run(CancellationToken stop) { await Task.Yield(); {{call}}; }
                static Task Ours(Func<Task> work) => work();
                static Task OursInTime(Func<Task> work) => work().WaitAsync(TimeSpan.FromSeconds(1));
            }
            """);

        var (body, site) = walked.Graph.Modelled.Single(s => s.Site.Has(Effect.RemoteCall));
        Assert.Equal(isOpen, new TimeLimits(walked.Graph).IsOpen(new(body, site)));
    }
}
