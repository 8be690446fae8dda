using DistPatterns.Catalog;
using DistPatterns.Effects;
using DistPatterns.Tests.Testing;

namespace DistPatterns.Tests.Effects.Graph;

/// <summary>What is done to an object, by whatever name code has it.</summary>
public sealed class MadeAliasesTests
{
    [Theory]
    [InlineData("void Run() => new HttpClient().CancelPendingRequests();", "CancelPendingRequests")]
    [InlineData("HttpClient Make() => new HttpClient(); HttpClient Again() => Make(); void Run() => Again().CancelPendingRequests();", "CancelPendingRequests")]
    [InlineData("private HttpClient? _kept; HttpClient Kept => _kept ??= new HttpClient(); void Run() { Kept.CancelPendingRequests(); _kept = null; }", "CancelPendingRequests")]
    [InlineData("private readonly Lazy<HttpClient> _lazy = new(() => new HttpClient()); void Run() => _lazy.Value.Dispose();", "Dispose")]
    [InlineData("private static readonly Lazy<HttpClient> _lazy = new(Make); static HttpClient Make() => new HttpClient(); void Run() => _lazy.Value.Dispose();", "Dispose")]
    [InlineData("HttpClient Make() => new HttpClient(); void Run(HttpClient other) { Use(Make()); other.Dispose(); } void Use(HttpClient c) { }", "Use")]
    public async Task It_is_followed_through_members_that_return_it(string members, params string[] uses)
    {
        var walked = await Walked.Of($"class Shop {{ {members} }}");
        var made = walked.Graph.Modelled.Single(s => s.Site.Has(Effect.Client));
        var aliases = MadeAliases.Of(made, walked.Graph);

        Assert.True(aliases.AreAllInSight);
        Assert.Equal(uses, aliases.Uses().Select(u => u.Site.Name));
    }

    [Theory]
    [InlineData("public HttpClient Kept = new();", false)]
    [InlineData("private HttpClient _kept = new();", true)]
    [InlineData("public HttpClient Make() => new HttpClient();", false)]
    public async Task Of_one_project_only_what_is_private_is_all_in_sight(string members, bool all)
    {
        var walked = await Walked.Of($"class Shop {{ {members} }}", GraphExtent.Library);

        Assert.Equal(all, MadeAliases.Of(walked.Graph.Modelled.Single(s => s.Site.Has(Effect.Client)), walked.Graph).AreAllInSight);
    }
}
