using DistPatterns.Rules.Resilience;
using DistPatterns.Tests.Testing;

namespace DistPatterns.Tests.Rules.Resilience;

public sealed class AsyncWorkInSyncPipelineTests
{
    private static readonly RuleTest Rule = RuleTest.Of<AsyncWorkInSyncPipeline>();

    [Fact]
    public Task An_async_lambda_moves_to_the_asynchronous_twin() => Rule.Fixes(
        """
        using Polly;

        class Publisher(ResiliencePipeline pipeline, ResiliencePipeline<int> typed, HttpClient http)
        {
            async Task Awaited()
            {
                // three tries
                await pipeline.Execute([|async () =>
                {
                    await http.GetAsync("/a");
                }|]);
                var text = await pipeline.Execute([|async () => await http.GetStringAsync("/b")|]).ConfigureAwait(false);
                await pipeline.Execute<Task>([|async () => await http.GetAsync("/c")|]);
            }

            async Task Dropped() { pipeline.Execute([|async ct => { await http.GetAsync("/d", ct); }|]); }

            Task<string> Returned() => pipeline.Execute([|() => http.GetStringAsync("/e")|]);

            Task WithState(string path) => pipeline.Execute([|async (p, ct) => { await http.GetAsync(p, ct); }|], path, CancellationToken.None);

            string Waited() => pipeline.Execute([|async () => await http.GetStringAsync("/f")|]).GetAwaiter().GetResult();
        }
        """,
        """
        using Polly;

        class Publisher(ResiliencePipeline pipeline, ResiliencePipeline<int> typed, HttpClient http)
        {
            async Task Awaited()
            {
                // three tries
                await pipeline.ExecuteAsync(async token =>
                {
                    await http.GetAsync("/a", token);
                });
                var text = await pipeline.ExecuteAsync(async token => await http.GetStringAsync("/b", token)).ConfigureAwait(false);
                await pipeline.ExecuteAsync(async token => await http.GetAsync("/c", token));
            }

            async Task Dropped() { await pipeline.ExecuteAsync(async ct => { await http.GetAsync("/d", ct); }); }

            Task<string> Returned() => pipeline.ExecuteAsync(async token => await http.GetStringAsync("/e", token)).AsTask();

            Task WithState(string path) => pipeline.ExecuteAsync(async (p, ct) => { await http.GetAsync(p, ct); }, path, CancellationToken.None).AsTask();

            string Waited() => pipeline.ExecuteAsync(async token => await http.GetStringAsync("/f", token)).AsTask().GetAwaiter().GetResult();
        }
        """);

    [Fact]
    public Task A_method_group_is_called_from_a_lambda() => Rule.Fixes(
        """
        using Polly;

        class Publisher(ResiliencePipeline pipeline)
        {
            async Task Run() => await pipeline.Execute([|Send|]);
            async Task RunWithToken() => await pipeline.Execute([|SendWithToken|]);
            async Task Plain() => await pipeline.Execute([|Post|]);
            Task Send() => Task.CompletedTask;
            Task SendWithToken(CancellationToken token) => Task.CompletedTask;
            Task Post() => Task.CompletedTask;
            Task Post(string path, CancellationToken token) => Task.CompletedTask;
        }
        """,
        """
        using Polly;

        class Publisher(ResiliencePipeline pipeline)
        {
            async Task Run() => await pipeline.ExecuteAsync(async _ => await Send());
            async Task RunWithToken() => await pipeline.ExecuteAsync(async token => await SendWithToken(token));
            async Task Plain() => await pipeline.ExecuteAsync(async _ => await Post());
            Task Send() => Task.CompletedTask;
            Task SendWithToken(CancellationToken token) => Task.CompletedTask;
            Task Post() => Task.CompletedTask;
            Task Post(string path, CancellationToken token) => Task.CompletedTask;
        }
        """);

    [Fact]
    public Task The_token_goes_to_each_call_that_takes_it() => Rule.Fixes(
        """
        using Polly;

        class Publisher(ResiliencePipeline pipeline, HttpClient http, Stream to)
        {
            async Task Many(CancellationToken stop, int token)
            {
                await pipeline.Execute([|async () =>
                {
                    using var answer = await http.GetAsync("/a");
                    await (await answer.Content.ReadAsStreamAsync()).CopyToAsync(to);
                    await Task.Delay(1);
                    await http.GetAsync("/b", stop);
                    await Wait(times: 3);
                }|]);
            }

            async Task Nothing() => await pipeline.Execute([|async () => await Plain()|]);
            async Task Ambiguous() => await pipeline.Execute([|async () => await Either(1)|]);
            async Task State(string path) => await pipeline.Execute([|p => Send(p)|], path);
            async Task Number(int state) => await pipeline.Execute([|async n => await Task.Delay(n)|], state);

            Task Send(string path) => Task.CompletedTask;
            Task Plain() => Task.CompletedTask;
            Task Either(int n) => Task.CompletedTask;
            Task Either(int n, CancellationToken a, CancellationToken b = default) => Task.CompletedTask;
            Task Wait(string? name = null, int times = 1, CancellationToken stop = default) => Task.CompletedTask;
        }
        """,
        """
        using Polly;

        class Publisher(ResiliencePipeline pipeline, HttpClient http, Stream to)
        {
            async Task Many(CancellationToken stop, int token)
            {
                await pipeline.ExecuteAsync(async cancel =>
                {
                    using var answer = await http.GetAsync("/a", cancel);
                    await (await answer.Content.ReadAsStreamAsync(cancel)).CopyToAsync(to, cancel);
                    await Task.Delay(1, cancel);
                    await http.GetAsync("/b", stop);
                    await Wait(times: 3, stop: cancel);
                });
            }

            async Task Nothing() => await pipeline.ExecuteAsync(async _ => await Plain());
            async Task Ambiguous() => await pipeline.ExecuteAsync(async _ => await Either(1));
            async Task State(string path) => await pipeline.ExecuteAsync(async (p, _) => await Send(p), path);
            async Task Number(int state) => await pipeline.ExecuteAsync(async (n, token) => await Task.Delay(n, token), state);

            Task Send(string path) => Task.CompletedTask;
            Task Plain() => Task.CompletedTask;
            Task Either(int n) => Task.CompletedTask;
            Task Either(int n, CancellationToken a, CancellationToken b = default) => Task.CompletedTask;
            Task Wait(string? name = null, int times = 1, CancellationToken stop = default) => Task.CompletedTask;
        }
        """);

    [Fact]
    public Task Work_that_a_wrapper_hands_on_is_reported_where_it_is_given() => Rule.With("Retries.cs", """
        using Polly;

        public interface IRetries { T Retry<T>(Func<T> action); }

        public class Retries(ISyncPolicy policy, ResiliencePipeline pipeline) : IRetries
        {
            public T Retry<T>(Func<T> action) => policy.Execute(action);
            public T Logged<T>(Func<T> action) => policy.Execute(() => { Console.WriteLine("once"); return action(); });
            public T Twice<T>(Func<T> action) => Retry(action);
            public void Run(Action action) => pipeline.Execute(() => action());
            public T Alone<T>(Func<T> action) => action();
        }
        """).Reports("""
        class Shop(IRetries retries, Retries own, HttpClient http)
        {
            async Task Through() => await retries.Retry([|async () => await http.GetAsync("/")|]);
            Task Logged() => own.Logged([|() => http.GetAsync("/")|]);
            Task Group() => own.Twice([|Get|]);
            void Void() => own.Run([|async () => await Get()|]);

            string Waited() => own.Retry(() => http.GetStringAsync("/").Result);
            Task<HttpResponseMessage> Over() => own.Retry(() => Task.FromResult(http.Send(new())));
            Task Alone() => own.Alone(() => http.GetAsync("/"));
            Task Get() => Task.CompletedTask;
        }
        """,
        "'Execute' ends when this delegate returns, which is at its first await: what fails after it is never retried, timed or counted. 'Retry' gives it to 'Execute': it needs a twin that awaits 'ExecuteAsync'.",
        "'Execute' ends when this delegate returns, which is at its first await: what fails after it is never retried, timed or counted. 'Logged' gives it to 'Execute': it needs a twin that awaits 'ExecuteAsync'.",
        "'Execute' ends when this delegate returns, which is at its first await: what fails after it is never retried, timed or counted. 'Twice' gives it to 'Execute': it needs a twin that awaits 'ExecuteAsync'.",
        "'Execute' ends when this delegate returns, which is at its first await: what fails after it is never retried, timed or counted. 'Run' gives it to 'Execute': it needs a twin that awaits 'ExecuteAsync'.");

    [Theory]
    [InlineData("() => Task.FromResult(http.Send(request))")]
    [InlineData("() => { http.Send(request); return Task.CompletedTask; }")]
    [InlineData("() => { if (request.Content == null) return Task.FromException(new Exception()); http.Send(request); return Task.CompletedTask; }")]
    [InlineData("() => request.Content == null ? Task.FromCanceled(new(true)) : Task.CompletedTask")]
    [InlineData("() => ValueTask.FromResult(http.Send(request))")]
    [InlineData("() => new ValueTask<HttpResponseMessage>(http.Send(request))")]
    [InlineData("() => { http.Send(request); return default(ValueTask); }")]
    [InlineData("() => { var done = Task.FromResult(http.Send(request)); return done; }")]
    public Task A_task_that_is_over_when_the_delegate_returns_is_fine(string work) => Rule.StaysSilent($$"""
        using Polly;

        class Shop(ResiliencePipeline pipeline, HttpClient http) { object Run(HttpRequestMessage request) => pipeline.Execute({{work}}); }
        """);

    [Theory]
    [InlineData("() => new ValueTask<HttpResponseMessage>(http.SendAsync(request))")]
    [InlineData("() => request.Content == null ? Task.CompletedTask : http.SendAsync(request)")]
    [InlineData("() => { Task sent = Task.CompletedTask; sent = http.SendAsync(request); return sent; }")]
    [InlineData("() => Task.Run(() => Task.FromResult(1))")]
    public Task A_task_that_may_go_on_is_reported(string work) => Rule.Reports($$"""
        using Polly;

        class Shop(ResiliencePipeline pipeline, HttpClient http) { object Run(HttpRequestMessage request) => pipeline.Execute([|{{work}}|]); }
        """);

    [Fact]
    public Task A_synchronous_policy_has_no_twin_and_so_no_fix() => Rule.OffersNoFix("""
        using Polly;
        using Polly.Retry;

        class Publisher(ISyncPolicy policy, RetryPolicy retry, HttpClient http)
        {
            async Task Run() => await policy.Execute([|async () => await http.GetAsync("/")|]);
            async Task Again() => await retry.Execute([|() => http.GetAsync("/")|]);
        }
        """);

    [Fact]
    public Task It_is_seen_where_a_name_in_the_lambda_is_unknown() => Rule.Unbound().Reports("""
        using Polly;

        class Publisher(ResiliencePipeline pipeline)
        {
            async Task Run()
            {
                await pipeline.Execute([|async () =>
                {
                    var properties = new BasicProperties { DeliveryMode = DeliveryModes.Persistent };
                    await channel.BasicPublishAsync(properties);
                }|]);
            }
        }
        """,
        "'Execute' ends when this delegate returns, which is at its first await: what fails after it is never retried, timed or counted. Await 'ExecuteAsync' instead.");

    [Fact]
    public Task Work_that_waits_for_itself_is_fine() => Rule.StaysSilent("""
        using Polly;

        class Publisher(ResiliencePipeline pipeline, ISyncPolicy policy, IAsyncPolicy asyncPolicy, HttpClient http)
        {
            string Sync() => pipeline.Execute(() => http.GetStringAsync("/").GetAwaiter().GetResult());
            void Nothing() => policy.Execute(() => { http.GetAsync("/").Wait(); });
            async Task Async() => await pipeline.ExecuteAsync(async token => await http.GetAsync("/", token));
            async Task Old() => await asyncPolicy.ExecuteAsync(() => http.GetAsync("/"));
        }
        """);

    [Fact]
    public Task An_editor_that_asks_for_the_method_sees_it() => Rule.ReportsInEditor("""
        using Polly;

        class Publisher(ResiliencePipeline pipeline, HttpClient http)
        {
            void Other() { }
            async Task Run() => await pipeline.Execute([|async () => await http.GetAsync("/")|]);
        }
        """);
}
