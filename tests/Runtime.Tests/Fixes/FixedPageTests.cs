using System.Runtime.CompilerServices;
using DistPatterns.Runtime.Tests.Databases;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DistPatterns.Runtime.Tests.Fixes;

/// <summary>The code that a rule's page calls fixed, run.</summary>
public sealed class FixedPageTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_runs_here_is_what_the_page_shows()
    {
        var folder = Path.GetDirectoryName(ThisFile())!;
        var code = await File.ReadAllTextAsync(Path.Combine(folder, "DP2001.cs"), Cancel);
        var page = await File.ReadAllTextAsync(Path.Combine(folder, "../../../docs/rules/DP2001.md"), Cancel);

        Assert.Contains($"\n## Fixed\n\n```csharp runtime\n{code[(code.IndexOf('\n', StringComparison.Ordinal) + 1)..]}```\n", page, StringComparison.Ordinal);
    }

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

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
