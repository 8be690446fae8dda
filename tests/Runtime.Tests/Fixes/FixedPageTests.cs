using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using DistPatterns.Replication;
using DistPatterns.Resilience;
using DistPatterns.Runtime.Tests.Databases;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DistPatterns.Runtime.Tests.Fixes;

/// <summary>The code that a rule's page calls fixed, run.</summary>
public sealed class FixedPageTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, InlineData("DP1001"), InlineData("DP2001"), InlineData("DP2001.Dapper"), InlineData("DP4001"), InlineData("DP5001")]
    public async Task What_runs_here_is_what_the_page_shows(string file)
    {
        var folder = Path.GetDirectoryName(ThisFile())!;
        var code = await File.ReadAllTextAsync(Path.Combine(folder, $"{file}.cs"), Cancel);
        var page = await File.ReadAllTextAsync(Path.Combine(folder, $"../../../docs/rules/{file.Split('.')[0]}.md"), Cancel);

        Assert.Contains($"\n```csharp runtime\n{code[(code.IndexOf('\n', StringComparison.Ordinal) + 1)..]}```\n", page[page.IndexOf("\n## Fixed\n", StringComparison.Ordinal)..], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_of_prices_tells_how_much_time_it_has()
    {
        var server = new Answering();
        var services = new ServiceCollection();
        services.AddPrices();
        services.ConfigureHttpClientDefaults(client => client.ConfigurePrimaryHttpMessageHandler(() => server));
        await using var provider = services.BuildServiceProvider();

        Assert.Equal("12", await provider.GetRequiredService<PriceList>().Get());

        Assert.True(DeadlineHeader.Http.TryParse(Assert.Single(server.Headers!.GetValues(DeadlineHeader.Http.Name)), out var left));
        Assert.InRange(left, TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_cart_that_two_replicas_took_is_read_from_any_two()
    {
        InMemoryReplica<string, string>[] replicas = [new("a"), new("b"), new("c")];
        using var carts = new CartReplicas(replicas).Open();

        await carts.WriteAsync("Ada", "lamp", Cancel);

        Assert.Equal("lamp", (await carts.ReadAsync("Ada", Cancel))?.Value);
    }

    [Fact]
    public void A_partition_is_the_same_in_every_process() =>
        Assert.Equal([5, 5, 5, 2], new[] { "order-1", "order-2", "order-3", "order-4" }.Select(new OrderPartitions().PartitionOf));

    [Fact]
    public async Task The_message_is_committed_with_the_order_or_not_at_all()
    {
        await using var sqlite = new SqliteDatabase();
        await using var services = new ServiceCollection().AddLogging()
            .AddDbContext<ShopContext>(o => o.UseSqlite(sqlite.ConnectionString))
            .AddDistPatterns(d => d.UseSqlite(sqlite.ConnectionString).UseEntityFrameworkCore<ShopContext>().UseInProcessTransport().AddOutbox().AddMessage<global::OrderPlaced>("orders"))
            .BuildServiceProvider();
        await using (var scope = services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<ShopContext>().Database.EnsureCreatedAsync(Cancel);
        }

        await services.CreateDistPatternsTablesAsync(Cancel);
        var order = new global::Order { Total = 12 };

        await PlaceAsync(services, order);
        Assert.Equal((1L, 1L), await CountAsync(sqlite));
        Assert.Contains(order.Id.ToString(), (string)(await sqlite.Source.QueryAsync("select cast(body as text) from dp_outbox"))!, StringComparison.Ordinal);

        await Assert.ThrowsAsync<DbUpdateException>(() => PlaceAsync(services, new global::Order { Id = order.Id }));
        Assert.Equal((1L, 1L), await CountAsync(sqlite));
    }

    private static async Task PlaceAsync(IServiceProvider services, global::Order order)
    {
        await using var scope = services.CreateAsyncScope();
        await new Checkout(scope.ServiceProvider.GetRequiredService<ShopContext>(), null!).Place(order, Cancel);
    }

    private static async Task<(long Orders, long Messages)> CountAsync(SqliteDatabase database) =>
        ((long)(await database.Source.QueryAsync("select count(*) from Orders"))!, (long)(await database.Source.QueryAsync("select count(*) from dp_outbox"))!);

    private sealed class Answering : HttpMessageHandler
    {
        public HttpRequestHeaders? Headers { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Headers = request.Headers;
            return Task.FromResult(new HttpResponseMessage { Content = new StringContent("12") });
        }
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
