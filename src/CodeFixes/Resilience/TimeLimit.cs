using System.Globalization;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistPatterns.CodeFixes.Resilience;

/// <summary>How long a call may take where the user has not said: <c>distpatterns.timeout.seconds</c>, 10 by default.</summary>
internal sealed record TimeLimit(int Seconds, string TimeSpan)
{
    /// <summary>The client's property that holds the limit.</summary>
    public const string Option = "Timeout";

    private const int Default = 10;

    public string Title => $"Limit its calls to {Seconds} seconds";

    /// <summary>The limit as an expression.</summary>
    public ExpressionSyntax Value => SyntaxFactory.ParseExpression($"{TimeSpan}.FromSeconds({Seconds})");

    public static TimeLimit Of(Marked at) => new(
        at.Options.TryGetValue("distpatterns.timeout.seconds", out var text)
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && seconds > 0
                ? seconds
                : Default,
        at.Model.LookupNamespacesAndTypes(at.Node.SpanStart, name: "TimeSpan").IsEmpty ? "System.TimeSpan" : "TimeSpan");
}
