using System.CommandLine;
using System.CommandLine.Parsing;

namespace Shop;

/// <summary>The command line.</summary>
public static class ShopCommand
{
    private static readonly Option<string> Sqlite = new("--sqlite") { Description = "The file of the embedded database.", DefaultValueFactory = _ => Path.Combine(Path.GetTempPath(), "shop-fixed.db") };
    private static readonly Option<string?> Postgres = new("--postgres") { Description = "The connection string of a PostgreSQL, instead of the file." };
    private static readonly Option<Uri?> RabbitMq = new("--rabbitmq") { Description = "The address of a RabbitMQ, instead of messages within the process.", CustomParser = Address };
    private static readonly Option<int> Orders = new("--orders") { Description = "How many orders are placed.", DefaultValueFactory = _ => 5 };
    private static readonly Option<double> Rate = new("--rate") { Description = "How many of them in a second; all at once, if not given." };
    private static readonly Option<string?> Fail = new Option<string?>("--fail") { Description = "Every third order is refused at this step." }.AcceptOnlyFromAmong("payment", "stock");
    private static readonly Option<string?> KillAfter = new Option<string?>("--kill-after") { Description = "This process is killed when an order has come so far." }.AcceptOnlyFromAmong("payment", "stock");
    private static readonly Option<bool> Quiet = new("--quiet") { Description = "Nothing is told of what happens, and nobody reads every event to tell it." };

    public static Task<int> RunAsync(string[] args, Func<ShopOptions, Task> run)
    {
        var root = new RootCommand("A shop whose orders end completed or cancelled, whatever is refused or killed.") { Sqlite, Postgres, RabbitMq, Orders, Rate, Fail, KillAfter, Quiet };
        root.Validators.Add(given =>
        {
            if (given.GetValue(Quiet) && given.GetValue(KillAfter) is not null)
            {
                given.AddError("--kill-after needs the story, which hears how far an order is: leave --quiet out.");
            }
        });
        root.SetAction((given, _) => run(
            new(given.GetValue(Sqlite)!, given.GetValue(Postgres), given.GetValue(RabbitMq), given.GetValue(Orders), given.GetValue(Rate), given.GetValue(Fail), given.GetValue(KillAfter), given.GetValue(Quiet))));
        return root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null }); // signals are the host's
    }

    private static Uri? Address(ArgumentResult given)
    {
        if (!Uri.TryCreate(given.Tokens[0].Value, UriKind.Absolute, out var address))
        {
            given.AddError($"'{given.Tokens[0].Value}' is no address, as amqp://guest:guest@localhost.");
        }

        return address;
    }
}
