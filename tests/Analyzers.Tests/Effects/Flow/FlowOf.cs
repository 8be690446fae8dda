using DistPatterns.Effects;
using DistPatterns.Tests.Testing;

namespace DistPatterns.Tests.Effects.Flow;

/// <summary>The flow of a method whose body is given. It may call <c>A</c>, <c>B</c>, <c>C</c>, which return, and <c>SendAsync</c>, <c>SaveAsync</c>, <c>StoreAsync</c>, which are awaited.</summary>
internal sealed class FlowOf(BodyFlow flow)
{
    public BodyFlow Flow { get; } = flow;

    public static async Task<FlowOf> Body(string body, string signature = "async Task M(bool x, CancellationToken token)")
    {
        var walked = await Walked.Of($$"""
            using System.Collections.Generic;
            class Shop
            {
                {{signature}}
                {
                    {{body}}
                }
                void A() { }
                void B() { }
                void C() { }
                bool Ask() => true;
                bool May(int n) => true;
                void Take(CancellationToken token) { }
                IDisposable Open() => null!;
                Task SendAsync() => Task.CompletedTask;
                Task SaveAsync() => Task.CompletedTask;
                Task StoreAsync() => Task.CompletedTask;
                async IAsyncEnumerable<int> ReadAsync() { await SendAsync(); yield return 1; }
                void Log(Exception? e) { }
                event Action Changed = () => { };
            }
            """);
        return new(walked.Body("M").Flow ?? throw new InvalidOperationException("no flow was made"));
    }

    public Site Site(string name) => Flow.Sites.Single(s => s.Name == name);

    /// <summary>Whether a run leads from one moment to another: <c>A!</c> is the failure of A, <c>A</c> before an arrow its return, behind one its call; <c>end</c> and <c>throw</c> are those of the body.</summary>
    public bool Has(string run, string? without = null)
    {
        var (from, to) = (run.Split(" → ")[0], run.Split(" → ")[1]);
        return Flow.Run(
            from.EndsWith('!') ? FlowPoint.Failed(Site(from[..^1])) : FlowPoint.Done(Site(from)),
            to == "end" ? FlowPoint.Exit : to == "throw" ? FlowPoint.Thrown : FlowPoint.Of(Site(to)),
            n => n.Moment == FlowMoment.Call && n.Site!.Name == without) is not null;
    }
}
