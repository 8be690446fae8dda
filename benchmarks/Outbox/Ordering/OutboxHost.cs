using System.Globalization;
using DistPatterns.Benchmarks.Outbox.Servers;
using DistPatterns.Messaging;
using DistPatterns.Outbox;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DistPatterns.Benchmarks.Outbox.Ordering;

/// <summary>A program with our outbox, as one sets it up; what is confirmed is told to the acks.</summary>
internal static class OutboxHost
{
    /// <param name="database">Where the outbox is. Its tables are created.</param>
    /// <param name="link">The broker and the exchange; none, if null: every message is accepted at once.</param>
    /// <param name="dispatch">Whether it sends.</param>
    /// <param name="acks">Is told of what was sent.</param>
    /// <param name="buckets">How many buckets it has.</param>
    /// <param name="configure">Adds what else the program has.</param>
    public static async Task<IHost> BuildAsync(OwnDatabase database, (Broker Broker, string Exchange)? link, bool dispatch, Acks acks, int buckets = 16, Action<IServiceCollection>? configure = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        var services = builder.Services;
        services.AddLogging(l => l.AddFilter(_ => false));
        services.AddDistPatterns(p =>
        {
            p.UsePostgres(database.Source).AddOutbox(o => (o.Dispatch, o.Buckets) = (dispatch, buckets)).AddMessage<OrderPlaced>(link?.Exchange);
            if (link is { } given)
            {
                p.UseRabbitMq(o => (o.Broker, o.ConfirmWindow) = (given.Broker.Address, Broker.Window));
            }
        });
        var sends = services.LastOrDefault(s => s.ServiceType == typeof(IOutboxTransport))?.ImplementationFactory;
        services.AddSingleton<IOutboxTransport>(s => new ObservedTransport(sends?.Invoke(s) as IOutboxTransport ?? new AcceptingTransport(), acks));
        configure?.Invoke(services);
        var host = builder.Build();
        await host.Services.CreateDistPatternsTablesAsync();
        return host;
    }

    public static string KeyOf(long order) => order.ToString(CultureInfo.InvariantCulture);
}
