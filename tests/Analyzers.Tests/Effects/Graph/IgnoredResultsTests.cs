using DistPatterns.Catalog;
using DistPatterns.Effects;
using DistPatterns.Tests.Testing;

namespace DistPatterns.Tests.Effects.Graph;

/// <summary>Results that nothing looks at, through the members that return them.</summary>
public sealed class IgnoredResultsTests
{
    private const string Redis = "StackExchange.Redis.IDatabase redis";

    [Theory]
    [InlineData("void Run() => redis.LockTake(\"a\", \"me\", default);", "redis.LockTake(\"a\", \"me\", default)")]
    [InlineData("bool Take() => redis.LockTake(\"a\", \"me\", default); void Run() => Take();", "Take()")]
    [InlineData("async Task<bool> Take() { return await redis.LockTakeAsync(\"a\", \"me\", default); } async Task Run() { await Take(); }", "Take()")]
    [InlineData("Task<bool> Take() => redis.LockTakeAsync(\"a\", \"me\", default); Task<bool> Begin() => Take(); async Task Run() => await Begin();", "Begin()")]
    [InlineData("void Run() { bool Take() => redis.LockTake(\"a\", \"me\", default); Take(); }", "Take()")]
    [InlineData("bool Take(bool again) => again ? Take(false) : redis.LockTake(\"a\", \"me\", default); void Run() => Take(true);", "Take(true)")]
    public async Task A_result_is_followed_to_the_callers_of_what_returns_it(string members, params string[] ignored) =>
        Assert.Equal(ignored, await Ignored($"class Jobs({Redis}) {{ {members} }}"));

    [Theory]
    [InlineData("bool Take() => redis.LockTake(\"a\", \"me\", default);")] // callers are not in sight
    [InlineData("bool Take() => redis.LockTake(\"a\", \"me\", default); void Run() { if (Take()) { } }")]
    [InlineData("void Take() { if (!redis.LockTake(\"a\", \"me\", default)) throw new Exception(); } void Run() => Take();")]
    public async Task A_result_that_is_tested_on_the_way_is_not_ignored(string members) => Assert.Empty(await Ignored($"class Jobs({Redis}) {{ {members} }}"));

    [Fact]
    public async Task An_interface_leads_to_what_returns_it() => Assert.Equal(["locks.Take()"], await Ignored($$"""
        interface ILocks { bool Take(); }
        class Locks({{Redis}}) : ILocks { public bool Take() => redis.LockTake("a", "me", default); }
        class Jobs(ILocks locks) { void Run() => locks.Take(); }
        """));

    private static async Task<IEnumerable<string>> Ignored(string source) =>
        IgnoredResults.In((await Walked.Of(source)).Graph, Effect.LockAcquire).Select(r => r.Call.Syntax.ToString());
}
