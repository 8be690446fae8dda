using DistPatterns.Effects;
using DistPatterns.Tests.Testing;

namespace DistPatterns.Tests.Effects.Walk;

/// <summary>What the walk makes of a body, before any graph.</summary>
public sealed class FactCollectorTests
{
    [Fact]
    public async Task What_one_rule_had_bound_is_bound_for_the_next()
    {
        var walked = await Walked.Of("class Orders(HttpClient http) { public Task Place() => http.GetStringAsync(\"/\"); public Task Cancel() => http.DeleteAsync(\"/\"); }");

        Assert.Same(walked.Body("Place").GetSemanticModel(), walked.Body("Cancel").GetSemanticModel());
    }

    [Fact]
    public async Task Sites_stand_in_the_order_in_which_they_run()
    {
        var walked = await Walked.Of("""
            class Orders(HttpClient http)
            {
                public async Task Place() { First(); await http.PostAsync("/", Content(Made())); Last(); }
                static void First() { }
                static int Made() => 1;
                static HttpContent Content(int n) => null!;
                static void Last() { }
            }
            """);

        Assert.Equal(["First", "Made", "Content", "PostAsync", "Last"], walked.Body("Place").Sites.Select(s => s.Name));
    }

    [Fact]
    public async Task Framework_calls_that_no_model_knows_are_no_sites()
    {
        var walked = await Walked.Of("class Orders { public int Place(string s) => s.Trim().Length + Math.Max(1, 2); }");

        Assert.Empty(walked.Body("Place").Sites);
    }

    [Theory]
    [InlineData("Task.Run(() => Send())", "Run")] // a row says so
    [InlineData("Twice(() => Send())", "Twice")] // no model knows it, and its name is no registration's
    [InlineData("Action send = () => Send()", null)]
    public async Task A_delegate_that_runs_now_is_part_of_the_body(string statement, string? within)
    {
        var walked = await Walked.Of($$"""
            class Orders { public void Place() { {{statement}}; } void Send() { } static void Twice(Action work) { work(); work(); } }
            """);

        Assert.Equal(within, walked.Body("Place").Sites.Single(s => s.Name == "Send").Within?.Name);
    }

    [Theory]
    [InlineData("ThreadPool.QueueUserWorkItem(_ => Send())")] // a row says so
    [InlineData("new Timer(_ => Send())")]
    [InlineData("new Thread(() => Send()).Start()")]
    [InlineData("OnPlaced(() => Send())")] // its name does
    [InlineData("handler = () => Send()")] // it is kept in a field
    [InlineData("void Local() => Send(); Local()")]
    public async Task Code_that_runs_at_another_time_is_a_body_of_its_own(string statement)
    {
        var walked = await Walked.Of($$"""
            class Orders { Action? handler; public void Place() { {{statement}}; } void Send() { } static void OnPlaced(Action work) { } }
            """);

        Assert.DoesNotContain(walked.Body("Place").Sites, s => s.Name == "Send");
        Assert.Equal("Place", Assert.Single(walked.Bodies, b => b.Sites.Any(s => s.Name == "Send")).Owner.Name);
    }

    [Theory]
    [InlineData("Task.Run(() => { Send(); return missing; })", "Run")]
    [InlineData("db.Database.CreateExecutionStrategy().ExecuteAsync(async () => { Send(); Missing<int> answer = default; return answer; })", "ExecuteAsync")]
    [InlineData("Twice(() => { Send(); return missing; })", null)] // no model knows the name
    public async Task What_a_call_that_does_not_bind_is_given_runs_within_it(string statement, string? within)
    {
        var walked = await Walked.OfUnbound($$"""
            class Orders(Microsoft.EntityFrameworkCore.DbContext db) { public void Place() { {{statement}}; } void Send() { } static void Twice(Func<int> work) { } }
            """);

        Assert.Equal(within, walked.Body("Place").Sites.Single(s => s.Name == "Send").Within?.Name);
    }

    [Fact]
    public async Task What_it_is_given_for_later_is_a_body_of_its_own()
    {
        var walked = await Walked.OfUnbound("class Orders { public void Place() { ThreadPool.QueueUserWorkItem(_ => Send(), missing, 3); } void Send() { } }");

        Assert.DoesNotContain(walked.Body("Place").Sites, s => s.Name == "Send");
        Assert.Equal("QueueUserWorkItem", walked.Site("Send").Within?.Name);
    }

    [Fact]
    public async Task An_expression_tree_runs_nowhere()
    {
        var walked = await Walked.Of("""
            using System.Linq.Expressions;
            class Orders { public void Place() => Of(() => Send()); static int Send() => 1; static void Of(Expression<Func<int>> tree) { } }
            """);

        Assert.Equal(["Of"], walked.Body("Place").Sites.Select(s => s.Name));
    }

    [Fact]
    public async Task A_call_that_does_not_reach_an_override_says_so()
    {
        var walked = await Walked.Of("""
            class A { public virtual void Save() { } }
            class B : A { public override void Save() => base.Save(); void Run() => Save(); }
            """);

        Assert.Equal([(true, "Save"), (false, "Run")], walked.Bodies.SelectMany(b => b.Sites.Select(s => (s.IsDirect, b.Owner.Name))));
    }
}
