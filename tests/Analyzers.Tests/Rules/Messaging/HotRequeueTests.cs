using DistPatterns.Rules.Messaging;
using DistPatterns.Tests.Testing;

namespace DistPatterns.Tests.Rules.Messaging;

public sealed class HotRequeueTests
{
    private static readonly RuleTest Rule = RuleTest.Of<HotRequeue>();

    [Fact]
    public Task A_failed_message_that_goes_back_at_once_is_reported_and_dead_lettered_by_the_fix() => Rule.Fixes(
        Consumer("await channel.[|BasicNackAsync|](args.DeliveryTag, multiple: false, requeue: true);"),
        Consumer("await channel.BasicNackAsync(args.DeliveryTag, multiple: false, requeue: false);"));

    [Theory]
    [InlineData("await channel.[|BasicRejectAsync|](args.DeliveryTag, true);")]
    [InlineData("if (e is TimeoutException) await channel.[|BasicNackAsync|](args.DeliveryTag, false, true);")]
    public Task Every_return_without_a_count_is_reported(string handler) => Rule.Reports(Consumer(handler));

    [Theory]
    [InlineData("await channel.BasicNackAsync(args.DeliveryTag, false, requeue: false);")]
    [InlineData("await channel.BasicNackAsync(args.DeliveryTag, false, requeue: !args.Redelivered);")]
    [InlineData("if (args.Redelivered) await channel.BasicRejectAsync(args.DeliveryTag, false); else await channel.BasicNackAsync(args.DeliveryTag, false, true);")]
    [InlineData("await Task.Delay(1000); await channel.BasicNackAsync(args.DeliveryTag, false, true);")]
    [InlineData("if (Deaths(args) < 5) await channel.BasicNackAsync(args.DeliveryTag, false, true);")]
    public Task A_wait_or_a_count_is_fine(string handler) => Rule.StaysSilent(Consumer(handler));

    [Theory]
    [InlineData("if (await Handle()) await channel.BasicAckAsync(tag, false); else await channel.[|BasicNackAsync|](tag, false, true);")]
    [InlineData("var done = await Handle().ConfigureAwait(false); if (!done) { await channel.[|BasicRejectAsync|](tag, true); return; } await channel.BasicAckAsync(tag, false);")]
    [InlineData("var answer = await Ask(); if (answer == Answer.Done) await channel.BasicAckAsync(tag, false); else await channel.[|BasicRejectAsync|](tag, true);")]
    [InlineData("var answer = await Ask(); switch (answer) { case Answer.Done: await channel.BasicAckAsync(tag, false); break; default: await channel.[|BasicNackAsync|](tag, false, true); break; }")]
    public Task A_failure_that_a_result_tells_is_one_too(string body) => Rule.Reports(Answering(body));

    [Theory]
    [InlineData("if (await Handle()) await channel.BasicAckAsync(tag, false); else { await Task.Delay(1000); await channel.BasicNackAsync(tag, false, true); }")]
    [InlineData("if (await Handle()) await channel.BasicAckAsync(tag, false); else await channel.BasicNackAsync(tag, false, false);")]
    [InlineData("if (await gate.WaitAsync(0)) await channel.BasicAckAsync(tag, false); else await channel.BasicNackAsync(tag, false, true);")]
    [InlineData("if (IsOurs(tag)) await channel.BasicAckAsync(tag, false); else await channel.BasicNackAsync(tag, false, true);")]
    [InlineData("await Handle(); if (IsOurs(tag)) await channel.BasicAckAsync(tag, false); else await channel.BasicNackAsync(tag, false, true);")]
    public Task A_result_that_tells_of_no_failure_is_none(string body) => Rule.StaysSilent(Answering(body));

    private static string Answering(string body) => $$"""
        using RabbitMQ.Client;

        enum Answer { Done, Failed }

        class Consumer(IChannel channel, HttpClient http, SemaphoreSlim gate)
        {
            async Task On(ulong tag) { {{body}} }

            async Task<bool> Handle()
            {
                try { await http.PostAsync("/orders", null); return true; }
                catch (Exception e) { Console.WriteLine(e); return false; }
            }

            async Task<Answer> Ask()
            {
                try { await http.PostAsync("/orders", null); return Answer.Done; }
                catch (Exception e) { Console.WriteLine(e); return Answer.Failed; }
            }

            bool IsOurs(ulong tag) => tag > 3;
        }
        """;

    private static string Consumer(string handler) => $$"""
        using RabbitMQ.Client;
        using RabbitMQ.Client.Events;

        class Consumer(IChannel channel, HttpClient http)
        {
            async Task On(BasicDeliverEventArgs args)
            {
                try
                {
                    await http.PostAsync("/orders", null);
                    await channel.BasicAckAsync(args.DeliveryTag, false);
                }
                catch (Exception e)
                {
                    Console.WriteLine(e);
                    {{handler}}
                }
            }

            int Deaths(BasicDeliverEventArgs args) => 0;
        }
        """;
}
