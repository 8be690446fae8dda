namespace Shop;

// Commands go to one service, which must obey or refuse.
public sealed record ReserveStock(int OrderId, string Article, int Quantity);
public sealed record ReleaseStock(int OrderId);
public sealed record TakePayment(int OrderId, decimal Amount);

// Events say what has happened, to whoever wants to know.
public sealed record OrderPlaced(int OrderId, string Article, int Quantity, decimal Amount);
public sealed record StockReserved(int OrderId);
public sealed record OutOfStock(int OrderId);
public sealed record StockReleased(int OrderId);
public sealed record PaymentTaken(int OrderId);
public sealed record PaymentDeclined(int OrderId);
public sealed record OrderCompleted(int OrderId);
public sealed record OrderCancelled(int OrderId);
