using DistPatterns.Effects;
using DistPatterns.Tests.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DistPatterns.Tests.Effects.Walk;

/// <summary>The steps that a schema is changed by.</summary>
public sealed class MigrationsTests
{
    [Theory]
    [InlineData("namespace Microsoft.EntityFrameworkCore.Migrations { class Migration; } class C : Microsoft.EntityFrameworkCore.Migrations.Migration;", true)]
    [InlineData("namespace Microsoft.EntityFrameworkCore.Infrastructure { class ModelSnapshot; } class C : Microsoft.EntityFrameworkCore.Infrastructure.ModelSnapshot;", true)]
    [InlineData("namespace FluentMigrator { class MigrationBase; class Migration : MigrationBase; } class C : FluentMigrator.Migration;", true)]
    [InlineData("namespace System.Data.Entity.Migrations { class DbMigration; } class Own : System.Data.Entity.Migrations.DbMigration; class C : Own;", true)]
    [InlineData("class C : Migration;", true)] // its package is missing
    [InlineData("namespace Shop { class Migration; } class C : Shop.Migration;", false)]
    [InlineData("class C : Birds;", false)]
    [InlineData("class C;", false)]
    public void A_migration_is_known_by_its_library_or_where_that_is_missing_by_its_name(string source, bool expected)
    {
        var type = CSharpCompilation.Create("Shop", [CSharpSyntaxTree.ParseText(source, cancellationToken: TestContext.Current.CancellationToken)]).GetTypeByMetadataName("C");

        Assert.Equal(expected, Migrations.Are(type!));
    }

    [Fact]
    public async Task A_migration_is_not_walked_and_the_types_beside_it_are()
    {
        var walked = await Walked.Of("""
            using Microsoft.EntityFrameworkCore;
            using Microsoft.EntityFrameworkCore.Migrations;

            class AddOrders(DbContext db) : Migration
            {
                protected override void Up(MigrationBuilder builder) => db.SaveChanges();
                class Seed(DbContext db) { void Run() => db.SaveChanges(); }
            }

            class Orders(DbContext db) { void Place() => db.SaveChanges(); }
            """);

        Assert.Equal(["Orders.Place", "Seed.Run"], walked.Bodies.Where(b => b.Sites.Length > 0).Select(Walked.Name).Order(StringComparer.Ordinal));
    }
}
