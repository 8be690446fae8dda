using System.Collections.Immutable;
using System.Text;

namespace DistPatterns.Catalog;

/// <summary>A line of a model file that could not be read, with what was expected in its place.</summary>
internal readonly record struct ModelError(string File, int Line, int Column, int Length, string Message);

/// <summary>What a model file says; broken lines are left out and reported, and the others still count.</summary>
internal sealed record Model(ImmutableArray<Row> Rows, ImmutableArray<ModelError> Errors);

/// <summary>The one parser of model files, for shipped models and for the user's. docs/models.md is its grammar.</summary>
internal sealed class ModelFile
{
    private static readonly Dictionary<string, RowKind> Kinds = Words<RowKind>();
    private static readonly Dictionary<string, Effect> Effects = Words<Effect>();
    private static readonly Dictionary<string, Trait> Traits = Words<Trait>();
    private static readonly Dictionary<string, Role> Roles = Words<Role>();
    private static readonly Dictionary<string, ClauseKind> Clauses = Words<ClauseKind>();
    private static readonly Dictionary<string, TimeSpan> Units = new(StringComparer.Ordinal)
    {
        ["ms"] = TimeSpan.FromMilliseconds(1),
        ["s"] = TimeSpan.FromSeconds(1),
        ["min"] = TimeSpan.FromMinutes(1),
    };

    private readonly string _file;
    private readonly ImmutableArray<Row>.Builder _rows = ImmutableArray.CreateBuilder<Row>();
    private readonly ImmutableArray<ModelError>.Builder _errors = ImmutableArray.CreateBuilder<ModelError>();
    private string? _type;
    private int _line;

    private ModelFile(string file) => _file = file;

    /// <summary>Reads one file.</summary>
    public static Model Parse(string text, string file)
    {
        var parser = new ModelFile(file);
        foreach (var line in text.Split('\n'))
        {
            parser._line++;
            parser.Line(WithoutComment(line.TrimEnd('\r')));
        }

        return new(parser._rows.ToImmutable(), parser._errors.ToImmutable());
    }

    private static string WithoutComment(string line)
    {
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '#' && (i == 0 || char.IsWhiteSpace(line[i - 1])))
                return line.Substring(0, i);
        }

        return line;
    }

    private void Line(string line)
    {
        var words = Tokens(line);
        if (words.Count == 0)
            return;
        if (words[0].Text[0] == '[')
            Section(line);
        else if (!Kinds.TryGetValue(words[0].Text, out var kind))
            Error(words[0], $"expected a section '[Type]' or one of {List(Kinds)}");
        else if (_type is null)
            Error(words[0], "expected a section '[Namespace.Type]' before the first row");
        else
            RowOf(kind, _type, words);
    }

    private void Section(string line)
    {
        var text = line.Trim();
        var valid = text.Length > 2 && text[text.Length - 1] == ']' && text.IndexOf(' ') < 0;
        _type = valid ? text.Substring(1, text.Length - 2) : null;
        if (!valid)
            Error(new(text, line.IndexOf('[')), "expected '[Namespace.Type]', with `1 after the name of a type of one type parameter");
    }

    private void RowOf(RowKind kind, string type, List<Word> words)
    {
        var named = kind is not (RowKind.New or RowKind.Attribute);
        if (named && words.Count < 2)
        {
            Error(words[0], $"expected the name of a member after '{words[0].Text}'");
            return;
        }

        var row = new Row(type, kind, Row.Constructor, Effect.None, Trait.None,
            ImmutableDictionary<Role, RoleParameter>.Empty, ImmutableArray<Clause>.Empty, _file, _line);
        foreach (var word in words.Skip(named ? 2 : 1))
        {
            if (With(row, word) is not { } more)
                return;
            row = more;
        }

        foreach (var member in named ? words[1].Text.Split('|') : new[] { Row.Constructor })
        {
            if (kind != RowKind.Call && member.IndexOf('*') >= 0)
                Error(words[1], "expected a name: only of calls may several be meant at once");
            else
                _rows.Add(row with { Member = member });
        }
    }

    private Row? With(Row row, Word word)
    {
        var text = word.Text;
        var equals = text.IndexOf('=');
        var open = text.IndexOf('(');
        if (open > 0 && (equals < 0 || open < equals))
            return WithClause(row, word, open);
        if (equals > 0)
            return WithRole(row, word, equals);
        if (Effects.TryGetValue(text, out var effect))
            return row with { Effects = row.Effects | effect };
        if (Traits.TryGetValue(text, out var trait))
            return row with { Traits = row.Traits | trait };
        return Error(word, $"expected an effect ({List(Effects)}), a trait ({List(Traits)}), a clause or role=parameter");
    }

    private Row? WithClause(Row row, Word word, int open)
    {
        if (!Clauses.TryGetValue(word.Text.Substring(0, open), out var kind))
            return Error(word, $"expected one of {List(Clauses)} before '('");
        if (word.Text[word.Text.Length - 1] != ')')
            return Error(word, "expected ')' at the end of the clause");
        var arguments = word.Text.Substring(open + 1, word.Text.Length - open - 2).Split(',').Select(a => a.Trim()).ToImmutableArray();
        if (arguments.Any(a => a.Length == 0))
            return Error(word, "expected an argument between '(' and ')'");
        if (kind == ClauseKind.When && arguments.Any(a => a.IndexOf('=') <= 0))
            return Error(word, "expected when(parameter=Value), or when(parameter=A|B)");
        return row with { Clauses = row.Clauses.Add(new(kind, arguments)) };
    }

    private Row? WithRole(Row row, Word word, int equals)
    {
        if (!Roles.TryGetValue(word.Text.Substring(0, equals), out var role))
            return Error(word, $"expected one of {List(Roles)} before '='");
        var (parameter, unit) = (word.Text.Substring(equals + 1), default(TimeSpan?));
        if (parameter.IndexOf(':') is >= 0 and var colon)
        {
            if (!Units.TryGetValue(parameter.Substring(colon + 1), out var length))
                return Error(word, $"expected one of {List(Units)} after ':'");
            (parameter, unit) = (parameter.Substring(0, colon), length);
        }

        if (parameter.Length == 0)
            return Error(word, "expected the name of a parameter after '='");
        return row with { Roles = row.Roles.SetItem(role, new(parameter, unit)) };
    }

    private Row? Error(Word at, string message)
    {
        _errors.Add(new(_file, _line, at.Column + 1, at.Text.Length, message));
        return null;
    }

    /// <summary>Words between white space; a clause keeps the spaces inside its parentheses.</summary>
    private static List<Word> Tokens(string line)
    {
        var words = new List<Word>();
        var start = -1;
        var depth = 0;
        for (var i = 0; i <= line.Length; i++)
        {
            var ends = i == line.Length || (depth == 0 && char.IsWhiteSpace(line[i]));
            if (!ends)
            {
                depth += line[i] switch { '(' => 1, ')' => -1, _ => 0 };
                if (start < 0)
                    start = i;
            }
            else if (start >= 0)
            {
                words.Add(new(line.Substring(start, i - start), start));
                start = -1;
            }
        }

        return words;
    }

    /// <summary>The members of a vocabulary as model files write them: <c>RemoteCall</c> is <c>remote-call</c>.</summary>
    private static Dictionary<string, T> Words<T>() where T : struct, Enum =>
        Enum.GetNames(typeof(T)).Where(n => n != "None").ToDictionary(Spelled, n => (T)Enum.Parse(typeof(T), n), StringComparer.Ordinal);

    private static string Spelled(string name)
    {
        var spelled = new StringBuilder();
        foreach (var c in name)
        {
            if (char.IsUpper(c) && spelled.Length > 0)
                spelled.Append('-');
            spelled.Append(char.ToLowerInvariant(c));
        }

        return spelled.ToString();
    }

    private static string List<T>(Dictionary<string, T> words) => string.Join(", ", words.Keys.OrderBy(k => k, StringComparer.Ordinal));

    private readonly record struct Word(string Text, int Column);
}
