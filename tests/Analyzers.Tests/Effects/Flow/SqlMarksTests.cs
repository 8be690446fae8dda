using DistPatterns.Catalog;
using DistPatterns.Effects;
using DistPatterns.Tests.Testing;

namespace DistPatterns.Tests.Effects.Flow;

/// <summary>Whether SQL marks, or deletes, the rows that other SQL has selected by that mark.</summary>
public sealed class SqlMarksTests
{
    [Theory]
    [InlineData("select id, body from letters where sent_at is null", "update letters set sent_at = now() where id = @id", true)]
    [InlineData("SELECT * FROM Letters", "DELETE FROM Letters WHERE Id = @id", true)]
    [InlineData("select * from \"Letters\" where \"Sent\" = 0", "update \"Letters\" set \"Sent\" = 1", true)]
    [InlineData("select * from letters where sent_at is null", "update letters set reads = reads + 1 where sent_at is null", false)]
    [InlineData("select * from letters where sent_at is null", "update parcels set sent_at = now()", false)]
    [InlineData("select * from letters where sent_at is null", "delete from parcels", false)]
    [InlineData("update letters set reads = 0", "update letters set sent_at = now()", false)]
    public async Task The_column_and_the_table_are_those_that_were_asked_for(string read, string write, bool marks)
    {
        var walked = await Walked.Of($$""""
            using Dapper;
            class Relay(System.Data.IDbConnection db)
            {
                async Task Read() { await db.QueryAsync<string>("""{{read}}"""); await Mark(); }
                Task Mark() => db.ExecuteAsync("""{{write}}""");
            }
            """");

        var commits = walked.Graph.EffectSites.Where(s => s.Row.Has(Effect.Commit)).Select(s => s.Site);
        Assert.Equal(marks, SqlMarks.AreSet(commits, [walked.Body("Read")]));
    }
}
