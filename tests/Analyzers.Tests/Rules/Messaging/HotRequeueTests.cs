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
