using DistPatterns.Rules.Resilience;
using DistPatterns.Tests.Testing;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Tests.Rules.Resilience;

public sealed class RetryWithoutCapTests
{
    private static readonly RuleTest Rule = RuleTest.Of<RetryWithoutCap>();

    [Fact]
    public Task An_endless_loop_around_a_remote_call_is_reported_and_counted_by_the_fix() => Rule.Fixes(
        Client("""
            while (true)
                    {
                        try { await http.[|PostAsync|]("/orders", null); return; }
                        catch (Exception e) { Console.WriteLine(e); }
                    }
            """),
        Client("""
            for (var attempt = 1; ; attempt++)
                    {
                        try { await http.PostAsync("/orders", null); return; }
                        catch (Exception e) when (attempt < 5) { Console.WriteLine(e); }
                    }
            """));

    [Theory]
    [InlineData("Polly.Policy.Handle<Exception>().[|RetryForever|]();")]
    [InlineData("Polly.Policy.Handle<Exception>().[|WaitAndRetryForeverAsync|](n => TimeSpan.FromSeconds(5));")]
    [InlineData("_ = new Polly.Retry.RetryStrategyOptions { [|MaxRetryAttempts = int.MaxValue|] };")]
    [InlineData("again: try { await http.[|GetAsync|](\"/\"); } catch { goto again; }")]
    [InlineData("var done = false; while (!done) { try { await [|Send|](); done = true; } catch { await Task.Delay(100); } }")]
    public Task Every_retry_without_an_end_is_reported(string body) => Rule.Reports(Client(body));

    [Theory]
    [InlineData("Polly.Policy.Handle<Exception>().WaitAndRetry(3, n => TimeSpan.FromSeconds(n));")]
    [InlineData("Polly.Policy.Handle<Exception>(e => e is not OperationCanceledException).WaitAndRetryForeverAsync(n => TimeSpan.FromSeconds(5));")]
    [InlineData("for (var n = 0; n < 5; n++) { try { await Send(); return; } catch { } }")]
    [InlineData("while (!token.IsCancellationRequested) { try { await Send(); return; } catch { } }")]
    [InlineData("while (true) { try { await Send(); return; } catch { await Task.Delay(1000, token); } }")]
    [InlineData("while (true) { try { await Send(); } catch (Exception e) { Console.WriteLine(e); } }")]
    [InlineData("for (var n = 0; ; n++) { try { await Send(); return; } catch when (n < 3) { } }")]
    [InlineData("while (true) { try { Work(); return; } catch { } }")]
    public Task A_bound_and_a_pump_are_fine(string body) => Rule.StaysSilent(Client(body));

    [Fact]
    public Task The_fix_asks_a_policy_for_some_tries() => Rule.Fixes(
        Client("Polly.Policy.Handle<Exception>().[|WaitAndRetryForeverAsync|](n => TimeSpan.FromSeconds(5));"),
        Client("Polly.Policy.Handle<Exception>().WaitAndRetryAsync(5, n => TimeSpan.FromSeconds(5));"));

    [Fact]
    public Task A_supervisor_that_waits_is_information() => Rule.ReportsAs(DiagnosticSeverity.Info, """
        class Sync(HttpClient http) : Microsoft.Extensions.Hosting.BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                while (true)
                {
                    try { await http.[|GetAsync|]("/warm"); break; }
                    catch (Exception) { await Task.Delay(1000); }
                }
            }
        }
        """);

    private static string Client(string body) => $$"""
        using Polly;

        class Client(HttpClient http)
        {
            async Task Run(CancellationToken token)
            {
                {{body}}
            }

            async Task Send() => await http.PostAsync("/orders", null);

            void Work() { }
        }
        """;
}
