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
                await pipeline.ExecuteAsync(async _ =>
                {
                    await http.GetAsync("/a");
                });
                var text = await pipeline.ExecuteAsync(async _ => await http.GetStringAsync("/b")).ConfigureAwait(false);
                await pipeline.ExecuteAsync(async _ => await http.GetAsync("/c"));
            }

            async Task Dropped() { await pipeline.ExecuteAsync(async ct => { await http.GetAsync("/d", ct); }); }

            Task<string> Returned() => pipeline.ExecuteAsync(async _ => await http.GetStringAsync("/e")).AsTask();

            Task WithState(string path) => pipeline.ExecuteAsync(async (p, ct) => { await http.GetAsync(p, ct); }, path, CancellationToken.None).AsTask();

            string Waited() => pipeline.ExecuteAsync(async _ => await http.GetStringAsync("/f")).AsTask().GetAwaiter().GetResult();
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
            Task Send() => Task.CompletedTask;
            Task SendWithToken(CancellationToken token) => Task.CompletedTask;
        }
        """,
        """
        using Polly;

        class Publisher(ResiliencePipeline pipeline)
        {
            async Task Run() => await pipeline.ExecuteAsync(async _ => await Send());
            async Task RunWithToken() => await pipeline.ExecuteAsync(async token => await SendWithToken(token));
            Task Send() => Task.CompletedTask;
            Task SendWithToken(CancellationToken token) => Task.CompletedTask;
        }
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
