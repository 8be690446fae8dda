using DistPatterns.Catalog;
using DistPatterns.Effects;
using DistPatterns.Tests.Testing;

namespace DistPatterns.Tests.Effects.Values;

/// <summary>Whether anything looks at what a result says.</summary>
public sealed class ResultUsesTests
{
    private const string Members = """
        bool Take() => true; Task<bool> TakeAsync() => Task.FromResult(true); bool kept; void Use(object o) { }
        class Answer : IDisposable { public bool Ok => true; public int[] Items => []; public void Dispose() { } }
        Answer Ask() => new(); Task<Answer?> AskAsync() => Task.FromResult<Answer?>(null);
        """;

    private static readonly Row MustTest = RowOf("must-test");
    private static readonly Row MustReadOk = RowOf("must-read(Ok)");

    [Theory]
    [InlineData("[|Take()|];")]
    [InlineData("await [|TakeAsync()|].ConfigureAwait(false);")]
    [InlineData("_ = [|Take()|];")]
    [InlineData("var taken = [|Take()|];")]
    [InlineData("var taken = await [|TakeAsync()|]; taken = true;")]
    [InlineData("using var answer = [|Ask()|];")]
    [InlineData("using (var answer = [|Ask()|]) { }")]
    [InlineData("var answer = await [|AskAsync()|]; answer?.Dispose();")]
    public void A_result_that_nothing_reads_is_ignored(string body) => Assert.Equal(ResultUse.Ignored, ResultUses.Of(Operations.Of(body, Members), MustTest));

    [Theory]
    [InlineData("if ([|Take()|]) { }")]
    [InlineData("while (!await [|TakeAsync()|]) { }")]
    [InlineData("var taken = [|Take()|]; if (taken) { }")]
    [InlineData("kept = [|Take()|];")]
    [InlineData("Use([|Take()|]);")]
    [InlineData("var answer = [|Ask()|]; Use(answer.Items);")]
    [InlineData("Func<bool> take = () => [|Take()|];")] // what runs the lambda gets it
    public void A_result_that_anything_gets_is_read(string body) => Assert.Equal(ResultUse.Read, ResultUses.Of(Operations.Of(body, Members), MustTest));

    [Theory]
    [InlineData("using var answer = [|Ask()|]; Use(answer.Items);", nameof(ResultUse.Ignored))]
    [InlineData("foreach (var item in [|Ask()|].Items) { }", nameof(ResultUse.Ignored))]
    [InlineData("var answer = await [|AskAsync()|]; Use(answer?.Items.Length);", nameof(ResultUse.Ignored))]
    [InlineData("using var answer = [|Ask()|]; if (answer.Ok) { }", nameof(ResultUse.Read))]
    [InlineData("if ((await [|AskAsync()|])?.Ok != true) { }", nameof(ResultUse.Read))]
    [InlineData("if ([|Ask()|] is { Ok: true }) { }", nameof(ResultUse.Read))]
    [InlineData("var answer = [|Ask()|]; Use(answer.Items); Use(answer);", nameof(ResultUse.Read))]
    public void Where_a_member_tells_no_other_does(string body, string use) => Assert.Equal(use, ResultUses.Of(Operations.Of(body, Members), MustReadOk).ToString());

    private static Row RowOf(string word) => ModelFile.Parse($"[A.Client]\ncall  Ask  {word}\n", "a.model").Rows[0];
}
