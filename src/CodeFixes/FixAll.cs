using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace DistPatterns.CodeFixes;

/// <summary>Roslyn's fixing of many findings at once, which understands a question without an equivalence key.</summary>
/// <remarks>
/// <c>dotnet format</c> learns the key by showing a fix the first finding of its analyzer. Where that is another rule's, or one that
/// cannot be fixed, it asks without a key; Roslyn's own batch fixer then fixes nothing at all.
/// </remarks>
internal sealed class FixAll : FixAllProvider
{
    public static readonly FixAll Instance = new();

    public override IEnumerable<FixAllScope> GetSupportedFixAllScopes() => WellKnownFixAllProviders.BatchFixer.GetSupportedFixAllScopes();

    public override Task<CodeAction?> GetFixAsync(FixAllContext context) =>
        WellKnownFixAllProviders.BatchFixer.GetFixAsync(context.CodeActionEquivalenceKey is null ? WithBestOffer(context) : context);

    private static FixAllContext WithBestOffer(FixAllContext context)
    {
        var (key, found) = (context.DiagnosticIds.First(), new Findings(context));
        return context.Document is { } document
            ? new(document, context.CodeFixProvider, context.Scope, key, context.DiagnosticIds, found, context.CancellationToken)
            : new(context.Project, context.CodeFixProvider, context.Scope, key, context.DiagnosticIds, found, context.CancellationToken);
    }

    private sealed class Findings(FixAllContext context) : FixAllContext.DiagnosticProvider
    {
        public override async Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            await context.GetAllDiagnosticsAsync(project).ConfigureAwait(false);

        public override async Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) =>
            await context.GetDocumentDiagnosticsAsync(document).ConfigureAwait(false);

        public override async Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            await context.GetProjectDiagnosticsAsync(project).ConfigureAwait(false);
    }
}
