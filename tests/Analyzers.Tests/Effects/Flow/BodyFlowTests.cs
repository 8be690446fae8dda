using DistPatterns.Tests.Testing;

namespace DistPatterns.Tests.Effects.Flow;

/// <summary>Which runs lead from one moment of a call to another, where failures go among them.</summary>
public sealed class BodyFlowTests
{
    [Theory]
    [InlineData("void M() { try { A(); } catch { B(); } }")]
    [InlineData("Shop() { try { A(); } catch { B(); } }")]
    [InlineData("int P { get { try { A(); } catch { B(); } return 1; } }")]
    [InlineData("void M() { Local(); void Local() { try { A(); } catch { B(); } } }")]
    [InlineData("void M() => Changed += () => { try { A(); } catch { B(); } };")]
    [InlineData("Action a = () => { try { A(); } catch { B(); } };")]
    public async Task Every_kind_of_body_has_a_flow(string member)
    {
        var walked = await Walked.Of($$"""class Shop { static event Action Changed = () => { }; static void A() { } static void B() { } {{member}} }""");
        var flow = new FlowOf(Assert.Single(walked.Bodies, b => b.Sites.Any(s => s.Name == "A")).Flow!);

        Assert.True(flow.Has("A! → B"));
    }

    [Theory]
    [InlineData("try { token.ThrowIfCancellationRequested(); } catch { A(); } B();", "A → B", true)] // no site is in it that could fail
    [InlineData("try { A(); } catch (FormatException) { B(); } C();", "A! → B", false)]
    [InlineData("try { _ = int.Parse(\"1\"); } catch (FormatException) { B(); } C();", "B → C", true)]
    public Task What_only_other_code_throws_is_handled_too(string body, string run, bool expected) => Holds(body, run, expected);

    [Theory]
    [InlineData("Func<Task> next = async () => { await SendAsync(); }; try { await next(); } catch { B(); }", "Invoke! → B", true)]
    [InlineData("using (var o = Open()) { A(); } B();", "Open → A", true)] // Dispose has the syntax of what it is called on
    public Task What_the_compiler_lowers_is_found_by_what_was_written(string body, string run, bool expected) => Holds(body, run, expected);

    [Theory]
    [InlineData("try { A(); } catch (Exception e) { Log(e); } B();", "A! → B", true)]
    [InlineData("try { A(); } catch { }", "A! → throw", false)]
    [InlineData("try { A(); } catch { throw; } B();", "A! → B", false)]
    [InlineData("try { A(); } catch (Exception e) { throw new InvalidOperationException(\"\", e); } B();", "A! → throw", true)]
    [InlineData("try { A(); B(); } catch { C(); }", "A! → B", false)]
    [InlineData("try { A(); } catch { return; } B();", "A! → B", false)]
    public Task A_failure_goes_to_its_handler(string body, string run, bool expected) => Holds(body, run, expected);

    [Theory]
    [InlineData("try { try { A(); } catch (FormatException) { C(); } } catch { B(); }", "A! → B", true)]
    [InlineData("try { try { A(); } catch (FormatException) { C(); } } catch { B(); }", "A! → C", false)]
    [InlineData("try { try { A(); } catch (TimeoutException) { C(); } } catch { B(); }", "A! → C", true)]
    [InlineData("try { try { A(); } catch (TimeoutException) { C(); } } catch { B(); }", "A! → B", true)]
    [InlineData("try { A(); } catch (OperationCanceledException) { C(); }", "A! → C", false)]
    [InlineData("try { try { A(); } catch (Exception) { } } catch { throw; }", "A! → throw", false)]
    public Task A_handler_takes_none_some_or_all_of_the_failures_of_a_remote_call(string body, string run, bool expected) => Holds(body, run, expected);

    [Theory]
    [InlineData("try { A(); } catch (Exception e) when (e is not FormatException) { C(); } B();", "A! → C", true)]
    [InlineData("try { A(); } catch (Exception e) when (e is not FormatException) { C(); } B();", "A! → throw", true)]
    [InlineData("try { A(); } catch (Exception e) when (Ask()) { C(); } catch { B(); }", "A! → B", true)]
    public Task A_filter_takes_some(string body, string run, bool expected) => Holds(body, run, expected);

    [Theory]
    [InlineData("try { if (x) throw new FormatException(); A(); } catch (FormatException) { B(); } finally { C(); }", "B → C", true)]
    [InlineData("A(); try { throw new ArgumentNullException(); } catch (ArgumentException) { B(); }", "A → B", true)]
    [InlineData("A(); try { throw new ArgumentNullException(); } catch (FormatException) { B(); }", "A → B", false)]
    [InlineData("A(); try { throw new ArgumentNullException(); } catch (FormatException) { } B();", "A → throw", true)]
    public Task What_is_thrown_goes_to_the_handlers_of_its_type(string body, string run, bool expected) => Holds(body, run, expected);

    [Theory]
    [InlineData("try { A(); } finally { B(); } C();", "A! → B", true)]
    [InlineData("try { A(); } finally { B(); } C();", "A! → C", false)]
    [InlineData("try { A(); } finally { B(); } C();", "A → C", true)]
    [InlineData("try { A(); } finally { B(); } C();", "A! → throw", true)]
    [InlineData("using (Open()) { A(); } C();", "A! → C", false)]
    [InlineData("try { using var o = Open(); A(); } catch { B(); }", "A! → B", true)]
    [InlineData("try { try { A(); } finally { B(); } } catch { C(); }", "A! → C", true)]
    [InlineData("foreach (var i in new List<int>()) { try { if (x) break; A(); continue; } finally { B(); } } C();", "A! → C", false)]
    public Task A_finally_runs_once_for_each_way_into_it(string body, string run, bool expected) => Holds(body, run, expected);

    [Theory]
    [InlineData("try { A(); } finally { try { B(); } catch { } } C();", "A! → C", false)]
    [InlineData("try { try { A(); } finally { B(); throw new FormatException(); } } catch (FormatException) { } C();", "A! → C", true)]
    public Task A_throw_inside_a_finally_replaces_what_was_pending(string body, string run, bool expected) => Holds(body, run, expected);

    [Theory]
    [InlineData("var ok = false; try { A(); ok = true; } catch (Exception e) { Log(e); } if (ok) B();", "A! → B", false)]
    [InlineData("var ok = false; try { A(); ok = true; } catch (Exception e) { Log(e); } if (ok) B();", "A → B", true)]
    [InlineData("var ok = false; try { A(); ok = true; } catch (Exception e) { Log(e); } if (!ok) return; B();", "A! → B", false)]
    [InlineData("var ok = true; try { A(); } catch (Exception e) { ok = false; } if (ok == true) B();", "A! → B", false)]
    [InlineData("Exception? failed = null; try { A(); } catch (Exception e) { failed = e; } if (failed is null) B();", "A! → B", false)]
    [InlineData("Exception? failed = null; try { A(); } catch (Exception e) { failed = e; } if (failed != null) C(); else B();", "A! → B", false)]
    [InlineData("Exception? failed = null; try { A(); } catch (Exception e) { failed = e; } if (failed is { }) C(); else B();", "A! → C", true)]
    public Task A_flag_remembers_a_failure(string body, string run, bool expected) => Holds(body, run, expected);

    [Fact]
    public Task A_value_that_is_not_constant_clears_a_flag() =>
        Holds("var ok = false; try { A(); ok = true; } catch (Exception e) { ok = Ask(); } if (ok) B();", "A! → B", true);

    [Fact]
    public Task What_a_flag_was_before_the_failure_counts() =>
        Holds("var ok = false; if (x) ok = true; if (!ok) return; try { A(); } catch { } if (ok) B();", "A! → B", true);

    [Theory]
    [InlineData("while (true) { try { A(); } catch { } } B();", "A → A", true)]
    [InlineData("A(); while (true) { try { C(); } catch { } }", "A → end", false)]
    public Task An_endless_loop_is_not_left_by_its_condition(string body, string run, bool expected) => Holds(body, run, expected);

    private static async Task Holds(string body, string run, bool expected)
    {
        var flow = await FlowOf.Body(body + " try { } catch { }");

        Assert.Equal(expected, flow.Has(run));
    }
}
