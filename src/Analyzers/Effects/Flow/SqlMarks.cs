using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistPatterns.Effects;

/// <summary>Rows that SQL in string literals marks or deletes, after SQL has selected them by that mark.</summary>
internal static class SqlMarks
{
    private const RegexOptions AnyCase = RegexOptions.IgnoreCase | RegexOptions.Singleline;
    private const string TableName = @"(?<table>[\w.""\[\]]+)";

    private static readonly Regex Update = new(@"\bupdate\s+" + TableName + @"\s+set\s+(?<columns>.*?)(\bwhere\b|$)", AnyCase);
    private static readonly Regex Delete = new(@"\bdelete\s+from\s+" + TableName, AnyCase);
    private static readonly Regex Select = new(@"\bselect\b.*?\bfrom\s+" + TableName + @"(.*?\bwhere\b(?<asked>.*))?", AnyCase);
    private static readonly Regex Word = new(@"\w+");

    public static bool AreSet(IEnumerable<Site> commits, IEnumerable<BodyFacts> reading)
    {
        var marks = commits.SelectMany(c => Texts(c.Place.FindNode())).ToList();
        return marks.Count > 0 && reading.SelectMany(b => Texts(b.Place.FindNode())).Select(t => Select.Match(t)).Where(m => m.Success)
            .Any(selected => marks.Exists(mark => Marks(mark, Table(selected), selected.Groups["asked"].Value)));
    }

    private static bool Marks(string sql, string table, string asked)
    {
        if (Delete.Match(sql) is { Success: true } delete)
            return Table(delete) == table;
        return Update.Match(sql) is { Success: true } update && Table(update) == table
            && Words(update.Groups["columns"].Value.Split(',').Select(c => c.Split('=')[0])).Overlaps(Words(new[] { asked }));
    }

    private static HashSet<string> Words(IEnumerable<string> texts) =>
        new(texts.SelectMany(t => Word.Matches(t).Cast<Match>()).Select(m => m.Value), StringComparer.OrdinalIgnoreCase);

    private static string Table(Match match) => match.Groups["table"].Value.ToLowerInvariant();

    private static IEnumerable<string> Texts(SyntaxNode node) => node.DescendantNodesAndSelf().OfType<LiteralExpressionSyntax>()
        .Where(l => l.IsKind(SyntaxKind.StringLiteralExpression)).Select(l => l.Token.ValueText);
}
