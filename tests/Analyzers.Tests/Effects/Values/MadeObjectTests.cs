using DistPatterns.Effects;
using DistPatterns.Tests.Testing;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.Tests.Effects.Values;

/// <summary>What becomes of an object in the body that makes it.</summary>
public sealed class MadeObjectTests
{
    private const string Members = """
        class Pipe : IDisposable { public int Depth; public Pipe? Inner; public void Run() { } public Pipe Wrap(Pipe other) => this; public static Pipe Join(params Pipe[] all) => all[0]; public void Dispose() { } }
        Pipe? kept; Pipe? Property { get; set; } Pipe?[] many = new Pipe?[1]; static Pipe? shared; bool on;
        void Use(object? o) { } static Pipe Make() => new(); Pipe other = new();
        """;

    [Theory]
    [InlineData("[|new Pipe()|].Run();", 1)]
    [InlineData("var made = [|new Pipe()|]; made.Run(); made.Run();", 2)]
    [InlineData("using var made = [|new Pipe()|]; made.Depth = 3; made.Run();", 1)]
    [InlineData("using (var made = [|new Pipe()|]) made?.Run();", 1)]
    [InlineData("Pipe? made = null; made = [|new Pipe()|]; if (made != null) made.Run();", 1)]
    [InlineData("var made = on ? [|new Pipe()|] : other; made.Run();", 1)]
    [InlineData("var made = kept ?? [|new Pipe()|]; made.Run();", 1)]
    [InlineData("var made = on switch { true => [|new Pipe()|], _ => other }; made.Run();", 1)]
    [InlineData("_ = [|new Pipe()|];", 0)]
    [InlineData("var made = [|new Pipe()|].Wrap(other); made.Run();", 1)]
    [InlineData("other.Wrap([|new Pipe()|]).Run();", 1)]
    [InlineData("Pipe.Join(other, [|new Pipe()|]).Run();", 1)]
    [InlineData("Pipe.Join(new[] { other, [|new Pipe()|] }).Run();", 1)]
    public void One_that_only_this_body_has_is_forgotten(string body, int calls)
    {
        var made = Follow(body);

        Assert.True(made.IsForgotten);
        Assert.Equal(calls, made.Calls.Count);
    }

    [Theory]
    [InlineData("Func<Pipe> f = () => [|new Pipe()|];", nameof(MadeObject.IsReturned))]
    [InlineData("Pipe F() { var made = [|new Pipe()|]; return on ? made : other; }", nameof(MadeObject.IsReturned))]
    [InlineData("kept = [|new Pipe()|];", nameof(MadeObject.IsStored))]
    [InlineData("var made = kept ??= [|new Pipe()|]; made.Run();", nameof(MadeObject.IsStored))]
    [InlineData("Property = [|new Pipe()|];", nameof(MadeObject.IsStored))]
    [InlineData("many[0] = [|new Pipe()|];", nameof(MadeObject.IsStored))]
    [InlineData("other.Inner = [|new Pipe()|];", nameof(MadeObject.IsStored))]
    [InlineData("Use(new Pipe { Inner = [|new Pipe()|] });", nameof(MadeObject.IsStored))]
    [InlineData("var made = [|new Pipe()|]; Use(made);", nameof(MadeObject.IsHandedOn))]
    [InlineData("Use([|new Pipe()|]);", nameof(MadeObject.IsHandedOn))]
    [InlineData("Use(new[] { [|new Pipe()|] });", nameof(MadeObject.IsHandedOn))]
    [InlineData("Use(([|new Pipe()|], 1));", nameof(MadeObject.IsHandedOn))]
    [InlineData("var made = [|new Pipe()|]; Action run = () => made.Run();", nameof(MadeObject.IsCaptured))]
    [InlineData("var made = [|new Pipe()|]; Action run = made.Run;", nameof(MadeObject.IsCaptured))]
    [InlineData("var made = [|new Pipe()|]; void Run() => made.Run(); Run();", nameof(MadeObject.IsCaptured))]
    public void One_that_something_else_may_keep_is_not(string body, string why)
    {
        var made = Follow(body);

        Assert.False(made.IsForgotten);
        Assert.Equal([why], new[] { nameof(made.IsReturned), nameof(made.IsStored), nameof(made.IsHandedOn), nameof(made.IsCaptured) }
            .Where(n => (bool)typeof(MadeObject).GetProperty(n)!.GetValue(made)!));
    }

    [Theory]
    [InlineData("var made = Make(); [|made.Wrap(other)|]; made.Run();", true)]
    [InlineData("[|other.Wrap(Make())|].Run();", false)]
    [InlineData("[|Property!.Wrap(Make())|].Run();", false)]
    public void What_a_builder_is_told_the_local_that_holds_it_has_too(string body, bool forgotten)
    {
        var made = Follow(body);

        Assert.Equal(forgotten, made.IsForgotten);
        Assert.Single(made.Calls);
    }

    [Theory]
    [InlineData("var made = [|new Pipe()|]; made.Run();", true)]
    [InlineData("while (on) { var made = [|new Pipe()|]; made.Run(); }", true)]
    [InlineData("var made = [|new Pipe()|]; while (on) made.Run();", false)]
    [InlineData("var made = [|new Pipe()|]; Action run = () => made.Run();", false)]
    public void A_call_in_a_loop_of_its_own_may_run_often(string body, bool once)
    {
        var made = Follow(body);

        Assert.Equal(once, made.RunsOnce(made.Calls.Single()));
    }

    [Theory]
    [InlineData("public C() { shared = [|new Pipe()|]; }", true)]
    [InlineData("public C() { shared ??= [|new Pipe()|]; }", false)]
    [InlineData("public C() { if (shared == null) shared = [|new Pipe()|]; }", false)]
    [InlineData("public C() { kept = [|new Pipe()|]; }", false)]
    [InlineData("static C() { shared = [|new Pipe()|]; }", false)]
    public void A_constructor_that_fills_a_static_field_replaces_what_all_share(string constructor, bool replaces)
    {
        var made = MadeObject.Follow(Operations.Of("", Members + constructor));

        Assert.Equal(replaces, made.ReplacesStatic);
    }

    private static MadeObject Follow(string body) => MadeObject.Follow(
        Operations.Of(body, Members), o => o is IInvocationOperation { TargetMethod.Name: "Wrap" or "Join" });
}
