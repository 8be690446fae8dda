using DistPatterns.Effects;
using DistPatterns.Tests.Testing;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Tests.Effects.Values;

/// <summary>What a delegate has done when it returns.</summary>
public sealed class DelegateResultTests
{
    private const string Members = "Task Work() => Task.Delay(1); T Run<T>(Func<T> work, Action once) { _ = (object)work; return work(); }";

    [Theory]
    [InlineData("Func<Task> f = [|async () => await Work()|];", true)]
    [InlineData("Func<Task> f = [|() => Work()|];", true)]
    [InlineData("Func<Task> f = [|Work|];", true)]
    [InlineData("Func<Task> g = Work; object f = [|g|];", true)]
    [InlineData("Action f = [|async () => await Work()|];", true)]
    [InlineData("Func<Task> f = [|() => Task.CompletedTask|];", false)]
    [InlineData("Func<Task<int>> f = [|() => p == null ? Task.FromException<int>(new Exception()) : Task.FromResult(1)|];", false)]
    [InlineData("Func<ValueTask> f = [|() => default|];", false)]
    [InlineData("Func<Task> f = [|() => { Func<Task> inner = () => Work(); return Task.CompletedTask; }|];", false)] // what is inside runs at another time
    [InlineData("Func<int> f = [|() => 1|];", false)]
    public void A_task_that_is_not_over_goes_on(string body, bool goesOn) => Assert.Equal(goesOn, DelegateResult.GoesOn(Given(body)));

    [Theory]
    [InlineData("T R<T>(Func<T> work) => Run([|work|], () => { });", "work")]
    [InlineData("T R<T>(Func<T> work) => Run([|() => work()|], () => { });", "work")]
    [InlineData("T R<T>(Func<T> work) => Run([|() => { Work(); return work(); }|], () => { });", "work")]
    [InlineData("int R(Action once) => Run(() => 1, [|() => once()|]);", "once")]
    [InlineData("int R(Func<int> work) => Run([|() => work() + 1|], () => { });", null)]
    [InlineData("int R(Func<Func<int>> work) => Run([|work()|], () => { });", null)]
    public void What_a_wrapper_runs_is_its_parameter(string wrapper, string? parameter) =>
        Assert.Equal(parameter, DelegateResult.Forwarded(Given("", Members + wrapper))?.Name);

    /// <summary>A lambda as it is given: its conversion to a delegate has the same place in the text.</summary>
    private static IOperation Given(string body, string members = Members)
    {
        var operation = Operations.Of(body, members);
        return operation.Parent is Microsoft.CodeAnalysis.Operations.IDelegateCreationOperation made ? made : operation;
    }
}
