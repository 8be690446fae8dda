using Shop.Inventory;
using Shop.Inventory.Replication;
using Shop.Inventory.Stock;
using Shop.Messaging;
using StackExchange.Redis;

var builder = WebApplication.CreateBuilder(args);

builder.Services.AddMessaging(builder.Configuration);
builder.Services.AddSingleton<IConnectionMultiplexer>(_ => ConnectionMultiplexer.Connect(builder.Configuration.GetConnectionString("Redis")!));
builder.Services.AddSingleton<StockLevels>();
builder.Services.AddSingleton<StockLanes>();
builder.Services.AddSingleton<StockFeed>();
builder.Services.AddHostedService<OrderPlacedConsumer>();
builder.Services.AddHostedService<ReplenishmentJob>();
builder.Services.AddHostedService<StocktakeJob>();
builder.Services.Configure<Dictionary<string, ReplicaOptions>>(builder.Configuration.GetSection("Replication"));

var app = builder.Build();

app.MapGet("/stock/{article}", async (string article, string? variant, StockLevels levels) =>
    await levels.AvailableAsync(new(article, variant ?? "")));
app.MapPut("/stock/{article}", (string article, int quantity, StockLevels levels) => levels.IntroduceAsync(new(article, ""), quantity));
app.MapGet("/shards/{postcode}", (string postcode) => WarehouseRouting.ShardOfPostcode(postcode));

app.Run();
