using DistPatterns.Tests.Testing;

namespace DistPatterns.Tests.Effects.Flow;

/// <summary>The graph of every kind of body, bound anew.</summary>
public sealed class BodyGraphTests
{
    [Theory]
    [InlineData("void M() { A(); }")]
    [InlineData("void M() => A();")]
    [InlineData("async Task M() => await Task.Run(Later); void Later() => A();")]
    [InlineData("int M { get { A(); return 1; } }")]
    [InlineData("int M => A();")]
    [InlineData("C() : base() { A(); }")]
    [InlineData("Func<int> M() => () => A();")]
    [InlineData("Func<int> M() => () => (A());")]
    [InlineData("Func<int> M() { return () => { return A(); }; }")]
    [InlineData("Func<Func<int>> M() => () => () => A();")]
    [InlineData("Func<int> M() { int Local() => A(); return Local; }")]
    [InlineData("Func<int> M() { return Outer; int Outer() { return Inner(); int Inner() { return A(); } } }")]
    [InlineData("Func<int> M = () => A();")]
    [InlineData("int _m = A();")]
    [InlineData("int M { get; } = A();")]
    public async Task Every_body_has_one_with_its_calls(string member)
    {
        var walked = await Walked.Of($"class C {{ static int A() => 1; {member} }}");
        var body = Assert.Single(walked.Bodies, b => b.Sites.Any(s => s.Name == "A"));

        Assert.Equal("A", Assert.Single(body.Flow!.Sites).Name);
    }
}
