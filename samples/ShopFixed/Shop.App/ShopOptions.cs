using Microsoft.Extensions.Configuration;

namespace Shop;

/// <summary>What the command line says.</summary>
public sealed class ShopOptions
{
    /// <summary>The file of the embedded database.</summary>
    public string Sqlite { get; set; } = Path.Combine(Path.GetTempPath(), "shop-fixed.db");

    /// <summary>A PostgreSQL instead.</summary>
    public string? Postgres { get; set; }

    /// <summary>A RabbitMQ, for messages that leave the process.</summary>
    public Uri? RabbitMq { get; set; }

    /// <summary>How many orders are placed.</summary>
    public int Orders { get; set; } = 5;

    /// <summary>How many of them in a second; all at once where 0.</summary>
    public double Rate { get; set; }

    /// <summary><c>payment</c> or <c>stock</c>: refuses every third order.</summary>
    public string? Fail { get; set; }

    /// <summary><c>payment</c> or <c>stock</c>: kills this process when an order has come as far.</summary>
    [ConfigurationKeyName("kill-after")]
    public string? KillAfter { get; set; }

    public static ShopOptions Of(string[] args) =>
        new ConfigurationBuilder().AddCommandLine(args).Build().Get<ShopOptions>(b => b.ErrorOnUnknownConfiguration = true) ?? new();

    public bool Fails(string step, int order) => Fail == step && order % 3 == 0;
}
