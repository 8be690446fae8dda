using System.ComponentModel.DataAnnotations;
using DistPatterns.Outbox;
using DistPatterns.Validation;

namespace DistPatterns.Runtime.Tests.Outbox;

public sealed class OutboxOptionsTests
{
    [Fact]
    public void The_defaults_are_in_range() => new OutboxOptions().Validated();

    [Fact]
    public void What_is_out_of_range_is_named()
    {
        Assert.Contains("Buckets is 0", Error(new() { Buckets = 0 }), StringComparison.Ordinal);
        Assert.Contains("BatchSize is 0", Error(new() { BatchSize = 0 }), StringComparison.Ordinal);
        Assert.Contains("MaxPollInterval is 00:00:01", Error(new() { PollInterval = TimeSpan.FromSeconds(2) }), StringComparison.Ordinal);
        Assert.Contains("MaxRedeliveryDelay", Error(new() { MaxRedeliveryDelay = TimeSpan.FromMilliseconds(5) }), StringComparison.Ordinal);
        Assert.Contains("Poison", Error(new() { Poison = (PoisonPolicy)9 }), StringComparison.Ordinal);
    }

    private static string Error(OutboxOptions options) => Assert.Throws<ValidationException>(() => options.Validated()).Message;
}
