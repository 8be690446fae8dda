using Microsoft.EntityFrameworkCore;
using Shop.Messaging;
using Shop.Ordering.Data;
using Shop.Ordering.Orders;
using Shop.Ordering.Returns;

namespace Shop.Ordering;

internal static class OrderEndpoints
{
    public static void MapOrders(this IEndpointRouteBuilder app)
    {
        var orders = app.MapGroup("/orders");

        orders.MapGet("/{id:guid}", async (Guid id, IOrderRepository repository, CancellationToken cancellationToken) =>
            await repository.FindAsync(id, cancellationToken) is { } order ? Results.Ok(order) : Results.NotFound());

        orders.MapPost("/", async (PlaceOrder command, PlaceOrderHandler handler, CancellationToken cancellationToken) =>
            await handler.HandleAsync(command, cancellationToken) is { } id ? Results.Created($"/orders/{id}", new { id }) : Results.Conflict());

        orders.MapPost("/{id:guid}/payment", (Guid id, string currency, PayOrderHandler handler, CancellationToken cancellationToken) =>
            handler.HandleAsync(id, currency, cancellationToken));

        orders.MapPost("/{id:guid}/shipment", (Guid id, string carrier, ShipOrderHandler handler, CancellationToken cancellationToken) =>
            handler.HandleAsync(id, carrier, cancellationToken));

        orders.MapDelete("/{id:guid}", (Guid id, string reason, CancellationService service, CancellationToken cancellationToken) =>
            service.CancelAsync(id, reason, cancellationToken));

        orders.MapPost("/{id:guid}/return", async (Guid id, ReturnsService service, CancellationToken cancellationToken) =>
            await service.ReturnAsync(id, cancellationToken) ? Results.NoContent() : Results.NotFound());

        orders.MapPost("/{id:guid}/complaint", (Guid id, string text, ComplaintService service, CancellationToken cancellationToken) =>
            service.RaiseAsync(id, text, cancellationToken));

        orders.MapPut("/imported/{externalId}", (string externalId, PlaceOrder command, OrderImport import, CancellationToken cancellationToken) =>
            import.ImportAsync(externalId, command, cancellationToken));
    }

    /// <summary>For support: forget what a customer did, or have the search index built anew.</summary>
    public static void MapSupport(this IEndpointRouteBuilder app)
    {
        app.MapDelete("/support/activity/{customerId}", (string customerId, OrderingContext db, CancellationToken cancellationToken) =>
            db.Activities.Where(a => a.CustomerId == customerId).ExecuteDeleteAsync(cancellationToken));

        app.MapPost("/support/reindex", (IEventBus events, CancellationToken cancellationToken) =>
            events.PublishAsync(new ReindexRequested(), cancellationToken));
    }
}

public sealed record ReindexRequested : IntegrationEvent;
