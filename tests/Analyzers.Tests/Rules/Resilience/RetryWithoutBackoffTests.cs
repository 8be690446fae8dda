using DistPatterns.Rules.Resilience;
using DistPatterns.Tests.Testing;

namespace DistPatterns.Tests.Rules.Resilience;

public sealed class RetryWithoutBackoffTests
{
    private static readonly RuleTest Rule = RuleTest.Of<RetryWithoutBackoff>();

    [Theory]
    [InlineData("http.[|PostAsync|](\"/orders\", null)")]
    [InlineData("this.[|Send|]()")]
    public Task A_loop_that_tries_again_at_once_is_reported_and_waits_after_the_fix(string call) => Rule.Fixes(
        Client($$"""
            for (var n = 0; n < 5; n++)
                    {
                        try
                        {
                            await {{call}}; return;
                        }
                        catch (Exception e)
                        {
                            Console.WriteLine(e);
                        }
                    }
            """),
        Client($$"""
            for (var n = 0; n < 5; n++)
                    {
                        try
                        {
                            await {{call.Replace("[|", "").Replace("|]", "")}}; return;
                        }
                        catch (Exception e)
                        {
                            Console.WriteLine(e);
                            await Task.Delay(TimeSpan.FromSeconds(1));
                        }
                    }
            """));

    [Fact]
    public Task A_policy_waits_longer_each_time_after_the_fix() => Rule.Fixes(
        Client("Polly.Policy.Handle<Exception>().[|RetryAsync|](3);"),
        Client("Polly.Policy.Handle<Exception>().WaitAndRetryAsync(3, attempt => System.TimeSpan.FromSeconds(System.Math.Pow(2, attempt)));"));

    [Theory]
    [InlineData("Polly.Policy.Handle<Exception>().[|Retry|](3);")]
    [InlineData("Polly.Policy.Handle<Exception>().[|RetryForever|]();")]
    [InlineData("_ = new Polly.Retry.RetryStrategyOptions { [|Delay = TimeSpan.Zero|] };")]
    [InlineData("var n = 0; while (true) { try { await [|Send|](); return; } catch { if (++n > 3) throw; } }")]
    public Task Every_retry_at_once_is_reported(string body) => Rule.Reports(Client(body));

    [Theory]
    [InlineData("Polly.Policy.Handle<Exception>().Retry();")]
    [InlineData("Polly.Policy.Handle<Exception>().Retry(1);")]
    [InlineData("Polly.Policy.Handle<DbUpdateConcurrencyException>().Retry(3);")]
    [InlineData("Polly.Policy.Handle<Exception>().WaitAndRetry(3, n => TimeSpan.FromSeconds(n));")]
    [InlineData("for (var n = 0; n < 5; n++) { try { await Send(); return; } catch { await Task.Delay(100); } }")]
    [InlineData("for (var n = 0; n < 5; n++) { try { await Send(); return; } catch { await Pause(n); } }")]
    [InlineData("for (var n = 0; n < 5; n++) { if (n > 0) await Task.Delay(100); try { await Send(); return; } catch { } await Task.Delay(1); }")]
    [InlineData("foreach (var host in new[] { \"a\", \"b\" }) { try { await http.GetAsync(host); return; } catch { } }")]
    public Task A_wait_and_another_address_are_fine(string body) => Rule.StaysSilent(Client(body));

    [Fact]
    public Task An_immediate_retry_of_a_bus_grows_after_the_fix() => Rule.Fixes(
        """
        using MassTransit;
        class Setup { void Of(IReceiveEndpointConfigurator e) => e.UseMessageRetry(r => r.[|Immediate|](5)); }
        """,
        """
        using MassTransit;
        class Setup { void Of(IReceiveEndpointConfigurator e) => e.UseMessageRetry(r => r.Exponential(5, System.TimeSpan.FromSeconds(1), System.TimeSpan.FromSeconds(30), System.TimeSpan.FromSeconds(2))); }
        """);

    private static string Client(string body) => $$"""
        using Polly;

        class DbUpdateConcurrencyException : Exception;

        class Client(HttpClient http)
        {
            async Task Run()
            {
                {{body}}
            }

            async Task Send() => await http.PostAsync("/orders", null);

            async Task Pause(int n) => await Task.Delay(n);
        }
        """;
}
