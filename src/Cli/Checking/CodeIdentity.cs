using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace DistPatterns.Cli.Checking;

/// <summary>What a finding is recognised by after lines have moved: the member that it stands in, and the marked code without its layout.</summary>
/// <param name="Symbol">Namespace, types and member; empty outside of every type, and in files that are not code.</param>
/// <param name="Text">The marked call or expression, without comments, line breaks and the bodies of its lambdas.</param>
internal sealed record CodeIdentity(string Symbol, string Text)
{
    private const int LongestText = 200;

    public static CodeIdentity Of(SyntaxNode root, TextSpan span)
    {
        var marked = root.FindNode(span, getInnermostNodeForTie: true);
        return new(SymbolOf(marked), Cut(TextOf(Call(marked))));
    }

    /// <summary>Of a file without syntax, as settings are: the lines of the span.</summary>
    public static CodeIdentity Of(SourceText text, LinePositionSpan span)
    {
        var lines = Enumerable.Range(span.Start.Line, span.End.Line - span.Start.Line + 1).Where(i => i < text.Lines.Count)
            .Select(i => text.Lines[i].ToString().Trim());
        return new("", Cut(string.Join(' ', lines)));
    }

    /// <summary>The call that a marked name is the name of: its receiver and arguments tell it from its neighbours.</summary>
    private static SyntaxNode Call(SyntaxNode node) => node.Parent switch
    {
        MemberAccessExpressionSyntax access when access.Name == node => Call(access),
        MemberBindingExpressionSyntax binding => Call(binding),
        ConditionalAccessExpressionSyntax access when access.WhenNotNull == node => Call(access),
        InvocationExpressionSyntax call when call.Expression == node => Call(call),
        _ => node,
    };

    private static string SymbolOf(SyntaxNode node) => string.Join('.', node.AncestorsAndSelf().Select(NameOf).OfType<string>().Reverse());

    private static string? NameOf(SyntaxNode node) => node switch
    {
        BaseNamespaceDeclarationSyntax space => space.Name.ToString(),
        BaseTypeDeclarationSyntax type => type.Identifier.ValueText,
        MethodDeclarationSyntax method => method.Identifier.ValueText,
        ConstructorDeclarationSyntax constructor => constructor.Identifier.ValueText,
        PropertyDeclarationSyntax property => property.Identifier.ValueText,
        EventDeclarationSyntax @event => @event.Identifier.ValueText,
        VariableDeclaratorSyntax { Parent.Parent: BaseFieldDeclarationSyntax } field => field.Identifier.ValueText,
        DelegateDeclarationSyntax @delegate => @delegate.Identifier.ValueText,
        IndexerDeclarationSyntax => "this[]",
        OperatorDeclarationSyntax @operator => "operator" + @operator.OperatorToken.ValueText,
        ConversionOperatorDeclarationSyntax => "operator",
        DestructorDeclarationSyntax => "Finalize",
        _ => null,
    };

    private static string TextOf(SyntaxNode node)
    {
        var text = new StringBuilder();
        Write(node);
        return text.ToString();

        void Write(SyntaxNodeOrToken part)
        {
            if (part.AsNode() is BlockSyntax)
                Append("{…}");
            else if (part.AsNode() is { } inner)
                foreach (var child in inner.ChildNodesAndTokens())
                    Write(child);
            else if (part.AsToken() is { Span.IsEmpty: false } token)
                Append(token.Text);
        }

        void Append(string token)
        {
            if (text.Length > 0 && IsWord(text[^1]) && (IsWord(token[0]) || token[0] is '"' or '$' or '@' or '\''))
                text.Append(' '); // no other blank: one that a formatter puts there is no difference
            text.Append(token.ReplaceLineEndings(" "));
        }
    }

    private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c == '_';

    private static string Cut(string text) => text.Length <= LongestText ? text : text[..LongestText] + "…";
}
