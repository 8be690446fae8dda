using DistPatterns.Effects;
using DistPatterns.Tests.Testing;

namespace DistPatterns.Tests.Effects.Graph;

/// <summary>The places that use what a member returns.</summary>
public sealed class MemberUseTests
{
    private const string Shop = """
        class Shop
        {
            HttpClient Http => new HttpClient();
            HttpClient Build() => new HttpClient();
            Task One() => Http.GetAsync("/1");
            Task Two() { var client = this.Http; return client.GetAsync("/2"); }
            Task Three() => Build().GetAsync("/3");
            Task Other(Other other) => other.Http.GetAsync("/4");
        }
        class Other { public HttpClient Http = new(); }
        """;

    [Theory]
    [InlineData("get_Http", "One", "Two")]
    [InlineData("Build", "Three")]
    public async Task Callers_of_a_method_and_reads_of_a_property_use_it(string member, params string[] users)
    {
        var walked = await Walked.Of(Shop);

        var uses = MemberUse.Of(walked.Body(member), walked.Graph).ToList();
        Assert.Equal(users, uses.Select(u => u.Owner.Name).Order());
        Assert.All(uses, u => Assert.Equal("HttpClient", u.Operation!.Type!.Name));
    }
}
