using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace DistPatterns.CodeFixes;

/// <summary>What a fix looks at: the marked node in its document.</summary>
internal sealed record Marked(
    SyntaxNode Root, SyntaxNode Node, SemanticModel Model, Diagnostic Diagnostic, AnalyzerConfigOptions Options, CancellationToken Cancellation)
{
    /// <summary>The end of a line, as the document has it.</summary>
    public SyntaxTrivia NewLine => Root.DescendantTrivia().FirstOrDefault(t => t.IsKind(SyntaxKind.EndOfLineTrivia));
}

/// <summary>A change that may be made.</summary>
/// <param name="Title">What the light bulb says.</param>
/// <param name="Change">Gives the new root in a solution. Runs only when the change is chosen or previewed.</param>
/// <param name="Key">Tells it from the other offers of the same fix, the same at every place.</param>
internal sealed record Offer(string Title, Func<Solution, Task<SyntaxNode>> Change, string Key = "")
{
    /// <summary>A change that looks at its document alone.</summary>
    public Offer(string title, Func<SyntaxNode> change, string key = "")
        : this(title, _ => Task.FromResult(change()), key)
    {
    }

    /// <summary>Whether the rest of the solution allows what the document alone would.</summary>
    public Func<Solution, Task<bool>> Holds { get; init; } = _ => Task.FromResult(true);
}

/// <summary>The fix of one rule in one document. It decides what is possible before it offers anything, so that every offer holds.</summary>
public abstract class RuleFix : CodeFixProvider
{
    private readonly string _id;

    private protected RuleFix(string id) => (_id, FixableDiagnosticIds) = (id, ImmutableArray.Create(id));

    /// <inheritdoc/>
    public sealed override ImmutableArray<string> FixableDiagnosticIds { get; }

    /// <inheritdoc/>
    public override FixAllProvider? GetFixAllProvider() => FixAll.Instance;

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        var model = await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false);
        if (root is null || model is null)
            return;
        var options = context.Document.Project.AnalyzerOptions.AnalyzerConfigOptionsProvider.GetOptions(root.SyntaxTree);
        foreach (var diagnostic in context.Diagnostics)
        {
            if (diagnostic.Id != _id)
                continue; // dotnet format asks about the first finding of the analyzer, whatever its rule
            var marked = new Marked(root, root.FindNode(context.Span, getInnermostNodeForTie: true), model, diagnostic, options, context.CancellationToken);
            foreach (var offer in Offers(marked))
            {
                if (!await offer.Holds(context.Document.Project.Solution).ConfigureAwait(false))
                    continue;
                var document = context.Document;
                context.RegisterCodeFix(
                    CodeAction.Create(
                        offer.Title,
                        async _ => document.WithSyntaxRoot(await offer.Change(document.Project.Solution).ConfigureAwait(false)),
                        equivalenceKey: _id + offer.Key),
                    diagnostic);
            }
        }
    }

    /// <summary>What can be done about the marked place, the best first; nothing where no change is sure to compile and to mean the same.</summary>
    private protected abstract IEnumerable<Offer> Offers(Marked at);
}
