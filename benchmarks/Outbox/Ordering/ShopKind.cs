using DistPatterns.Benchmarks.Outbox.Cap;
using DistPatterns.Benchmarks.Outbox.Servers;

namespace DistPatterns.Benchmarks.Outbox.Ordering;

/// <summary>A way to tell of orders.</summary>
/// <param name="Name">How it is called in the report.</param>
/// <param name="StartAsync">Starts such a shop on a database that has the table of orders; what is confirmed is told to the acks.</param>
internal sealed record ShopKind(string Name, Func<OwnDatabase, Acks, Task<IShop>> StartAsync)
{
    public static ShopKind Plain { get; } = new("no message", (database, _) => Task.FromResult<IShop>(new PlainShop(database)));

    public static ShopKind Outbox(bool dispatch) => new(
        $"a row in the outbox, dispatcher {(dispatch ? "on, without a broker" : "off")}",
        (database, acks) => OutboxShop.OpenAsync(database, broker: null, dispatch, acks));

    public static ShopKind Entities(bool tells, bool begins) => new(
        $"{(tells ? "a message by db.Outbox()" : "no message")}, {(begins ? "in a transaction that the shop begins" : "in the transaction of the save")}",
        (database, acks) => EntityShop.OpenAsync(database, tells, begins, acks));

    public static ShopKind OutboxHolding(int held) => new($"{held:N0} held messages", (database, acks) => OutboxShop.OpenHoldingAsync(database, held, acks));

    public static ShopKind OutboxOver(Broker broker) => new(
        "DistPatterns", (database, acks) => OutboxShop.OpenAsync(database, broker, dispatch: true, acks));

    public static ShopKind CapOver(Broker broker) => new(
        "CAP 10.0.2", (database, acks) => CapShop.OpenAsync(database, broker, acks));

    /// <summary>Opens such a shop on a database of its own, ready to be measured.</summary>
    /// <param name="postgres">The server.</param>
    /// <param name="orders">How many will be placed.</param>
    public async Task<OpenShop> OpenAsync(string postgres, int orders)
    {
        var database = await OwnDatabase.CreateAsync(postgres);
        try
        {
            await Orders.CreateTableAsync(database);
            var acks = new Acks(orders);
            var shop = await StartAsync(database, acks);
            await database.SettleAsync();
            return new(database, shop, acks);
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }
}
