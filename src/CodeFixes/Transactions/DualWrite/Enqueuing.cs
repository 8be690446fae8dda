using DistPatterns.CodeFixes.Injecting;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistPatterns.CodeFixes.Transactions;

/// <summary>The way from a publish to the outbox of the context whose save it stands beside.</summary>
/// <param name="Publication">The publish, which goes.</param>
/// <param name="Commit">The save or commit.</param>
/// <param name="Moved">Declarations that the message needs and that go before the save with it; null where the message stands before already.</param>
internal sealed record Enqueuing(Publication Publication, ContextCommit Commit, IReadOnlyList<LocalDeclarationStatementSyntax>? Moved)
{
    /// <summary>The parameter that goes with the publish.</summary>
    public UnreadParameter? Unread { get; init; }

    /// <summary>The change; null where it is not certain to keep what the code means.</summary>
    public static Enqueuing? Of(SemanticModel model, SyntaxNode node, CancellationToken cancellation)
    {
        if (Publication.Of(model, node, cancellation) is not { } publication || !ReorderGuard.Allow(publication.Block))
            return null;
        var statements = publication.Block.Statements;
        var place = statements.IndexOf(publication.Statement);
        return Before(model, publication, statements.Take(place).Reverse(), cancellation)
            ?? After(model, publication, statements.Skip(place + 1), cancellation);
    }

    private static Enqueuing? Before(SemanticModel model, Publication publication, IEnumerable<StatementSyntax> back, CancellationToken cancellation)
    {
        foreach (var statement in back)
        {
            if (ContextCommit.Of(model, statement, cancellation) is { } commit)
            {
                var reorderable = new ReorderableExpressions(model, commit, new(model, commit, cancellation), cancellation);
                if (!reorderable.Is(publication.Message) || commit.Writer is not null && !publication.IsAwaited)
                    return null;
                var unread = commit.Writer is null ? null : UnreadParameter.After(model, publication, cancellation);
                return new(publication, commit, reorderable.Moved.ToList()) { Unread = unread };
            }

            if (!ReorderGuard.StandAside(model, statement, cancellation))
                return null;
        }

        return null;
    }

    private static Enqueuing? After(SemanticModel model, Publication publication, IEnumerable<StatementSyntax> on, CancellationToken cancellation)
    {
        foreach (var statement in on)
        {
            if (ContextCommit.Of(model, statement, cancellation) is { } commit)
                return commit.Writer is null && IsDeclaredBefore(model, commit.Context, publication.Statement, cancellation)
                    ? new(publication, commit, Moved: null)
                    : null;
            if (ReorderGuard.Leave(statement))
                return null;
        }

        return null;
    }

    private static bool IsDeclaredBefore(SemanticModel model, ExpressionSyntax context, StatementSyntax statement, CancellationToken cancellation) =>
        model.GetSymbolInfo(context, cancellation).Symbol is not ILocalSymbol local
        || local.DeclaringSyntaxReferences.All(r => r.Span.Start < statement.SpanStart);

    /// <summary>The file after the change.</summary>
    /// <param name="root">The file.</param>
    /// <param name="import">The namespace that it needs and has not.</param>
    public SyntaxNode Apply(SyntaxNode root, string? import)
    {
        var (context, message) = (Commit.Context.WithoutTrivia(), Publication.Message.WithoutTrivia());
        var token = Publication.Token is { } given ? $", cancellationToken: {given.WithoutTrivia()}" : "";
        var enqueue = SyntaxFactory.ParseStatement(Commit.Writer is { } writer
            ? $"await {writer.Name}.EnqueueAsync({context}, {message}{token}){Publication.Configuration};"
            : $"{context}.Outbox().Enqueue({message});");
        var block = Moved is null
            ? Publication.Block.WithStatements(SyntaxFactory.List(Publication.Block.Statements.SelectMany(s =>
                s == Publication.Statement ? [enqueue.WithTriviaFrom(s)] : s == Commit.Statement ? Committed() : [s])))
            : StatementMove.Ahead(Publication.Block, Commit.Statement, Committed(), Moved, Publication.Statement, enqueue);
        var changed = (Commit.Writer?.Injection?.Type ?? Unread?.Type) is { } type
            ? root.ReplaceNodes(
                new SyntaxNode[] { Publication.Block, type },
                (old, now) => old == Publication.Block ? block : Declared((ClassDeclarationSyntax)now))
            : root.ReplaceNode(Publication.Block, block);
        return import is null ? changed : Imports.Add(changed, import);
    }

    /// <summary>The class with what it needs, and without what it needs no more.</summary>
    private ClassDeclarationSyntax Declared(ClassDeclarationSyntax type)
    {
        var given = Commit.Writer?.Injection?.Into(type) ?? type;
        return Unread?.OutOf(given) ?? given;
    }

    /// <summary>The commit, after a save that writes the message where the commit saves nothing itself.</summary>
    private StatementSyntax[] Committed()
    {
        var awaited = Awaited();
        if (Commit.Saves || Commit.Writer is not null)
            return [awaited ?? Commit.Statement];
        var statement = awaited ?? Commit.Statement;
        var token = Commit.Whole.Call.ArgumentList.Arguments.FirstOrDefault()?.Expression ?? Publication.Token;
        var save = SyntaxFactory.ParseStatement(Commit.Whole.IsAwaited || awaited is not null
            ? $"await {Commit.Context.WithoutTrivia()}.SaveChangesAsync({token?.WithoutTrivia()}){Commit.Whole.Configuration};"
            : $"{Commit.Context.WithoutTrivia()}.SaveChanges();");
        return
        [
            save.WithLeadingTrivia(statement.GetLeadingTrivia()).WithTrailingTrivia(Layout.Blank(statement.GetTrailingTrivia())),
            statement.WithLeadingTrivia(BlankLines.Indentation(statement)),
        ];
    }

    /// <summary>The commit awaited, where the publish was all that the method waited for; null where it stays as it is.</summary>
    private StatementSyntax? Awaited()
    {
        var function = Publication.Block.Ancestors().FirstOrDefault(n => n
            is AnonymousFunctionExpressionSyntax
            or LocalFunctionStatementSyntax
            or MemberDeclarationSyntax);
        if (Commit.Writer is not null
            || Commit.Whole is not { IsAwaited: false, Call: { Expression: MemberAccessExpressionSyntax access } call }
            || function is null
            || function.DescendantTokens().Count(t => t.IsKind(SyntaxKind.AwaitKeyword)) != 1)
            return null;
        var waiting = SyntaxFactory.ParseExpression(
            $"await {access.Expression.WithoutTrivia()}.{access.Name.Identifier.ValueText}Async({Publication.Token?.WithoutTrivia()})");
        return Commit.Statement.ReplaceNode(call, waiting.WithTriviaFrom(call));
    }
}
