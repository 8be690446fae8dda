using DistPatterns.Catalog;
using DistPatterns.Effects;
using DistPatterns.Tests.Testing;

namespace DistPatterns.Tests.Effects.Values;

/// <summary>Which site made what another acts on, or is given.</summary>
public sealed class ValueOriginsTests
{
    [Theory]
    [InlineData("new HttpClient().GetAsync(\"/\")")]
    [InlineData("var client = new HttpClient(); client.GetAsync(\"/\")")]
    [InlineData("HttpClient client; client = new(); client.GetAsync(\"/\")")]
    [InlineData("kept = new HttpClient(); kept.GetAsync(\"/\")")]
    [InlineData("var client = new HttpClient(); Func<Task> get = () => client.GetAsync(\"/\"); get()")]
    public async Task A_call_knows_the_creation_of_what_it_is_made_on(string body)
    {
        var walked = await Walked.Of($"class Shop {{ HttpClient? kept; void Run() {{ {body}; }} }}");

        Assert.Same(walked.Sites.Single(s => s.Has(Effect.Client)), walked.Site("GetAsync").Subject.Site);
    }

    [Theory]
    [InlineData("http.GetAsync(\"/\", source.Token)")]
    [InlineData("var token = source.Token; http.GetAsync(\"/\", token)", false)]
    [InlineData("http.GetAsync(\"/\", stop)", false)]
    public async Task A_token_comes_from_its_source(string call, bool known = true)
    {
        var walked = await Walked.Of($$"""
            class Shop(HttpClient http) { void Run(CancellationToken stop) { var source = new CancellationTokenSource(100); {{call}}; } }
            """);

        Assert.Equal(known ? ".ctor" : null, walked.Site("GetAsync").Arguments.Cancel.Site?.Name);
    }

    [Fact]
    public async Task What_a_registration_is_about_stands_in_its_delegates_too()
    {
        var walked = await Walked.Of("""
            using Microsoft.Extensions.DependencyInjection;
            class Shop { void Configure(IServiceCollection services) => services.AddHttpClient("a", client => client.Timeout = TimeSpan.FromSeconds(1)); }
            """);

        Assert.Same(walked.Site("AddHttpClient"), walked.Site("Timeout").Subject.Site);
    }
}
