using Shop.Messaging;

namespace Shop.Inventory.Stock;

public sealed record StockChanged(string Sku, long Available) : IntegrationEvent;
