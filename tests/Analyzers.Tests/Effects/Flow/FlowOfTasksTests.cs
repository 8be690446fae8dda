namespace DistPatterns.Tests.Effects.Flow;

/// <summary>Where a task fails: where it is awaited, not where it is made.</summary>
public sealed class FlowOfTasksTests
{
    [Theory]
    [InlineData("try { await SendAsync(); } catch { B(); }", "SendAsync! → B", true)]
    [InlineData("try { await SendAsync().ConfigureAwait(false); } catch { B(); }", "SendAsync! → B", true)]
    [InlineData("try { SendAsync().GetAwaiter().GetResult(); } catch { B(); }", "SendAsync! → B", true)]
    [InlineData("var t = SendAsync(); try { await t; } catch { B(); }", "SendAsync! → B", true)]
    [InlineData("Task t; try { t = SendAsync(); } catch { B(); return; } await t;", "SendAsync! → B", false)]
    [InlineData("Task t; try { t = SendAsync(); } catch { B(); return; } await t;", "SendAsync! → throw", true)]
    [InlineData("var t = SendAsync(); try { await Task.WhenAll(t, SaveAsync()); } catch { B(); }", "SendAsync! → B", true)]
    [InlineData("try { _ = SendAsync(); } catch { B(); }", "SendAsync! → B", false)]
    [InlineData("try { await (x ? SendAsync() : SaveAsync()); } catch { B(); }", "SendAsync! → B", true)]
    public Task A_task_fails_where_it_is_awaited(string body, string run, bool expected) => Holds(body, run, expected);

    [Theory]
    [InlineData("SendAsync! → B", false)]
    [InlineData("SendAsync! → throw", true)]
    public async Task A_task_that_is_returned_fails_in_the_caller(string run, bool expected)
    {
        var flow = await FlowOf.Body("try { return SendAsync(); } catch { B(); return Task.CompletedTask; }", "Task M()");

        Assert.Equal(expected, flow.Has(run));
    }

    [Theory]
    [InlineData("Func<Task> next = SendAsync; try { await next(); } catch { B(); }", "Invoke! → B")]
    [InlineData("Action? next = A; try { next?.Invoke(); } catch { B(); }", "Invoke! → B")]
    public Task The_call_of_a_delegate_is_a_site(string body, string run) => Holds(body, run, true);

    [Theory]
    [InlineData("try { await Task.Run(async () => { await SendAsync(); A(); }); } catch { B(); }", "SendAsync! → B", true)]
    [InlineData("try { await Task.Run(async () => { await SendAsync(); A(); }); } catch { B(); }", "SendAsync → A", true)]
    [InlineData("try { await Task.Run(async () => { try { await SendAsync(); } catch { A(); } }); } catch { B(); }", "SendAsync! → A", true)]
    [InlineData("try { _ = Task.Run(async () => { await SendAsync(); }); } catch { B(); }", "SendAsync! → B", false)]
    public Task A_lambda_that_is_given_to_a_call_runs_in_it(string body, string run, bool expected) => Holds(body, run, expected);

    [Theory]
    [InlineData("try { await foreach (var i in ReadAsync()) { C(); } } catch { B(); }", "ReadAsync! → B", true)]
    [InlineData("var all = ReadAsync(); try { await foreach (var i in all) { C(); } } catch { B(); }", "ReadAsync! → B", true)]
    [InlineData("var all = ReadAsync(); try { await foreach (var i in all.WithCancellation(token).ConfigureAwait(false)) { C(); } } catch { B(); }", "ReadAsync! → B", true)]
    [InlineData("IAsyncEnumerable<int> all; try { all = ReadAsync(); } catch { B(); return; } await foreach (var i in all) { C(); }", "ReadAsync! → B", false)]
    [InlineData("IAsyncEnumerable<int> all; try { all = ReadAsync(); } catch { B(); return; } await foreach (var i in all) { C(); }", "ReadAsync! → throw", true)]
    [InlineData("try { await foreach (var i in ReadAsync()) { C(); } } catch { B(); }", "C → C", true)]
    public Task A_sequence_fails_where_its_elements_are_awaited(string body, string run, bool expected) => Holds(body, run, expected);

    [Fact]
    public async Task A_handler_of_an_event_does_not_run_where_it_is_added()
    {
        var flow = await FlowOf.Body("try { Changed += () => A(); C(); } catch { B(); }");

        Assert.DoesNotContain(flow.Flow.Sites, s => s.Name == "A");
    }

    [Fact]
    public Task What_the_compiler_adds_to_a_loop_over_a_collection_is_no_site() =>
        Holds("foreach (var i in new List<int>()) { try { A(); } catch { } }", "A! → A", true);

    private static async Task Holds(string body, string run, bool expected)
    {
        var flow = await FlowOf.Body(body);

        Assert.Equal(expected, flow.Has(run));
    }
}
