using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace DistPatterns.CodeFixes.Transactions;

/// <summary>
/// Puts a message into the runtime's outbox before the save or the commit that it tells of, and drops the publish. The database, the transport and
/// where a message goes are said once where the services are configured, by the code that knows them: the outbox names what is missing.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class DualWriteFix() : RuleFix("DP2001")
{
    private const string Extension = "Microsoft.EntityFrameworkCore.OutboxDbContextExtensions";

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => FixAllInOrder.Instance;

    private protected override IEnumerable<Offer> Offers(Marked at)
    {
        if (Enqueuing(at) is { } change)
            yield return new(Title(change.Commit), solution => ApplyAsync(at.Root, at.Node, at.Model, change, solution, at.Cancellation))
            {
                Holds = solution => HoldsAsync(change, solution, at.Cancellation),
            };
    }

    private static string Title(ContextCommit commit) => commit.Writer switch
    {
        null => $"Enqueue it in the outbox of '{commit.Context}', to be saved with the changes",
        { Injection: null } => $"Enqueue it in the outbox, in the transaction '{commit.Context}'",
        { Injection: { } injection } => $"Enqueue it in the outbox that '{injection.Symbol.Name}' is given, in the transaction '{commit.Context}'",
    };

    private static Enqueuing? Enqueuing(Marked at) =>
        Transactions.Enqueuing.Of(at.Model, at.Node, at.Cancellation) is { } change
        && (change.Commit.Writer is not null || !at.Model.Compilation.GetTypesByMetadataName(Extension).IsEmpty)
        && at.Diagnostic.AdditionalLocations.FirstOrDefault() is { } commit
        && commit.SourceTree == at.Root.SyntaxTree
        && change.Commit.Statement.Span.Contains(commit.SourceSpan)
            ? change
            : null;

    private static Task<bool> HoldsAsync(Enqueuing change, Solution solution, CancellationToken cancellation) =>
        change.Commit.Writer?.Injection?.HoldsAsync(solution, cancellation) ?? Task.FromResult(true);

    private static async Task<SyntaxNode> ApplyAsync(
        SyntaxNode root, SyntaxNode node, SemanticModel model, Enqueuing change, Solution solution, CancellationToken cancellation)
    {
        if (change.Unread is { } unread && !await unread.MayGoAsync(solution, cancellation).ConfigureAwait(false))
            change = change with { Unread = null };
        return change.Apply(root, change.Commit.Writer switch
        {
            null => Missing(model, node, Extension),
            { Injection.Service: MessageWriter.Imported } => Missing(model, node, MessageWriter.Type),
            _ => null,
        });
    }

    /// <summary>The namespace of a type that cannot be named yet without it.</summary>
    private static string? Missing(SemanticModel model, SyntaxNode node, string type)
    {
        var dot = type.LastIndexOf('.');
        return model.LookupNamespacesAndTypes(node.SpanStart, name: type.Substring(dot + 1)).Any(t => t.ToDisplayString() == type)
            ? null
            : type.Substring(0, dot);
    }

    /// <summary>
    /// One message after the other, so that those of one save are enqueued in the order in which they were published. A project at most: the next has
    /// its outbox or has none.
    /// </summary>
    private sealed class FixAllInOrder() : DocumentBasedFixAllProvider(ImmutableArray.Create(FixAllScope.Document, FixAllScope.Project))
    {
        public static readonly FixAllInOrder Instance = new();

        protected override async Task<Document?> FixAllAsync(FixAllContext context, Document document, ImmutableArray<Diagnostic> diagnostics)
        {
            var root = await document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
            var model = await document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false);
            if (root is null || model is null)
                return document;
            var options = document.Project.AnalyzerOptions.AnalyzerConfigOptionsProvider.GetOptions(root.SyntaxTree);
            var marks = diagnostics.OrderBy(d => d.Location.SourceSpan.Start)
                .Select(d => new Marked(root, root.FindNode(d.Location.SourceSpan, getInnermostNodeForTie: true), model, d, options, context.CancellationToken))
                .Where(m => Enqueuing(m) is not null)
                .ToDictionary(m => m.Node, _ => new SyntaxAnnotation());
            document = document.WithSyntaxRoot(root.ReplaceNodes(marks.Keys, (old, now) => now.WithAdditionalAnnotations(marks[old])));
            foreach (var mark in marks.OrderBy(m => m.Key.SpanStart).Select(m => m.Value))
            {
                var current = (await document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false))!;
                var meaning = (await document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false))!;
                var node = current.GetAnnotatedNodes(mark).Single();
                var solution = document.Project.Solution;
                if (Transactions.Enqueuing.Of(meaning, node, context.CancellationToken) is not { } change
                    || !await HoldsAsync(change, solution, context.CancellationToken).ConfigureAwait(false))
                    continue;
                var applied = await ApplyAsync(current, node, meaning, change, solution, context.CancellationToken).ConfigureAwait(false);
                document = document.WithSyntaxRoot(applied);
            }

            return document;
        }
    }
}
