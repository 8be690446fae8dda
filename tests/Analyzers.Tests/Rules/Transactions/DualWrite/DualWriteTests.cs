using DistPatterns.Rules.Transactions;
using DistPatterns.Tests.Testing;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Tests.Rules.Transactions;

public sealed class DualWriteTests
{
    private const string Shop = """
        using MassTransit;
        using MediatR;
        using Microsoft.EntityFrameworkCore;
        using RabbitMQ.Client;

        public class Order { public int Id { get; set; } }
        public class OutboxMessage { public int Id { get; set; } }
        public record OrderPlaced(int Id);
        public class ShopContext : DbContext
        {
            public DbSet<Order> Orders => Set<Order>();
            public DbSet<OutboxMessage> Outbox => Set<OutboxMessage>();
        }

        """;

    private static RuleTest Rule => RuleTest.Of<DualWrite>();

    [Fact]
    public Task A_save_and_a_publish_in_one_method_are_reported_as_an_editor_asks() => Rule.ReportsInEditor(Shop + """
        class Orders(ShopContext db, IChannel channel)
        {
            public async Task Place(Order order)
            {
                db.Orders.Add(order);
                await db.SaveChangesAsync();
                await channel.[|BasicPublishAsync|]("orders", "placed", ReadOnlyMemory<byte>.Empty);
            }
        }
        """);

    [Fact]
    public Task What_is_said_while_typing_is_not_said_again_of_a_method_whose_parameters_have_defaults() => Rule.ReportsInEditor(Shop + """
        class Orders(ShopContext db, IChannel channel)
        {
            public async Task Place(Order order, CancellationToken stop = default)
            {
                await db.SaveChangesAsync(stop);
                await channel.[|BasicPublishAsync|]("orders", "placed", ReadOnlyMemory<byte>.Empty, stop);
            }
        }
        """);

    [Fact]
    public Task A_message_goes_into_the_outbox_of_the_runtime_where_it_is_referenced() => Rule.WithRuntime().Fixes( // more of it in DualWriteFixTests
        Shop + "class Orders(ShopContext db, IBus bus) { public async Task Count(int n) { await db.SaveChangesAsync(); await bus.[|Publish|](new OrderPlaced(n)); } }",
        Shop + "class Orders(ShopContext db, IBus bus) { public async Task Count(int n) { db.Outbox().Enqueue(new OrderPlaced(n)); await db.SaveChangesAsync(); } }");

    [Fact]
    public Task The_message_names_both_ends_and_what_is_lost() => Rule.Reports(Shop + """
        class Orders(ShopContext db, IChannel channel)
        {
            public async Task Place()
            {
                await db.SaveChangesAsync();
                await channel.[|BasicPublishAsync|]("orders", "placed", ReadOnlyMemory<byte>.Empty);
            }

            public async Task Cancel(IBus bus)
            {
                await bus.[|Publish|](new OrderPlaced(1));
                await db.SaveChangesAsync();
            }
        }
        """,
        "Dual write: the database change is saved (ShopContext.SaveChangesAsync), then the message is sent (IChannel.BasicPublishAsync). If the process stops in between, or this call fails, the change is there and the message is lost. Use an outbox: save the message in the same transaction, and let a relay send it.",
        "Dual write: the message is sent (IBus.Publish), then the database change is saved (ShopContext.SaveChangesAsync). If the save fails, the message tells of a change that was never made. Save the message in the same transaction: MassTransit has an outbox for this (AddEntityFrameworkOutbox with UseBusOutbox, and publish through IPublishEndpoint).");

    [Fact]
    public Task Both_ends_are_found_through_the_methods_of_one_type_while_typing() => Rule.ReportsInEditor(Shop + """
        class Orders(ShopContext db, IChannel channel)
        {
            public async Task Place()
            {
                await Save();
                await [|Tell|]();
            }

            private Task Save() => db.SaveChangesAsync();
            private async Task Tell() => await channel.BasicPublishAsync("orders", "placed", ReadOnlyMemory<byte>.Empty);
        }
        """);

    [Fact]
    public Task Both_ends_are_found_through_interfaces_of_other_types() => Rule.Reports(Shop + """
        interface IOrders { Task Save(Order order); }
        interface IEvents { Task Raise(object message); }
        class SqlOrders(ShopContext db) : IOrders { public Task Save(Order order) => db.SaveChangesAsync(); }
        class RabbitEvents(IChannel channel) : IEvents
        {
            public async Task Raise(object message) => await channel.BasicPublishAsync("orders", "placed", ReadOnlyMemory<byte>.Empty);
        }

        class Checkout(IOrders orders, IEvents events)
        {
            public async Task Place(Order order)
            {
                await orders.Save(order);
                await events.[|Raise|](new OrderPlaced(order.Id));
            }
        }
        """,
        "Dual write: the database change is saved (IOrders.Save → ShopContext.SaveChangesAsync), then the message is sent (IEvents.Raise → IChannel.BasicPublishAsync). If the process stops in between, or this call fails, the change is there and the message is lost. Use an outbox: save the message in the same transaction, and let a relay send it.");

    [Fact]
    public Task A_caller_of_a_reported_method_is_not_reported_again() => Rule.Reports(Shop + """
        class Orders(ShopContext db, IChannel channel)
        {
            public async Task Place()
            {
                await db.SaveChangesAsync();
                await channel.[|BasicPublishAsync|]("orders", "placed", ReadOnlyMemory<byte>.Empty);
            }
        }

        class Checkout(Orders orders) { public Task Run() => orders.Place(); }
        """);

    [Fact]
    public Task A_handler_is_found_by_the_type_of_its_request() => Rule.Reports(Shop + """
        record Announce(int Id) : IRequest;
        class AnnounceHandler(IChannel channel) : IRequestHandler<Announce>
        {
            public async Task Handle(Announce request, CancellationToken cancellationToken) =>
                await channel.BasicPublishAsync("orders", "placed", ReadOnlyMemory<byte>.Empty);
        }

        class Checkout(ShopContext db, IMediator mediator)
        {
            public async Task Place(Order order)
            {
                await db.SaveChangesAsync();
                await mediator.[|Send|](new Announce(order.Id));
            }
        }
        """);

    [Fact]
    public Task A_store_of_messages_with_a_commit_of_its_own_is_an_outbox_in_name_only() => Rule.Reports(Shop + """
        class MessagePersistenceContext : DbContext;
        class OutboxStore(MessagePersistenceContext db) { public Task Add(object message) { db.Add(message); return db.SaveChangesAsync(); } }

        class Checkout(ShopContext db, OutboxStore outbox)
        {
            public async Task Place(Order order)
            {
                await outbox.[|Add|](new OrderPlaced(order.Id));
                await db.SaveChangesAsync();
            }
        }
        """);

    [Fact]
    public Task Of_two_systems_behind_a_call_the_one_that_is_sure_to_be_told_counts() => Rule.ReportsAs(DiagnosticSeverity.Warning, Shop + """
        interface IQueue { Task Add(); }
        class CloudQueue(Azure.Storage.Queues.QueueClient queue) : IQueue { public Task Add() => queue.SendMessageAsync("m"); }
        class LocalQueue : IQueue { public Task Add() => Waiting(); static Task Waiting() => Task.CompletedTask; }
        class Teller(IQueue queue, IBus bus)
        {
            public async Task Tell() { await queue.Add(); await Publish(); }
            private Task Publish() => PublishPlaced();
            private Task PublishPlaced() => bus.Publish(new OrderPlaced(1));
        }

        class Orders(ShopContext db, Teller teller) { public async Task Place() { await db.SaveChangesAsync(); await teller.[|Tell|](); } }
        """);

    [Fact]
    public Task A_mail_after_a_save_is_information() => Rule.ReportsAs(DiagnosticSeverity.Info, Shop + """
        class Orders(ShopContext db, System.Net.Mail.SmtpClient mail)
        {
            public async Task Place()
            {
                await db.SaveChangesAsync();
                await mail.[|SendMailAsync|]("shop@acme", "you@acme", "Placed", "");
            }
        }
        """);

    [Fact]
    public Task Each_place_that_sends_is_a_finding_of_its_own() => Rule.Reports(Shop + """
        class Orders(ShopContext db, IBus bus)
        {
            public async Task Place(Order order) { await db.SaveChangesAsync(); await bus.[|Publish|](new OrderPlaced(order.Id)); }
            public async Task PlaceAgain(Order order) { await db.SaveChangesAsync(); await bus.[|Publish|](new OrderPlaced(order.Id)); }
            public async Task PlaceTwice(Order order)
            {
                await db.SaveChangesAsync();
                await bus.[|Publish|](new OrderPlaced(order.Id));
                await bus.[|Publish|](new OrderPlaced(order.Id));
            }
        }
        """);

    [Fact]
    public Task A_bus_outbox_takes_the_publish_into_the_transaction_and_IBus_does_not() => Rule.AsProgram().Reports(Shop + """
        class Program { static void Main() { } static void Configure(IEntityFrameworkOutboxConfigurator outbox) => outbox.UseBusOutbox(); }
        class Scoped(ShopContext db, IPublishEndpoint endpoint)
        {
            public async Task Place(Order order) { await endpoint.Publish(new OrderPlaced(order.Id)); await db.SaveChangesAsync(); }
        }

        class Bypass(ShopContext db, IBus bus)
        {
            public async Task Place(Order order) { await bus.[|Publish|](new OrderPlaced(order.Id)); await db.SaveChangesAsync(); }
        }
        """);

    [Theory]
    [InlineData("if (order.Id == 0) { await db.SaveChangesAsync(); } else { await bus.Publish(new OrderPlaced(0)); }")]
    [InlineData("if (order.Id == 0) { await bus.Publish(new OrderPlaced(0)); return; } await db.SaveChangesAsync();")]
    [InlineData("switch (order.Id) { case 0: await db.SaveChangesAsync(); break; default: await bus.Publish(new OrderPlaced(0)); break; }")]
    [InlineData("try { await db.SaveChangesAsync(); } catch (DbUpdateException) { await bus.Publish(new OrderPlaced(0)); }")]
    [InlineData("await (order.Id == 0 ? db.SaveChangesAsync() : bus.Publish(new OrderPlaced(0)));")]
    [InlineData("await (order.Id switch { 0 => db.SaveChangesAsync(), _ => bus.Publish(new OrderPlaced(0)) });")]
    [InlineData("if (order.Id == 0) { if (order.Id > 1) { await bus.Publish(new OrderPlaced(0)); throw new(); } else return; } await db.SaveChangesAsync();")]
    public Task Branches_that_exclude_each_other_are_fine(string body) => Rule.StaysSilent(Shop + $$"""
        class Orders(ShopContext db, IBus bus) { public async Task Place(Order order) { {{body}} } }
        """);

    [Theory]
    [InlineData("if (order.Id == 0) { await db.SaveChangesAsync(); yield return 1; } await bus.[|Publish|](new OrderPlaced(0));")]
    [InlineData("if (order.Id == 0) await db.SaveChangesAsync(); await bus.[|Publish|](new OrderPlaced(0)); yield return 1;")]
    [InlineData("try { yield return 1; } finally { await db.SaveChangesAsync(); } await bus.[|Publish|](new OrderPlaced(0));")]
    public Task Branches_that_one_run_passes_exclude_nothing(string body) => Rule.Reports(Shop + $$"""
        class Orders(ShopContext db, IBus bus) { public async IAsyncEnumerable<int> Place(Order order) { {{body}} } }
        """);

    [Fact]
    public Task A_row_of_the_same_transaction_is_fine() => Rule.StaysSilent(Shop + """
        class Orders(ShopContext db)
        {
            public async Task Place(Order order)
            {
                db.Orders.Add(order);
                db.Outbox.Add(new OutboxMessage());
                await db.SaveChangesAsync();
            }
        }
        """);

    [Fact]
    public Task A_relay_that_marks_what_it_has_sent_is_fine() => Rule.StaysSilent(Shop + """
        class OutboxTable(ShopContext db) { public Task MarkSent(int id) => db.SaveChangesAsync(); }
        class Relay(OutboxTable outbox, IBus bus)
        {
            public async Task Run() { await bus.Publish(new OrderPlaced(1)); await outbox.MarkSent(1); }
        }
        """);

    [Fact]
    public Task A_message_row_in_the_business_transaction_is_fine() => Rule.StaysSilent(Shop + """
        class OutboxTable(ShopContext db) { public Task Add(object message) => db.SaveChangesAsync(); }
        class Orders(ShopContext db, OutboxTable outbox)
        {
            public async Task Place()
            {
                await using var transaction = await db.Database.BeginTransactionAsync();
                await db.SaveChangesAsync();
                await outbox.Add(new OrderPlaced(1));
                await transaction.CommitAsync();
            }
        }
        """);

    [Theory]
    [InlineData("class Orders(ShopContext db, IPublisher mediator) { public async Task Place() { await db.SaveChangesAsync(); await mediator.Publish(new OrderPlaced(1)); } }")]
    [InlineData("class OrderSeed(ShopContext db, IBus bus) { public async Task Run() { await db.SaveChangesAsync(); await bus.Publish(new OrderPlaced(1)); } }")]
    [InlineData("class Orders(ShopContext db, IBus bus) { public async Task Read() { await db.Orders.ToListAsync(); await bus.Publish(new OrderPlaced(1)); } }")]
    [InlineData("class Orders(ShopContext db, IBus bus) { public Task Save() => db.SaveChangesAsync(); public Task Tell() => bus.Publish(new OrderPlaced(1)); }")]
    public Task Neither_a_mediator_nor_seeding_nor_one_end_alone_is_reported(string type) => Rule.StaysSilent(Shop + type);

    [Fact]
    public Task Two_handlers_registered_in_one_method_are_two_programs() => Rule.StaysSilent("""
        using Microsoft.AspNetCore.Builder;
        """ + "\n" + Shop + """
        static class Api
        {
            public static void Map(WebApplication app)
            {
                app.MapPost("/save", async (ShopContext db) => await db.SaveChangesAsync());
                app.MapPost("/tell", async (IBus bus) => await bus.Publish(new OrderPlaced(1)));
            }
        }
        """);

    [Theory]
    [InlineData("true")]
    [InlineData("IBus")]
    [InlineData("Other, MassTransit.IBus")]
    public Task An_outbox_that_the_user_declares_is_believed(string outbox) => Rule.With(".editorconfig", $"root = true\n[*.cs]\ndistpatterns.outbox = {outbox}\n").StaysSilent(Shop + """
        class Orders(ShopContext db, IBus bus)
        {
            public async Task Place(Order order) { await db.SaveChangesAsync(); await bus.Publish(new OrderPlaced(order.Id)); }
        }
        """);

    private const string Buses = """
        using Microsoft.Extensions.DependencyInjection;
        using Microsoft.Extensions.DependencyInjection.Extensions;

        """ + Shop + """
        interface INews { Task Tell(object news); }
        class Broker(IBus bus) : INews { public Task Tell(object news) => bus.Publish(news); }
        class Log : INews { public Task Tell(object news) => Task.CompletedTask; }
        class Orders(ShopContext db, INews news)
        {
            public async Task Place(Order order) { await db.SaveChangesAsync(); await news.{|#0:Tell|}(new OrderPlaced(order.Id)); }
        }
        class Program { static void Main() { } static void Configure(IServiceCollection services) { {|#1:services|}.ToString(); } }
        """;

    private static string Registering(string registration, bool reported) => Buses
        .Replace("{|#1:services|}.ToString();", registration).Replace("{|#0:Tell|}", reported ? "[|Tell|]" : "Tell");

    [Theory]
    [InlineData("services.AddScoped<INews, Log>();")]
    [InlineData("services.TryAddSingleton<INews, Log>();")]
    [InlineData("services.AddScoped(typeof(INews), typeof(Log));")]
    [InlineData("services.Replace(ServiceDescriptor.Scoped<INews, Log>());")]
    [InlineData("services.AddSingleton<INews>(new Log());")]
    public Task An_implementation_that_nobody_registers_is_not_followed(string registration) => Rule.AsProgram().StaysSilent(Registering(registration, reported: false));

    [Theory]
    [InlineData("services.AddScoped<INews, Broker>();")]
    [InlineData("services.AddScoped<INews>(_ => null!); services.AddScoped<INews, Log>();")]
    [InlineData("services.AddScoped<Orders>();")]
    public Task All_are_followed_where_one_is_registered_or_nobody_can_tell(string registration) => Rule.AsProgram().Reports(Registering(registration, reported: true));

    [Fact]
    public Task Events_dispatched_by_their_base_reach_the_handlers_of_all() => Rule.AsProgram().ReportsAs(DiagnosticSeverity.Info, Shop + """
        class Program { static void Main() { } }
        record OrderShipped(int Id) : INotification;
        class ShippedHandler(IBus bus) : INotificationHandler<OrderShipped>
        {
            public Task Handle(OrderShipped shipped, CancellationToken stop) => bus.Publish(new OrderPlaced(shipped.Id));
        }
        class EventfulContext(IPublisher mediator) : ShopContext
        {
            public List<INotification> Events { get; } = new();
            public override async Task<int> SaveChangesAsync(CancellationToken stop = default)
            {
                foreach (var happened in Events)
                    await mediator.[|Publish|](happened, stop);
                return await base.SaveChangesAsync(stop);
            }
        }
        """);

    private const string Agent = """
        class Program { static void Main() { } }
        interface INodes { Task Mark(); Task Tell(); }
        class RemoteNodes(IBus bus) : INodes { public Task Mark() => Task.CompletedTask; public Task Tell() => bus.Publish(new OrderPlaced(2)); }
        class Agent(INodes nodes) { public async Task Beat() { await nodes.Mark(); await nodes.[|Tell|](); } }

        """;

    [Fact]
    public Task One_object_is_not_of_the_class_that_saves_and_of_the_one_that_sends() => Rule.AsProgram().StaysSilent(Shop + Agent.Replace("[|Tell|]", "Tell")
        + "class LocalNodes(ShopContext db) : INodes { public Task Mark() => db.SaveChangesAsync(); public Task Tell() => Task.CompletedTask; }");

    [Fact]
    public Task One_object_may_be_of_a_class_that_saves_and_sends() => Rule.AsProgram().Reports(Shop + Agent
        + "class BothNodes(ShopContext db, IBus bus) : INodes { public Task Mark() => db.SaveChangesAsync(); public Task Tell() => bus.Publish(new OrderPlaced(1)); }");

    private const string Job = """
        class Program { static void Main() { } }
        abstract class Job
        {
            public async Task Run() { await Save(); await this.[|Tell|](); }
            protected abstract Task Save();
            protected virtual Task Tell() => Task.CompletedTask;
        }
        class Told(IBus bus, ShopContext db) : Job { protected override Task Save() => SAVE; protected override Task Tell() => bus.Publish(new OrderPlaced(2)); }

        """;

    [Fact]
    public Task One_override_that_saves_does_not_meet_another_that_sends() => Rule.AsProgram().StaysSilent(Shop + Job.Replace("[|Tell|]", "Tell").Replace("SAVE", "Task.CompletedTask")
        + "class Saved(ShopContext db) : Job { protected override Task Save() => db.SaveChangesAsync(); }");

    [Fact]
    public Task Two_overrides_of_one_class_that_save_and_send_meet() => Rule.AsProgram().Reports(Shop + Job.Replace("SAVE", "db.SaveChangesAsync()"));

    [Fact]
    public Task A_wrapper_that_passes_a_message_on_reaches_nobody_in_particular() => Rule.AsProgram().StaysSilent(Shop + """
        class Program { static void Main() { } }
        record OrderShipped(int Id) : INotification;
        record OrderRead(int Id) : INotification;
        class ShippedHandler(IBus bus) : INotificationHandler<OrderShipped>
        {
            public Task Handle(OrderShipped shipped, CancellationToken stop) => bus.Publish(new OrderPlaced(shipped.Id));
        }
        class Wrapper(IPublisher mediator) { public Task Tell(INotification happened) => mediator.Publish(happened); }
        class Orders(ShopContext db, Wrapper wrapper)
        {
            public async Task Read() { await db.SaveChangesAsync(); await wrapper.Tell(new OrderRead(1)); }
        }
        """);

    [Fact]
    public Task A_mail_that_goes_through_a_queue_is_a_mail_still() => Rule.ReportsAs(DiagnosticSeverity.Info, Shop + """
        interface IMailService { Task BulkSendOffersAsync(Order order); }
        class QueuedMails(IBus bus) : IMailService { public Task BulkSendOffersAsync(Order order) => bus.Publish(new OrderPlaced(order.Id)); }
        class Orders(ShopContext db, IMailService mails)
        {
            public async Task Place(Order order) { await db.SaveChangesAsync(); await mails.[|BulkSendOffersAsync|](order); }
        }
        """);

    [Fact]
    public Task What_a_question_writes_on_the_way_is_no_business_and_what_a_checkout_writes_is() => Rule.Reports(Shop + """
        class Accounts(ShopContext db, IBus bus)
        {
            public async Task Login(Order order) { if (await CheckPasswordAsync(order)) await bus.Publish(new OrderPlaced(order.Id)); }
            public async Task Buy(Order order) { if (await CheckoutAsync(order)) await bus.[|Publish|](new OrderPlaced(order.Id)); }
            public async Task Rename(Order order) { await GetSettings(); await bus.Publish(new OrderPlaced(order.Id)); }
            public async Task Number(Order order) { await GetOrCreateNumber(); await bus.[|Publish|](new OrderPlaced(order.Id)); }
            private async Task<string> GetSettings() { await db.SaveChangesAsync(); return "default"; }
            private async Task<int> GetOrCreateNumber() { await db.SaveChangesAsync(); return 1; }
            private async Task<bool> CheckPasswordAsync(Order order) { await db.SaveChangesAsync(); return true; }
            private async Task<bool> CheckoutAsync(Order order) { await db.SaveChangesAsync(); return true; }
        }
        """);

    [Fact]
    public Task Of_several_commits_the_one_that_always_comes_with_the_message_is_named() => Rule.Reports(Shop + """
        class Orders(ShopContext db, IBus bus)
        {
            public async Task Place(Order order)
            {
                await Save();
                if (order.Id == 0)
                    await Count();
                await bus.[|Publish|](new OrderPlaced(order.Id));
            }
            private Task Save() => db.SaveChangesAsync();
            private Task Count() => db.SaveChangesAsync();
        }
        """,
        "Dual write: the database change is saved (Orders.Save → ShopContext.SaveChangesAsync), then the message is sent (IBus.Publish). If the process stops in between, or this call fails, the change is there and the message is lost. Save the message in the same transaction: MassTransit has an outbox for this (AddEntityFrameworkOutbox with UseBusOutbox, and publish through IPublishEndpoint).");

    [Fact]
    public Task A_mail_that_goes_through_a_queue_is_information_as_any_mail() => Rule.ReportsAs(DiagnosticSeverity.Info, Shop + """
        interface IMailService { Task SendConfirmed(int id); }
        class QueuedMail(IBus bus) : IMailService { public Task SendConfirmed(int id) => bus.Publish(new OrderPlaced(id)); }
        class Orders(ShopContext db, IMailService mail)
        {
            public async Task Confirm(Order order) { await db.SaveChangesAsync(); await mail.[|SendConfirmed|](order.Id); }
        }
        """);

    [Fact]
    public Task A_mail_before_the_save_is_left_to_the_reader() => Rule.StaysSilent(Shop + """
        class Orders(ShopContext db, System.Net.Mail.SmtpClient mail)
        {
            public async Task Confirm(Order order) { await mail.SendMailAsync("shop@acme", "you@acme", "Try again", ""); await db.SaveChangesAsync(); }
        }
        """);
}
