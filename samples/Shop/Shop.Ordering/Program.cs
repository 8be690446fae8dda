using Microsoft.EntityFrameworkCore;
using Shop.Messaging;
using Shop.Ordering;
using Shop.Ordering.Data;
using Shop.Ordering.DomainEvents;
using Shop.Ordering.Orders;
using Shop.Ordering.Returns;
using Shop.Payment;

var builder = WebApplication.CreateBuilder(args);

builder.Services.AddDbContext<OrderingContext>(o => o.UseSqlite(builder.Configuration.GetConnectionString("Ordering")));
builder.Services.AddDbContext<EventLogContext>(o => o.UseSqlite(builder.Configuration.GetConnectionString("EventLog")));
builder.Services.AddMessaging(builder.Configuration);
builder.Services.AddOutboxRelay<OrderingContext>();
builder.Services.AddOutboxRelay<EventLogContext>();
builder.Services.AddPayments(builder.Configuration);

builder.Services.AddScoped<IIntegrationEventLog, IntegrationEventLog>();
builder.Services.AddScoped<IOrderRepository, OrderRepository>();
builder.Services.AddScoped<IDispatcher, Dispatcher>();
builder.Services.AddScoped<IHandler<ShipmentRecorded>, CountShipments>();
builder.Services.AddScoped<IHandler<ShipmentRecorded>, LogShipments>();
builder.Services.AddScoped<PlaceOrderHandler>();
builder.Services.AddScoped<PayOrderHandler>();
builder.Services.AddScoped<ShipOrderHandler>();
builder.Services.AddScoped<CancellationService>();
builder.Services.AddScoped<OrderImport>();
builder.Services.AddScoped<ReturnsService>();
builder.Services.AddScoped<ComplaintService>();

var app = builder.Build();

using (var scope = app.Services.CreateScope())
{
    scope.ServiceProvider.GetRequiredService<OrderingContext>().Database.EnsureCreated();
    scope.ServiceProvider.GetRequiredService<EventLogContext>().Database.EnsureCreated();
}

app.MapOrders();
app.MapSupport();
app.Run();
