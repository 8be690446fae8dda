using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace DistPatterns.Constants;

/// <summary>Reads groups of constants from a settings file: one for each object, named by its path. Comments and trailing commas are allowed.</summary>
internal sealed class JsonConstants
{
    private readonly string _text;
    private readonly SourceText _source;
    private readonly string _file;
    private readonly List<ConstantGroup> _groups = new();
    private int _at;

    private JsonConstants(SourceText source, string file) => (_text, _source, _file) = (source.ToString(), source, file);

    /// <summary>Whether a file is one that the host configures itself from: <c>appsettings.json</c>, or <c>appsettings.Production.json</c>.</summary>
    public static bool IsSettings(string path) =>
        Path.GetFileName(path).StartsWith("appsettings", StringComparison.OrdinalIgnoreCase) && path.EndsWith(".json", StringComparison.OrdinalIgnoreCase);

    /// <summary>The objects that could be read before the file's end, or its first mistake.</summary>
    public static IReadOnlyList<ConstantGroup> In(SourceText text, string file)
    {
        var reader = new JsonConstants(text, file);
        try
        {
            reader.Value("");
        }
        catch (FormatException)
        {
            // the configuration that loads the file will say so
        }

        return reader._groups;
    }

    private char Next()
    {
        while (_at < _text.Length)
        {
            if (char.IsWhiteSpace(_text[_at]) || _text[_at] == '\uFEFF')
                _at++;
            else if (string.CompareOrdinal(_text, _at, "//", 0, 2) == 0)
                SkipTo("\n");
            else if (string.CompareOrdinal(_text, _at, "/*", 0, 2) == 0)
                SkipTo("*/");
            else
                return _text[_at];
        }

        throw new FormatException();
    }

    private void SkipTo(string end)
    {
        var found = _text.IndexOf(end, _at, StringComparison.Ordinal);
        _at = found < 0 ? _text.Length : found + end.Length;
    }

    /// <summary>Reads one value; what it is, if it is no object, array or null.</summary>
    private object? Value(string path)
    {
        switch (Next())
        {
            case '{':
                Object(path);
                return null;
            case '[':
                Array(path);
                return null;
            case '"':
                return String();
            default:
                return Word();
        }
    }

    private void Object(string path)
    {
        var values = new List<NamedConstant>();
        for (_at++; Next() != '}';)
        {
            var name = String();
            if (Next() != ':')
                throw new FormatException();
            _at++;
            Next();
            var start = _at;
            if (Value(path.Length == 0 ? name : path + ":" + name) is { } value)
                values.Add(new(name, value, At(start, _at)));
            if (Next() == ',')
                _at++;
        }

        _at++;
        _groups.Add(new(path, null, values));
    }

    private void Array(string path)
    {
        for (_at++; Next() != ']';)
        {
            Value(path);
            if (Next() == ',')
                _at++;
        }

        _at++;
    }

    private string String()
    {
        if (Next() != '"')
            throw new FormatException();
        var text = new StringBuilder();
        for (_at++; _at < _text.Length && _text[_at] != '"'; _at++)
        {
            if (_text[_at] == '\\')
                _at++;
            if (_at < _text.Length)
                text.Append(_text[_at]);
        }

        _at++;
        return text.ToString();
    }

    private object? Word()
    {
        var start = _at;
        while (_at < _text.Length && (char.IsLetterOrDigit(_text[_at]) || _text[_at] is '-' or '+' or '.'))
            _at++;
        if (_at == start)
            throw new FormatException();
        var word = _text.Substring(start, _at - start);
        return word switch
        {
            "true" => true,
            "false" => false,
            "null" => null,
            _ when int.TryParse(word, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) => number,
            _ => word,
        };
    }

    private Location At(int start, int end)
    {
        var span = TextSpan.FromBounds(start, end);
        return Location.Create(_file, span, _source.Lines.GetLinePositionSpan(span));
    }
}
