namespace Shop;

/// <summary>What the command line says.</summary>
/// <param name="Sqlite">The file of the embedded database.</param>
/// <param name="Postgres">A PostgreSQL instead.</param>
/// <param name="RabbitMq">A RabbitMQ, for messages that leave the process.</param>
/// <param name="Orders">How many orders are placed.</param>
/// <param name="Rate">How many of them in a second; all at once where 0.</param>
/// <param name="Fail">Refuses every third order at this step.</param>
/// <param name="KillAfter">Kills this process when an order has come so far.</param>
/// <param name="Quiet">Tells nothing of what happens.</param>
public sealed record ShopOptions(string Sqlite, string? Postgres, Uri? RabbitMq, int Orders, double Rate, string? Fail, string? KillAfter, bool Quiet)
{
    public bool Fails(string step, int order) => Fail == step && order % 3 == 0;
}
