using DistPatterns.Effects;
using DistPatterns.Tests.Testing;

namespace DistPatterns.Tests.Effects.Flow;

/// <summary>Which parameter switches a call on, and whether a caller leaves it on.</summary>
public sealed class ParameterConditionsTests
{
    [Theory]
    [InlineData("if (save) Do();", "Run(false)", false)]
    [InlineData("if (save) Do();", "Run(true)", true)]
    [InlineData("if (save) Do();", "Run()", true)] // by its default
    [InlineData("if (!save) Do();", "Run()", false)]
    [InlineData("if (save == false) { } else Do();", "Run(false)", false)]
    [InlineData("if (save && much > 0) Do();", "Run(false)", false)]
    [InlineData("if (much > 0) { if (save) Do(); }", "Run(false)", false)]
    [InlineData("if (save is not true) Do();", "Run(true)", false)]
    [InlineData("_ = save ? Do() : 0;", "Run(false)", false)]
    [InlineData("if (when == When.Now) Do();", "Run(when: When.Later)", false)]
    [InlineData("if (when == When.Now) Do();", "Run(when: When.Now)", true)]
    [InlineData("if (save) Do();", "Run(much: 1, save: false)", false)]
    [InlineData("if (save) Do();", "Run(Never)", false)] // a constant by its name
    [InlineData("if (save) Do();", "Run((false))", false)]
    [InlineData("if (save) Do();", "Run(default)", false)]
    [InlineData("if (save || much > 0) Do();", "Run(false)", true)] // the other side may hold
    [InlineData("if (save) Do();", "Run(much > 1)", true)] // not known
    [InlineData("save = true; if (save) Do();", "Run(false)", true)] // no longer what the caller passed
    [InlineData("Do();", "Run(false)", true)]
    public async Task A_constant_that_excludes_the_call_switches_it_off(string run, string call, bool canHold)
    {
        var walked = await Of(run, call);
        var condition = ParameterConditions.Of(walked.Body("Run"), Site(walked, "Run", "Do"));

        Assert.Equal(canHold, condition is not { } found || ParameterConditions.CanHold(found, new(walked.Body("Call"), Site(walked, "Call", "Run")), out _));
    }

    [Fact]
    public async Task A_caller_that_hands_its_own_parameter_on_has_the_condition_itself()
    {
        var walked = await Of("if (save) Do();", "Run(on)");
        var condition = ParameterConditions.Of(walked.Body("Run"), Site(walked, "Run", "Do"));

        Assert.True(ParameterConditions.CanHold(condition!.Value, new(walked.Body("Call"), Site(walked, "Call", "Run")), out var callers));
        Assert.Equal(new ParameterCondition(1, true, IsEqual: true), callers);
    }

    private static Task<Walked> Of(string run, string call) => Walked.Of($$"""
        enum When { Now, Later }
        class Shop
        {
            void Run(bool save = true, int much = 0, When when = default) { {{run}} }
            const bool Never = false;
            int Do() => 1;
            void Call(int much, bool on) { {{call}}; }
        }
        """);

    private static Site Site(Walked walked, string body, string call) => walked.Body(body).Sites.Single(s => s.Name == call);
}
