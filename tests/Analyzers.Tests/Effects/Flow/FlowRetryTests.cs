using DistPatterns.Effects;

namespace DistPatterns.Tests.Effects.Flow;

/// <summary>Which loops are retries: the failure of a call leads back to it, its success does not.</summary>
public sealed class FlowRetryTests
{
    [Theory]
    [InlineData("while (true) { try { A(); break; } catch { } }")]
    [InlineData("while (true) { try { A(); return; } catch { B(); } }")]
    [InlineData("again: try { A(); } catch { goto again; }")]
    [InlineData("var done = false; while (!done) { try { A(); done = true; } catch { } }")]
    [InlineData("var done = false; while (true) { try { A(); done = true; } catch { } finally { B(); } if (done) break; }")]
    [InlineData("foreach (var i in new List<int>()) { while (true) { try { A(); break; } catch { } } }")]
    [InlineData("for (var n = 0; ; n++) { try { await SendAsync(); return; } catch when (n < 3) { } }")]
    public async Task A_retry_is_a_cycle_that_success_leaves(string body) => Assert.NotEmpty(FlowRetry.In((await FlowOf.Body(body)).Flow));

    [Theory]
    [InlineData("while (true) { try { A(); } catch { } }")]
    [InlineData("foreach (var i in new List<int>()) { try { A(); } catch { } }")]
    [InlineData("while (!token.IsCancellationRequested) { try { A(); B(); } catch (Exception e) { Log(e); } }")]
    [InlineData("try { A(); } catch { A(); }")]
    public async Task A_pump_or_a_batch_is_none(string body) => Assert.Empty(FlowRetry.In((await FlowOf.Body(body)).Flow));

    [Theory]
    [InlineData("while (true) { try { A(); break; } catch { } }", FlowBounds.None)]
    [InlineData("for (var n = 0; n < 5; n++) { try { A(); break; } catch { } }", FlowBounds.Counter)]
    [InlineData("var n = 0; while (true) { try { A(); break; } catch { if (++n > 3) throw; } }", FlowBounds.Counter)]
    [InlineData("for (var n = 0; ; n++) { try { A(); return; } catch when (n < 3) { } }", FlowBounds.Counter)]
    [InlineData("for (var n = 0; ; n++) { try { A(); return; } catch when (May(n)) { } }", FlowBounds.Counter)]
    [InlineData("foreach (var d in new List<int>()) { try { A(); break; } catch { } }", FlowBounds.Collection)]
    [InlineData("while (!token.IsCancellationRequested) { try { A(); break; } catch { } }", FlowBounds.Token)]
    [InlineData("while (true) { try { A(); break; } catch { await Task.Delay(1, token); } }", FlowBounds.Token)]
    [InlineData("while (true) { try { Take(token); break; } catch { } }", FlowBounds.None)]
    [InlineData("while (true) { try { Take(token); break; } catch (OperationCanceledException) { throw; } catch { } }", FlowBounds.Token)]
    [InlineData("while (true) { try { Take(token); break; } catch (Exception e) when (e is not OperationCanceledException) { } }", FlowBounds.Token | FlowBounds.State)]
    [InlineData("var end = DateTime.UtcNow; while (DateTime.UtcNow < end) { try { A(); break; } catch { } }", FlowBounds.Clock)]
    [InlineData("while (Ask()) { try { A(); break; } catch { } }", FlowBounds.State)]
    public async Task The_conditions_that_leave_the_cycle_bound_it(string body, object bounds) =>
        Assert.Equal((FlowBounds)bounds, FlowRetry.In((await FlowOf.Body(body)).Flow).First(r => r.Site.Name is "A" or "Take").Bounds);
}
