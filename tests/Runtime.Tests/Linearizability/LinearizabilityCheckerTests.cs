namespace DistPatterns.Runtime.Tests.Linearizability;

public sealed class LinearizabilityCheckerTests
{
    private static readonly RegisterSpecification Register = new();

    [Fact]
    public void Operations_that_overlap_may_take_effect_in_either_order() =>
        Assert.True(Check(Write(1, 0, 10), Read(null, 1, 5), Read(1, 6, 9)).IsLinearizable);

    [Fact]
    public void A_read_after_a_write_returned_must_see_it() =>
        Assert.False(Check(Write(1, 0, 1), Read(null, 2, 3)).IsLinearizable);

    [Fact]
    public void A_read_must_not_go_back_to_what_an_earlier_read_left_behind() =>
        Assert.False(Check(Write(1, 0, 1), Write(2, 2, 20), Read(2, 3, 4), Read(1, 5, 6)).IsLinearizable);

    [Fact]
    public void A_write_that_was_never_answered_may_take_effect_long_after() =>
        Assert.True(Check(Write(1, 0, 1), Lost(2, 2), Read(1, 3, 4), Read(2, 5, 6)).IsLinearizable);

    [Fact]
    public void A_write_that_was_never_answered_takes_effect_once() =>
        Assert.False(Check(Lost(2, 0), Read(2, 1, 2), Write(1, 3, 4), Read(2, 5, 6)).IsLinearizable);

    [Fact]
    public void A_value_that_nobody_wrote_cannot_be_read() =>
        Assert.False(Check(Write(1, 0, 1), Read(7, 2, 3)).IsLinearizable);

    [Fact]
    public void What_cannot_be_explained_is_marked() =>
        Assert.Contains("! [   2..   3] reader:  → 7", Check(Write(1, 0, 1), Read(7, 2, 3)).Explanation, StringComparison.Ordinal);

    [Fact]
    public void Any_sequential_object_can_be_checked_such_as_a_lock_that_two_must_not_hold()
    {
        Operation<string, bool> first = new("a", "acquire", true, 0, 1), second = new("b", "acquire", true, 2, 3), refused = second with { Output = false };
        var released = new Operation<string, bool>("a", "release", false, 1, long.MaxValue);

        Assert.False(LinearizabilityChecker.Check(new Lock(), [first, second]).IsLinearizable);
        Assert.True(LinearizabilityChecker.Check(new Lock(), [first, refused]).IsLinearizable);
        Assert.True(LinearizabilityChecker.Check(new Lock(), [first, released, second]).IsLinearizable);
    }

    private static Verdict Check(params Operation<int?, int?>[] history) => LinearizabilityChecker.Check(Register, history);

    private static Operation<int?, int?> Write(int value, long called, long returned) => new("writer", value, null, called, returned);

    private static Operation<int?, int?> Lost(int value, long called) => Write(value, called, long.MaxValue);

    private static Operation<int?, int?> Read(int? value, long called, long returned) => new("reader", null, value, called, returned);

    private sealed class Lock : ISpecification<string?, string, bool>
    {
        public string? Initial => null;

        public bool TryApply(string? state, Operation<string, bool> operation, out string? next)
        {
            var acquires = operation.Input == "acquire";
            next = acquires ? state ?? operation.Client : state == operation.Client ? null : state;
            return !acquires || operation.IsUnknown || operation.Output == (state is null || state == operation.Client);
        }
    }
}
