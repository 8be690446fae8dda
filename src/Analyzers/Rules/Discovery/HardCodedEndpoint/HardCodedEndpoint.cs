using System.Collections.Immutable;
using DistPatterns.Catalog;
using DistPatterns.Effects;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.Rules.Discovery;

/// <summary>An address that is written in the code is the same in every environment: to move the peer, or to test without it, takes a new build.</summary>
/// <remarks>
/// Silent for names without a dot, which the environment resolves; for sites of the public web and paths; where a condition decides whether it is used
/// (a default, a branch for development); in what is compiled for debugging only, in design-time tools, in console tools that ask their own machine,
/// and in tests.
/// </remarks>
internal sealed class HardCodedEndpoint() : CallRule(Definition)
{
    private static readonly DiagnosticDescriptor Definition = Describe.Rule("DP8001",
        title: "Endpoint written in the code",
        messageFormat: "'{0}' connects to '{1}' in every environment, because the address is written in the code: read it from configuration",
        category: Family.Discovery,
        defaultSeverity: DiagnosticSeverity.Info);

    /// <summary>What takes the address, for the fix to name a setting by.</summary>
    private const string MemberFact = "member";

    public override bool Concerns(Row row) => row.Roles.ContainsKey(Role.Endpoint);

    public override Finding? Judge(ModelledCall call, Settings settings) =>
        call.Argument(Role.Endpoint) is { } value
        && KnownText.Of(value) is { } text
        && Address.Of(text) is { IsLogical: false } address
        && !(call.Row.Has(Trait.Web) && (address.Scheme is null || address.IsPublicSite))
        && !(address.IsLoopback && IsOfTool(value))
        && !ChosenCode.Is(value.Syntax)
        && !IsForDebugging(value.Syntax)
        && !IsForTools(value)
            ? Found(value, Name(call.Operation), address)
            : null;

    private static Finding Found(IOperation value, string member, Address address) => Finding.At(value, member, address.ToString()) with
    {
        Facts = ImmutableDictionary<string, string?>.Empty.Add(MemberFact, member),
    };

    private static string Name(IOperation connects) => connects switch
    {
        IObjectCreationOperation { Type: { } type } => type.Name,
        IInvocationOperation { TargetMethod.Name: var name } => name,
        ISimpleAssignmentOperation { Target: IMemberReferenceOperation { Member.Name: var name } } => name,
        _ => connects.Syntax.ToString(),
    };

    private static bool IsForDebugging(SyntaxNode node)
    {
        var root = node.SyntaxTree.GetRoot();
        for (var start = root.GetFirstDirective(IsDebug); start is not null; start = start.GetNextDirective(IsDebug))
        {
            var end = ((IfDirectiveTriviaSyntax)start).GetRelatedDirectives().ElementAtOrDefault(1);
            if (start.SpanStart < node.SpanStart && end?.SpanStart > node.SpanStart)
                return true;
        }

        return false;

        static bool IsDebug(DirectiveTriviaSyntax directive) =>
            directive is IfDirectiveTriviaSyntax { Condition: var condition } && condition.ToString().Contains("DEBUG");
    }

    /// <summary>A tool or an example that asks its own machine.</summary>
    private static bool IsOfTool(IOperation value) => value.SemanticModel is { Compilation: var program } && Startup.IsTool(program);

    private static bool IsForTools(IOperation value) =>
        value.SemanticModel?.GetEnclosingSymbol(value.Syntax.SpanStart)?.ContainingType is { } type
        && (type.Name.Contains("DesignTime") || type.AllInterfaces.Any(i => i.Name.Contains("DesignTime")));
}
