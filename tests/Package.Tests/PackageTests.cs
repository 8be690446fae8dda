using DistPatterns.Package.Tests.Testing;

namespace DistPatterns.Package.Tests;

/// <summary>What somebody who installs the package sees.</summary>
public sealed class PackageTests(PackedAnalyzers package) : IClassFixture<PackedAnalyzers>
{
    private const string Prices = """
        class Prices
        {
            private readonly HttpClient _http = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };

            public Task<string> Get() => _http.GetStringAsync("https://prices/today");
        }
        """;

    private const string Hashes = """
        static class Hashes
        {
            public static int Spread(string key) => Math.Abs(key.GetHashCode()); // between two nodes
        }
        """;

    private const string Model = """
        # Acme 1.0
        [Acme.IOrders]
        call  SaveAsync     commit

        [Acme.IEventBus]
        call  FlushAsync    publishes
        call  PublishAsync  publish  message=event
        """;

    private const string Acme = """
        namespace Acme;

        interface IOrders { Task SaveAsync(object order); }
        interface IEventBus { Task PublishAsync(object @event); Task FlushAsync(); }

        class Checkout(IOrders orders, IEventBus bus)
        {
            public async Task Place(object order)
            {
                await orders.SaveAsync(order);
                await bus.PublishAsync(order); // seen within the type
            }
        }

        interface IAnnouncer { Task Announce(object what); }

        class Announcer(IEventBus bus) : IAnnouncer
        {
            public Task Announce(object what) => bus.PublishAsync(what);
        }

        class Returns(IOrders orders, IAnnouncer announcer)
        {
            public async Task Take(object order)
            {
                await orders.SaveAsync(order);
                await announcer.Announce(order); // seen through the compilation's graph
            }
        }
        """;

    [Fact]
    public void It_holds_the_analyzers_the_fixes_and_the_visible_properties_and_nothing_else() => Assert.Equal(
        [
            "DistPatterns.Analyzers.nuspec", "README.md", "analyzers/dotnet/cs/DistPatterns.Analyzers.dll", "analyzers/dotnet/cs/DistPatterns.CodeFixes.dll",
            "build/DistPatterns.Analyzers.props", "buildTransitive/DistPatterns.Analyzers.props",
        ],
        package.Entries);

    [Fact]
    public async Task The_build_warns_counts_a_users_model_and_names_its_broken_line()
    {
        var (succeeded, messages, output) = await package.NewProject()
            .With("Prices.cs", Prices).With("Hashes.cs", Hashes).With("Acme.cs", Acme).With("Acme.distpatterns.model", Model).Build();

        Assert.True(succeeded, output);
        Assert.Equal(
            ["Acme.cs(11): warning DP2001", "Acme.cs(27): warning DP2001", "Acme.distpatterns.model(6): warning DP0002", "Hashes.cs(3): warning DP5002", "Prices.cs(3): warning DP1001"],
            messages);
    }

    [Fact]
    public async Task An_editorconfig_makes_errors_and_silence_of_what_both_hosts_say()
    {
        var (succeeded, messages, _) = await package.NewProject()
            .With("Prices.cs", Prices).With("Hashes.cs", Hashes).With("Acme.cs", Acme).With("Acme.distpatterns.model", Model)
            .With(".editorconfig", """
                root = true

                [*.cs]
                dotnet_diagnostic.DP1001.severity = none
                dotnet_diagnostic.DP2001.severity = error
                dotnet_diagnostic.DP5002.severity = suggestion
                """).Build();

        Assert.False(succeeded);
        Assert.Equal(["Acme.cs(11): error DP2001", "Acme.cs(27): error DP2001", "Acme.distpatterns.model(6): warning DP0002"], messages);
    }

    [Fact]
    public async Task A_test_project_is_known_by_its_property()
    {
        var (succeeded, messages, output) = await package.NewProject().WithProperty("IsTestProject", "true").With("Prices.cs", Prices).Build();

        Assert.True(succeeded, output);
        Assert.Equal([], messages);
    }

    [Fact]
    public async Task Dotnet_format_applies_a_fix_and_sees_the_findings_of_both_hosts()
    {
        var project = package.NewProject().With("Hashes.cs", Hashes).With("Acme.cs", Acme).With("Acme.distpatterns.model", Model);

        var output = await project.Format("DP5002", "DP2001");

        Assert.Equal(Hashes.Replace("Math.Abs(key.GetHashCode())", "key.GetHashCode() & int.MaxValue"), project.Read("Hashes.cs"));
        Assert.Contains("Acme.cs(11,", output);
        Assert.Contains("Acme.cs(27,", output);
    }
}
