namespace DistPatterns.Catalog;

/// <summary>A name with a <c>*</c> at its start, its end or both, where anything may stand.</summary>
internal sealed class NamePattern(string pattern)
{
    private readonly string _core = pattern.Trim('*');
    private readonly bool _open = pattern[0] == '*';
    private readonly bool _endless = pattern[pattern.Length - 1] == '*';

    public bool Matches(string name) => (_open, _endless) switch
    {
        (true, true) => name.Contains(_core),
        (true, false) => name.EndsWith(_core, StringComparison.Ordinal),
        (false, true) => name.StartsWith(_core, StringComparison.Ordinal),
        _ => name == _core,
    };
}
