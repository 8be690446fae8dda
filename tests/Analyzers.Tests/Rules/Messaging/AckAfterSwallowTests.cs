using DistPatterns.Rules.Messaging;
using DistPatterns.Tests.Testing;

namespace DistPatterns.Tests.Rules.Messaging;

public sealed class AckAfterSwallowTests
{
    private static readonly RuleTest Rule = RuleTest.Of<AckAfterSwallow>();

    [Fact]
    public Task An_ack_after_catch_and_log_is_reported_and_the_fix_rethrows() => Rule.Fixes(
        Rabbit("try { await Handle(args); } catch (Exception e) { Log(e); } await channel.[|BasicAckAsync|](args.DeliveryTag, false);"),
        Rabbit("""
            try { await Handle(args); } catch (Exception e) { Log(e);
                        throw;
                    } await channel.BasicAckAsync(args.DeliveryTag, false);
            """));

    [Theory]
    [InlineData("try { await Handle(args); } finally { await channel.[|BasicAckAsync|](args.DeliveryTag, false); }")]
    [InlineData("try { await Handle(args); await channel.BasicAckAsync(args.DeliveryTag, false); } catch (Exception e) { Log(e); await channel.[|BasicAckAsync|](args.DeliveryTag, false); }")]
    [InlineData("await HandleAndLog(args); await channel.[|BasicAckAsync|](args.DeliveryTag, false);")]
    [InlineData("var tries = 0; while (tries < 3) { try { await Handle(args); break; } catch { tries++; } } await channel.[|BasicAckAsync|](args.DeliveryTag, false);")]
    [InlineData("Func<Task> next = () => Handle(args); try { await next(); } catch { } await channel.[|BasicAckAsync|](args.DeliveryTag, false);")]
    [InlineData("try { await Handle(args); } catch (TimeoutException) { } await channel.[|BasicAckAsync|](args.DeliveryTag, false);")]
    public Task Every_way_from_a_swallowed_failure_to_the_ack_is_reported(string body) => Rule.Reports(Rabbit(body));

    [Theory]
    [InlineData("await Handle(args); await channel.BasicAckAsync(args.DeliveryTag, false);")]
    [InlineData("try { await Handle(args); } catch (Exception e) { Log(e); throw; } await channel.BasicAckAsync(args.DeliveryTag, false);")]
    [InlineData("try { await Handle(args); await channel.BasicAckAsync(args.DeliveryTag, false); } catch { await channel.BasicNackAsync(args.DeliveryTag, false, false); }")]
    [InlineData("try { await Handle(args); } catch { await channel.BasicPublishAsync(\"\", \"dead\", args.Body); } await channel.BasicAckAsync(args.DeliveryTag, false);")]
    [InlineData("try { await Handle(args); } catch (Exception e) { await failures.Keep(e); } await channel.BasicAckAsync(args.DeliveryTag, false);")]
    [InlineData("var ok = false; try { await Handle(args); ok = true; } catch { } if (ok) await channel.BasicAckAsync(args.DeliveryTag, false);")]
    [InlineData("try { Parse(args); } catch (FormatException e) { Log(e); } await Handle(args); await channel.BasicAckAsync(args.DeliveryTag, false);")]
    [InlineData("foreach (var x in new int[3]) { try { await Handle(args); await channel.BasicAckAsync(args.DeliveryTag, false); } catch (Exception e) { Log(e); } }")]
    [InlineData("try { await Handle(args); await channel.BasicAckAsync(args.DeliveryTag, false); } catch { if (args.Redelivered) await channel.BasicAckAsync(args.DeliveryTag, false); else throw; }")]
    [InlineData("if (await TryHandle(args)) await channel.BasicAckAsync(args.DeliveryTag, false);")]
    [InlineData("var done = new TaskCompletionSource(); try { await Handle(args); done.SetResult(); } catch (Exception e) { done.SetException(e); } await done.Task; await channel.BasicAckAsync(args.DeliveryTag, false);")]
    public Task A_failure_that_is_redeemed_or_goes_on_is_fine(string body) => Rule.StaysSilent(Rabbit(body));

    [Fact]
    public Task The_next_offset_passes_a_failed_message() => Rule.Reports(Kafka(
        "while (true) { var m = consumer.Consume(); try { await Handle(m.Message.Value); consumer.[|StoreOffset|](m); } catch (Exception e) { Log(e); } }"));

    [Fact]
    public Task An_offset_that_is_sought_again_is_not_passed() => Rule.StaysSilent(Kafka(
        "while (true) { var m = consumer.Consume(); try { await Handle(m.Message.Value); consumer.StoreOffset(m); } catch (Exception e) { Log(e); consumer.Seek(m.TopicPartitionOffset); } }"));

    private const string Tries = "while (true) { var m = consumer.Consume(); var done = false; for (var i = 0; i < 3 && !done; i++) { try { await Handle(m.Message.Value); done = true; } catch (Exception e) { Log(e); } } ";

    [Fact]
    public Task What_succeeds_after_all_or_goes_to_a_dead_letter_is_not_lost() =>
        Rule.StaysSilent(Kafka(Tries + "if (!done) await dead.ProduceAsync(\"dead\", m.Message); consumer.Commit(m); }"));

    [Fact]
    public Task What_fails_at_the_last_try_is_lost() => Rule.Reports(Kafka(Tries + "if (!done) Log(new Exception()); consumer.[|Commit|](m); }"));

    [Fact]
    public Task A_method_that_swallows_and_is_called_in_a_loop_passes_it_too() => Rule.Reports(Kafka(
        "while (true) await Next(consumer); } async Task Next(IConsumer<string, string> consumer) { try { var m = consumer.Consume(); await Handle(m.Message.Value); consumer.[|Commit|](m); } catch (Exception e) { Log(e); }"));

    [Fact]
    public Task The_base_class_of_another_file_that_swallows_is_seen_at_the_end() => Rule.With("Base.cs", """
        public abstract class Listener(HttpClient http)
        {
            protected async Task Handle(string message)
            {
                try { await http.PostAsync(message, null); } catch (Exception e) { Console.WriteLine(e); }
            }
        }
        """).Reports("""
        using Azure.Messaging.ServiceBus;
        public class Orders(HttpClient http) : Listener(http)
        {
            async Task On(ProcessMessageEventArgs args) { await Handle(args.Message.MessageId); await args.[|CompleteMessageAsync|](args.Message); }
        }
        """);

    [Theory]
    [InlineData("await channel.QueueDeclareAsync();", false)]
    [InlineData("await channel.QueueDeclareAsync(\"replies\", durable: false, exclusive: true, autoDelete: true);", false)]
    [InlineData("await channel.QueueDeclareAsync(\"orders\", durable: true, exclusive: false, autoDelete: false);", true)]
    [InlineData("await channel.QueueDeclareAsync(); await channel.QueueDeclareAsync(\"orders\", exclusive: false);", true)]
    public Task A_queue_of_one_connection_holds_what_nothing_else_could_handle(string declaration, bool isReported)
    {
        var code = Rabbit($"try {{ await Handle(args); }} catch (Exception e) {{ Log(e); }} await channel.{(isReported ? "[|BasicAckAsync|]" : "BasicAckAsync")}(args.DeliveryTag, false); }} async Task Declare() {{ {declaration}");
        return isReported ? Rule.Reports(code) : Rule.StaysSilent(code);
    }

    private static string Rabbit(string body) => $$"""
        using RabbitMQ.Client;
        using RabbitMQ.Client.Events;

        interface IFailures { Task Keep(Exception e); }

        class Consumer(IChannel channel, HttpClient http, IFailures failures)
        {
            async Task On(BasicDeliverEventArgs args)
            {
                {{body}}
            }

            async Task Handle(BasicDeliverEventArgs args) => await http.PostAsync("/orders", null);

            async Task HandleAndLog(BasicDeliverEventArgs args) { try { await Handle(args); } catch (Exception e) { Log(e); } }

            async Task<bool> TryHandle(BasicDeliverEventArgs args) { try { await Handle(args); return true; } catch (Exception e) { Log(e); return false; } }

            void Parse(BasicDeliverEventArgs args) { }

            void Log(Exception e) => Console.WriteLine(e);
        }
        """;

    private static string Kafka(string body) => $$"""
        using Confluent.Kafka;

        class Consumer(HttpClient http, IProducer<string, string> dead)
        {
            async Task Run(IConsumer<string, string> consumer)
            {
                {{body}}
            }

            async Task Handle(string message) => await http.PostAsync(message, null);

            void Log(Exception e) => Console.WriteLine(e);
        }
        """;
}
