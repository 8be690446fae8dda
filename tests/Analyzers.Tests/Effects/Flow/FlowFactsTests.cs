using DistPatterns.Effects;
using DistPatterns.Tests.Testing;

namespace DistPatterns.Tests.Effects.Flow;

/// <summary>What a call means for the flow of its caller, by what lies behind it.</summary>
public sealed class FlowFactsTests
{
    [Theory]
    [InlineData("Send", true)]
    [InlineData("Quiet", false)]
    [InlineData("Loud", true)]
    [InlineData("Some", true)]
    [InlineData("Pure", false)]
    [InlineData("Answer", false)]
    [InlineData("Unknown", true)]
    public async Task A_call_can_fail_if_something_remote_behind_it_does_and_is_not_swallowed(string method, bool expected)
    {
        var (walked, caller, site) = await Call(method);

        Assert.Equal(expected, walked.Graph.FlowFacts.CanFail(caller, site));
    }

    [Theory]
    [InlineData("Quiet", true)]
    [InlineData("QuietBehind", true)]
    [InlineData("Loud", false)]
    [InlineData("Some", false)]
    [InlineData("Stored", false)]
    [InlineData("Answer", false)]
    [InlineData("Pure", false)]
    public async Task A_call_swallows_if_what_fails_in_it_is_told_to_nobody(string method, bool expected)
    {
        var (walked, caller, site) = await Call(method);

        Assert.Equal(expected, walked.Graph.FlowFacts.Swallows(caller, site));
    }

    [Theory]
    [InlineData("A(); B();", true)]
    [InlineData("B(); A();", false)]
    [InlineData("if (x) A(); else B();", false)]
    [InlineData("if (x) { A(); return; } B();", false)]
    [InlineData("if (x) { A(); goto end; } B(); end: ;", false)]
    [InlineData("if (x) A(); B();", true)]
    [InlineData("var done = false; if (x) { A(); done = true; } if (!done) B();", false)]
    [InlineData("while (x) { B(); A(); }", false)] // another round is about something else
    [InlineData("while (x) { if (y) { B(); continue; } A(); }", false)]
    [InlineData("try { A(); Pure(); } catch { B(); }", false)]
    [InlineData("try { A(); await http.GetStringAsync(\"/\"); } catch { B(); }", true)]
    [InlineData("try { A(); } finally { B(); }", true)]
    [InlineData("await Task.Run(() => A()); B();", true)]
    public async Task A_call_may_precede_another_that_the_same_run_passes_later(string body, bool expected) => Assert.Equal(expected, await MayPrecede(body));

    [Theory]
    [InlineData("A(); B();", true)]
    [InlineData("A(); Between(); B();", false)]
    [InlineData("A(); if (x) Between(); B();", true)]
    [InlineData("A(); if (x) { Between(); B(); }", false)]
    [InlineData("A(); if (x) { Between(); return; } B();", true)]
    [InlineData("A(); B(); Between();", true)]
    [InlineData("Between(); A(); B();", true)]
    public async Task A_run_may_be_asked_for_that_leaves_out_some_calls(string body, bool expected) => Assert.Equal(expected, await MayPrecede(body));

    /// <summary>Whether A may precede B, without a call of Between.</summary>
    private static async Task<bool> MayPrecede(string body)
    {
        var walked = await Walked.Of($$"""
            class Shop
            {
                async Task M(bool x, bool y, HttpClient http) { {{body}} }
                void A() { }
                void B() { }
                void Pure() { }
                void Between() { }
            }
            """);
        Site[] without = [.. walked.Sites.Where(s => s.Name == "Between")];
        return walked.Graph.FlowFacts.MayPrecede(walked.Body("M"), walked.Site("A"), walked.Site("B"), without);
    }

    private static async Task<(Walked Walked, BodyFacts Caller, Site Site)> Call(string method)
    {
        var walked = await Walked.Of($$"""
            interface IUnknown { Task Do(); }
            class Shop(HttpClient http, Microsoft.EntityFrameworkCore.DbContext db, IUnknown other)
            {
                async Task Caller() { try { {{(method == "Answer" ? "if (!await Answer()) return;" : $"await {method}();")}} } catch { } }
                async Task Send() => await http.GetAsync("/");
                async Task Quiet() { try { await Send(); } catch (Exception e) { Log(e); } }
                async Task QuietBehind() { Log(null); await Quiet(); }
                async Task Loud() { try { await Send(); } catch (Exception e) { Log(e); throw; } }
                async Task Some() { try { await Send(); } catch { } await Send(); }
                async Task Stored() { try { await Send(); } catch { db.Add(1); await db.SaveChangesAsync(); } }
                async Task<bool> Answer() { try { await Send(); return true; } catch { return false; } }
                async Task Pure() => Log(null);
                async Task Unknown() => await other.Do();
                void Log(Exception? e) { }
            }
            """);
        var caller = walked.Body("Caller");
        return (walked, caller, caller.Sites.Single(s => s.Name == method));
    }
}
