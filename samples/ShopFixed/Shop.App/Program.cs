using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Shop;

return await ShopCommand.RunAsync(args, async options =>
{
    var builder = Host.CreateApplicationBuilder();
    builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Warning).AddFilter("DistPatterns.Sagas", LogLevel.Error);
    builder.Logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace); // the story alone is on the standard output
    builder.Services.AddShop(options).AddSingleton<Customers>();
    using var host = builder.Build();

    Console.WriteLine($"the shop keeps its orders in {(options.Postgres is null ? options.Sqlite : "PostgreSQL")}");
    await host.Services.CreateTablesAsync();
    await host.StartAsync();
    var stopping = host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping; // Ctrl+C
    try
    {
        await host.Services.GetRequiredService<Customers>().VisitAsync(stopping);
    }
    catch (OperationCanceledException) when (stopping.IsCancellationRequested)
    {
        Console.WriteLine("stopped: orders that are under way go on at the next start");
    }

    await host.StopAsync(); // finishes what is in flight
});
