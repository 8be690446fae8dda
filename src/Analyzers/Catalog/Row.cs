using System.Collections.Immutable;

namespace DistPatterns.Catalog;

/// <summary>What a row describes.</summary>
internal enum RowKind
{
    /// <summary>A method that is called.</summary>
    Call,

    /// <summary>A constructor.</summary>
    New,

    /// <summary>A property that configures.</summary>
    Option,

    /// <summary>A method that the library calls.</summary>
    Handler,

    /// <summary>The methods that carry the section's type, an attribute.</summary>
    Attribute,

    /// <summary>An enum member, a constant or a static property that has a meaning.</summary>
    Value,
}

/// <summary>A condition, a fact or a delegate of a row: <c>name(arg, arg)</c>.</summary>
internal enum ClauseKind
{
    /// <summary>The row holds only if the parameter has one of the values: <c>when(when=NotExists)</c>.</summary>
    When,

    /// <summary>The delegates given to these parameters run during the call.</summary>
    Runs,

    /// <summary>The delegates given to these parameters run some time later, or never.</summary>
    Defers,

    /// <summary>Of the delegates that run later, those that run again for each call: <c>per-call(policySelector)</c>.</summary>
    PerCall,

    /// <summary>Calling it states a fact about the program: <c>declares(consumer-outbox)</c>.</summary>
    Declares,

    /// <summary>The row's effects do not count where one of the facts is declared.</summary>
    Unless,

    /// <summary>In-process dispatch: the type of the argument selects the handlers that run.</summary>
    Dispatches,

    /// <summary>The value that an option has when it is not set: <c>default(100s)</c>.</summary>
    Default,

    /// <summary>The values that mean "for ever": <c>forever(-1ms)</c>.</summary>
    Forever,

    /// <summary>How often it tries again: a number, the parameter or the option that says so, or <c>endless</c>.</summary>
    Retries,

    /// <summary>The result can succeed in part, and these of its members say so: <c>must-read(Failed)</c>.</summary>
    MustRead,

    /// <summary>What to write in the place of the value that a <c>when</c> names: <c>instead(All)</c>.</summary>
    Instead,

    /// <summary>With this set in its options a write that finds nothing inserts: <c>inserts(IsUpsert)</c>.</summary>
    Inserts,

    /// <summary>
    /// Where the declared fact holds: for the <c>context</c> it names, in the library's <c>handlers</c>, in the code around (<c>scope</c>), outside of
    /// handlers until the next save (<c>saves</c>).
    /// </summary>
    Covers,

    /// <summary>The library calls the handler with each call of these members, before their effect: <c>before(SaveChanges)</c>.</summary>
    Before,

    /// <summary>The library calls the handler with each call of these members, after their effect.</summary>
    After,

    /// <summary>What it sends goes past the outbox that one of the facts declares, where a handler runs under that: <c>bypasses(consumer-outbox)</c>.</summary>
    Bypasses,

    /// <summary>How what it declares is configured, in the words that a message tells the reader.</summary>
    Setup,
}

/// <summary>One clause with its arguments as written.</summary>
internal readonly record struct Clause(ClauseKind Kind, ImmutableArray<string> Arguments);

/// <summary>What plays a role, and of a number that is a length of time, what it counts.</summary>
internal readonly record struct RoleParameter(string Name, TimeSpan? Unit = null);

/// <summary>One line of a model file: what a member of a library does.</summary>
internal sealed record Row(
    string Type,
    RowKind Kind,
    string Member,
    Effect Effects,
    Trait Traits,
    ImmutableDictionary<Role, RoleParameter> Roles,
    ImmutableArray<Clause> Clauses,
    string File,
    int Line)
{
    /// <summary>The name that a constructor row is filed under.</summary>
    public const string Constructor = ".ctor";

    /// <summary>Whether the section is a name pattern: a convention of the field, held with less confidence than a library's own row.</summary>
    public bool IsConvention => Type.IndexOf('*') >= 0;

    /// <summary>Whether it speaks of members that the library does not declare: those that carry its attribute, or that subtypes of its type add.</summary>
    public bool IsOfOthers => !IsConvention && (Kind == RowKind.Attribute || Member.IndexOf('*') >= 0);

    /// <summary>The library that the file is about.</summary>
    public string Library => System.IO.Path.GetFileNameWithoutExtension(File);

    public bool Has(Effect effect) => (Effects & effect) != 0;

    public bool Has(Trait trait) => (Traits & trait) != 0;

    public string? ParameterFor(Role role) => Roles.TryGetValue(role, out var parameter) ? parameter.Name : null;

    /// <summary>All arguments of all clauses of this kind.</summary>
    public IEnumerable<string> Arguments(ClauseKind kind) =>
        Clauses.IsEmpty ? Enumerable.Empty<string>() : Clauses.Where(c => c.Kind == kind).SelectMany(c => c.Arguments);
}
