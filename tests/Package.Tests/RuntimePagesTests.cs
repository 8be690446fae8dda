using DistPatterns.Package.Tests.Testing;

namespace DistPatterns.Package.Tests;

/// <summary>What a new user sees who has the pages of docs/runtime and the packages, and nothing else.</summary>
public sealed class RuntimePagesTests(PackedRuntime packed) : IClassFixture<PackedRuntime>
{
    public static TheoryData<string> Programs => [.. PageProgram.All.Select(p => p.Name)];

    [Theory, MemberData(nameof(Programs))]
    public async Task A_program_of_a_page_prints_in_a_fresh_application_what_the_page_says(string name)
    {
        var program = PageProgram.All.Single(p => p.Name == name);

        Assert.Equal(program.Prints, await packed.Run(program));
    }

    [Fact]
    public void Each_page_has_a_program_and_the_index_names_each_page() => Assert.Equal(
        ["lease.md", "outbox.md", "quorum.md", "resilience.md", "saga.md"],
        PageProgram.All.Select(p => p.Page).Distinct().Where(p => File.ReadAllText(Path.Combine(PackedRuntime.Repository, "docs/runtime/README.md")).Contains($"({p})", StringComparison.Ordinal)));

    [Theory]
    [InlineData("DistPatterns.Runtime", "DistPatterns.Runtime.Discovery", "DistPatterns.Runtime.Messaging")]
    [InlineData("DistPatterns.Runtime.Resilience", "Polly.Core")]
    [InlineData(
        "DistPatterns.Runtime.Data", "DistPatterns.Runtime.Resilience", "Microsoft.Extensions.Caching.Hybrid", "Microsoft.Extensions.Diagnostics.HealthChecks",
        "Microsoft.Extensions.Hosting.Abstractions", "Microsoft.Extensions.Logging", "Microsoft.Extensions.Options.DataAnnotations", "System.IO.Hashing")]
    [InlineData(
        "DistPatterns.Runtime.Messaging", "DistPatterns.Runtime.Data", "Microsoft.Extensions.Diagnostics.HealthChecks",
        "Microsoft.Extensions.Hosting.Abstractions", "Microsoft.Extensions.Logging", "Microsoft.Extensions.Options.DataAnnotations")]
    [InlineData("DistPatterns.Runtime.Discovery", "DistPatterns.Runtime.Data", "Microsoft.Extensions.ServiceDiscovery", "Npgsql")]
    [InlineData("DistPatterns.Runtime.Http", "DistPatterns.Runtime.Resilience", "Microsoft.Extensions.Http.Resilience", "Microsoft.Extensions.Options.DataAnnotations")]
    [InlineData("DistPatterns.Runtime.AspNetCore", "DistPatterns.Runtime.Resilience")]
    [InlineData("DistPatterns.Runtime.EntityFrameworkCore", "DistPatterns.Runtime.Messaging", "Microsoft.EntityFrameworkCore.Relational")]
    [InlineData("DistPatterns.Runtime.MassTransit", "DistPatterns.Runtime.Messaging", "MassTransit")]
    [InlineData("DistPatterns.Runtime.RabbitMQ", "DistPatterns.Runtime.Messaging", "RabbitMQ.Client")]
    [InlineData("DistPatterns.Runtime.Postgres", "DistPatterns.Runtime.Data", "DistPatterns.Runtime.Messaging", "Npgsql", "System.Threading.RateLimiting")]
    [InlineData("DistPatterns.Runtime.Sqlite", "DistPatterns.Runtime.Data", "DistPatterns.Runtime.Messaging", "Microsoft.Data.Sqlite")]
    public void A_package_lists_what_it_uses_and_takes_the_others_of_the_runtime_in_its_own_version(string id, params string[] needs)
    {
        var dependencies = packed.Packages[id].Dependencies;

        Assert.Equal(needs.Order(StringComparer.Ordinal), dependencies.Select(d => d.Split(' ')[0]));
        Assert.All(dependencies.Where(d => d.StartsWith("DistPatterns", StringComparison.Ordinal)), d => Assert.Equal($"[{packed.Packages[id].Of("version")}]", d.Split(' ')[1]));
    }

    [Fact]
    public void Every_package_says_what_it_is_and_where_it_comes_from() => Assert.All(packed.Packages.Values, package =>
    {
        Assert.Contains("README.md", package.Entries);
        Assert.All(["description", "tags", "license", "projectUrl"], element => Assert.NotEmpty(package.Of(element)));
        Assert.Equal("https://github.com/distpatterns/DistPatterns", package.Repository);
        Assert.Equal(package.Entries.Any(e => e.EndsWith(".dll", StringComparison.Ordinal)), package.HasSymbols);
    });

    [Fact]
    public void No_assembly_says_on_which_machine_it_was_built() =>
        Assert.Equal([], packed.Packages.Values.SelectMany(p => p.AssembliesWith(PackedRuntime.Repository)));
}
