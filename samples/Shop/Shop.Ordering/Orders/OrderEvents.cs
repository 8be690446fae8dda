using Shop.Messaging;

namespace Shop.Ordering.Orders;

public sealed record OrderLineSold(string Sku, int Quantity);

public sealed record OrderPlaced(Guid OrderId, string CustomerId, IReadOnlyList<OrderLineSold> Lines) : IntegrationEvent;

public sealed record OrderPaid(Guid OrderId, string Reference) : IntegrationEvent;

public sealed record OrderShipped(Guid OrderId, string Carrier) : IntegrationEvent;

public sealed record OrderCancelled(Guid OrderId, string Reason) : IntegrationEvent;

public sealed record OrderReturned(Guid OrderId) : IntegrationEvent;

public sealed record OrderRejected(string ExternalId, string Reason) : IntegrationEvent;
