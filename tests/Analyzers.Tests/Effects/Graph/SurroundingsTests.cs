using DistPatterns.Effects;
using DistPatterns.Tests.Testing;

namespace DistPatterns.Tests.Effects.Graph;

/// <summary>Which code runs a body.</summary>
public sealed class SurroundingsTests
{
    [Fact]
    public async Task All_callers_surround_a_body_also_where_they_call_each_other()
    {
        var walked = await Walked.Of("""
            class Shop
            {
                void Inner() { }
                void Middle(int n) { Inner(); Outer(n); }
                void Outer(int n) { if (n > 0) Middle(n - 1); }
                void Stranger() { }
            }
            """);

        Assert.Equal(["Inner", "Middle", "Outer"], new Surroundings(walked.Graph).Of(walked.Body("Inner")).Select(b => b.Method!.Name));
    }

    [Theory]
    [InlineData("class Mail : MassTransit.IConsumer<Order> { public Task Consume(MassTransit.ConsumeContext<Order> context) => Shop.Do(); }", true)]
    [InlineData("class Mail { public Task Send() => Shop.Do(); }", false)]
    [InlineData("class Mail : MassTransit.IConsumer<Order> { public Task Consume(MassTransit.ConsumeContext<Order> context) => Shop.Do(); } class Page { public Task Get() => Shop.Do(); }", false)]
    public async Task A_body_is_of_a_library_where_every_run_begins_in_its_types(string callers, bool isOfLibrary)
    {
        var walked = await Walked.Of("record Order; static class Shop { public static Task Do() => Task.CompletedTask; }\n" + callers);

        Assert.Equal(isOfLibrary, new Surroundings(walked.Graph).AreOfLibrary(walked.Body("Do"), "MassTransit."));
    }
}
