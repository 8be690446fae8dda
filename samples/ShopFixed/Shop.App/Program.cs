using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Shop;

var options = ShopOptions.Of(args);
var builder = Host.CreateApplicationBuilder();
builder.Logging.SetMinimumLevel(LogLevel.Warning).AddFilter("DistPatterns.Sagas", LogLevel.Error).AddConsole(c => c.LogToStandardErrorThreshold = LogLevel.Trace);
builder.Services.AddShop(options).AddSingleton<Customers>();
using var host = builder.Build();
Console.WriteLine(options.Postgres is null ? $"the shop keeps its orders in {options.Sqlite}" : "the shop keeps its orders in PostgreSQL");
await host.Services.CreateTablesAsync();
await host.StartAsync();
await host.Services.GetRequiredService<Customers>().VisitAsync(host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping);
await host.StopAsync();
