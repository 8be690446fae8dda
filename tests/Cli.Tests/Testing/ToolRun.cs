using System.Text.Json;

namespace DistPatterns.Cli.Tests.Testing;

/// <summary>What one run of the tool answered.</summary>
public sealed record ToolRun(int ExitCode, string Output, string Error)
{
    public static async Task<ToolRun> Of(params string[] args)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var exit = await new Tool(output, error) { Analyzers = [new BoomAnalyzer()] }.Run(args, TestContext.Current.CancellationToken);
        return new(exit, output.ToString(), error.ToString());
    }

    /// <summary>A run in which a call of a method named Interrupt has the effect of a signal.</summary>
    public static async Task<ToolRun> Until(CancellationTokenSource signal, params string[] args)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var exit = await new Tool(output, error) { Analyzers = [new BoomAnalyzer { Interrupts = signal }] }.Run(args, signal.Token);
        return new(exit, output.ToString(), error.ToString());
    }

    /// <summary>Runs <c>check --no-build --offline --format json</c> on a repository.</summary>
    public static Task<ToolRun> CheckSources(string path, params string[] more) => Of(["check", path, "--no-build", "--offline", "--format", "json", .. more]);

    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    public IEnumerable<string> Findings => Json.GetProperty("findings").EnumerateArray()
        .Select(f => $"{f.GetProperty("rule")} {f.GetProperty("severity")} {f.GetProperty("file")}:{f.GetProperty("line")}");

    public IEnumerable<string> Messages => Json.GetProperty("findings").EnumerateArray().Select(f => f.GetProperty("message").GetString()!);

    public IEnumerable<string> Problems => Json.GetProperty("projects").EnumerateArray()
        .SelectMany(p => p.GetProperty("problems").EnumerateArray().Select(x => $"{p.GetProperty("name")}: {x}"));
}
