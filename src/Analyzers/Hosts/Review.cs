using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using DistPatterns.Catalog;
using DistPatterns.Constants;
using DistPatterns.Effects;
using DistPatterns.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistPatterns.Hosts;

/// <summary>What one walk of a body gave: facts for the graph, and what the live rules had to say while its operations were at hand.</summary>
internal sealed class ReviewedBody
{
    public bool IsWalked { get; set; }

    public ImmutableArray<BodyFacts> Facts { get; set; } = ImmutableArray<BodyFacts>.Empty;

    public ImmutableArray<Diagnostic> Diagnostics { get; set; } = ImmutableArray<Diagnostic>.Empty;
}

/// <summary>The review of one compilation, shared by the two hosts so that each body is walked once.</summary>
internal sealed class Review
{
    private static readonly ConditionalWeakTable<Compilation, Review> Reviews = new();

    private readonly BodyReview _bodyReview;
    private readonly ConstantsRule[] _constantsRules;
    private readonly CodeBase _code;
    private readonly RuleSwitch _switch;
    private readonly ConcurrentDictionary<SyntaxNode, ReviewedBody> _bodies = new();
    private readonly List<BodyFacts> _facts = new();
    private FactCollector? _idle;

    private Review(Compilation compilation, AnalyzerOptions options, IReadOnlyList<Rule> rules, bool ofSolution)
    {
        _bodyReview = new(this, rules);
        _constantsRules = rules.OfType<ConstantsRule>().ToArray();
        _code = new(compilation, Models.CatalogFor(options), ofSolution);
        _switch = new(compilation.Options);
        Options = options.AnalyzerConfigOptionsProvider;
        Settings = new(Options, compilation.AssemblyName ?? "")
        {
            IsProgram = compilation.Options.OutputKind is OutputKind.ConsoleApplication or OutputKind.WindowsApplication,
        };
    }

    public Settings Settings { get; }

    public AnalyzerConfigOptionsProvider Options { get; }

    public LibraryCatalog Catalog => _code.Catalog;

    /// <param name="compilation">The compilation; its review is made once.</param>
    /// <param name="options">What the project and its files say.</param>
    /// <param name="rules">The rules to ask.</param>
    /// <param name="ofSolution">Whether the facts go into a graph of the whole solution.</param>
    public static Review Of(Compilation compilation, AnalyzerOptions options, IReadOnlyList<Rule> rules, bool ofSolution = false) =>
        Reviews.GetValue(compilation, c => new(c, options, rules, ofSolution));

    /// <summary>What every body did that either host has asked for.</summary>
    public IReadOnlyList<BodyFacts> Facts
    {
        get
        {
            lock (_facts)
                return _facts.ToArray();
        }
    }

    /// <summary>Walks the blocks of a member, or returns what the other host's walk gave.</summary>
    public ReviewedBody Body(ISymbol owner, ImmutableArray<IOperation> blocks)
    {
        var body = _bodies.GetOrAdd(blocks[0].Syntax, static _ => new());
        lock (body)
        {
            if (!body.IsWalked)
                Walk(body, owner, blocks);
        }

        return body;
    }

    /// <summary>Asks a rule, where it is on. A rule that throws is turned off and named; the others go on.</summary>
    public IEnumerable<Diagnostic> Ask(Rule rule, DiagnosticDescriptor descriptor, Func<IEnumerable<Finding>> judge)
    {
        try
        {
            return judge().Where(f => f.Location.SourceTree is not { } tree || _switch.IsOn(rule, tree))
                .Where(f => Certainty.Admits(f, descriptor, Settings) && !TestNames.AreAround(f.Location)).Select(f => f.ToDiagnostic(descriptor)).ToArray();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return _switch.TurnOff(rule, e) ? new[] { ToolDiagnostics.Failed(rule, e) } : Array.Empty<Diagnostic>();
        }
    }

    public bool IsOn(Rule rule, SyntaxTree tree) => _switch.IsOn(rule, tree);

    /// <summary>What the rules about constants say of a group of them.</summary>
    public IEnumerable<Diagnostic> Constants(ConstantGroup? group) =>
        group is null
            ? Enumerable.Empty<Diagnostic>()
            : _constantsRules.SelectMany(rule => Ask(rule, rule.Descriptor, () => OneOrNone(rule.Judge(group, Settings))));

    /// <summary>Whether any rule reads constants of this name.</summary>
    public bool WantsConstant(string name) => Array.Exists(_constantsRules, r => r.Concerns(name));

    /// <summary>The finding of a rule that has one or none.</summary>
    public static IEnumerable<Finding> OneOrNone(Finding? finding) => finding is null ? Enumerable.Empty<Finding>() : new[] { finding };

    private void Walk(ReviewedBody reviewed, ISymbol owner, ImmutableArray<IOperation> blocks)
    {
        var collector = Interlocked.Exchange(ref _idle, null) ?? new(_code);
        var body = collector.Collect(owner, blocks);
        Interlocked.Exchange(ref _idle, collector); // one that threw is dropped
        reviewed.Facts = body.Facts;
        lock (_facts)
            _facts.AddRange(body.Facts);
        if (!body.Calls.IsEmpty || !body.Settings.IsEmpty) // in nearly every body both are
            reviewed.Diagnostics = _bodyReview.Judge(body);
        reviewed.IsWalked = true;
    }
}
