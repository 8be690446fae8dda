using System.Collections.Immutable;
using DistPatterns.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.Effects;

/// <summary>What a modelled call passes for the roles that its row names.</summary>
internal sealed record CallArguments
{
    /// <summary>Of a call that no model speaks of.</summary>
    public static readonly CallArguments Nothing = new();

    /// <summary>The type of what is sent.</summary>
    public ITypeSymbol? Message { get; init; }

    /// <summary>Whether what is sent came as a parameter: a wrapper, whose callers know what it really is.</summary>
    public bool IsHandedOn { get; init; }

    /// <summary>The type of the session, connection or context that the effect belongs to.</summary>
    public ITypeSymbol? Resource { get; init; }

    /// <summary>The type that a registration makes available.</summary>
    public ITypeSymbol? Service { get; init; }

    /// <summary>The type that a registration makes it of; null where a delegate does.</summary>
    public ITypeSymbol? Implementation { get; init; }

    /// <summary>The type of the handler or middleware that a call adds.</summary>
    public ITypeSymbol? Handler { get; init; }

    /// <summary>The constant that names what is registered, created or stored.</summary>
    public string? Key { get; init; }

    /// <summary>The expression that names it, in a form that is the same wherever the same name is meant.</summary>
    public string? KeyExpression { get; init; }

    /// <summary>Whether it says that it will wait without end.</summary>
    public bool WaitsForever { get; init; }

    /// <summary>Where the cancellation token came from.</summary>
    public Origin Cancel { get; init; }

    /// <summary>Where the options came from that say how the call is made; null where none are passed.</summary>
    public Origin? Options { get; init; }

    /// <summary>Whether a time limit is passed, and not null.</summary>
    public bool HasTimeout { get; init; }

    /// <summary>Whether the time limit is a time of day that is not in UTC.</summary>
    public bool IsLocalTime { get; init; }

    /// <summary>What a call of our own code passes: its token, which needs no model.</summary>
    public static CallArguments ReadToken(ImmutableArray<IArgumentOperation> arguments, Func<IOperation, Origin> originOf) =>
        TokenAmong(arguments, originOf) is var token && token == default ? Nothing : new() { Cancel = token };

    /// <param name="row">What names the roles.</param>
    /// <param name="method">The method as it is called, with its type arguments.</param>
    /// <param name="arguments">What it is called with.</param>
    /// <param name="originOf">Where a value comes from.</param>
    public static CallArguments Read(Row row, IMethodSymbol method, ImmutableArray<IArgumentOperation> arguments, Func<IOperation, Origin> originOf)
    {
        var timeout = Arguments.Named(arguments, row.ParameterFor(Role.Timeout));
        var sent = row.ParameterFor(Role.Message) ?? row.Arguments(ClauseKind.Dispatches).FirstOrDefault();
        var key = Arguments.Named(arguments, row.ParameterFor(Role.Key));
        return new()
        {
            Message = TypeFor(sent),
            IsHandedOn = Arguments.Named(arguments, sent) is { } value && ValueOrigins.Unconverted(value) is IParameterReferenceOperation,
            Resource = TypeFor(row.ParameterFor(Role.Resource)),
            Service = TypeFor(row.ParameterFor(Role.Service)),
            Implementation = TypeFor(row.ParameterFor(Role.Implementation)),
            Handler = TypeFor(row.ParameterFor(Role.Handler)),
            Key = key is { ConstantValue: { HasValue: true, Value: string text } } ? text : null,
            KeyExpression = key is null ? null : NameExpression.Of(key),
            WaitsForever = timeout is not null && Duration.IsForever(timeout, row),
            Cancel = row.ParameterFor(Role.Cancel) is not { } cancel ? TokenAmong(arguments, originOf)
                : Arguments.Named(arguments, cancel) is { } token ? originOf(Source(token)) : default,
            Options = Arguments.Named(arguments, row.ParameterFor(Role.Options)) is { } options && !IsNull(options) ? originOf(options) : null,
            HasTimeout = timeout is not null && !IsNull(timeout),
            IsLocalTime = timeout is not null && LocalTime.Is(timeout),
        };

        ITypeSymbol? TypeFor(string? parameter) => parameter is null ? null : Arguments.TypeOf(arguments, parameter) ?? TypeArgument(method, parameter);
    }

    /// <summary>The first token that is passed, or of several that are linked the first whose source is known.</summary>
    private static Origin TokenAmong(ImmutableArray<IArgumentOperation> arguments, Func<IOperation, Origin> originOf)
    {
        var first = default(Origin);
        foreach (var argument in arguments)
        {
            if (argument.ArgumentKind == ArgumentKind.DefaultValue || argument.Parameter?.Type is not { } type || !(IsToken(type) || IsOfTokens(type)))
                continue;
            foreach (var token in IsToken(type) ? new[] { argument.Value } : argument.Value.Descendants().Where(o => o.Type is { } element && IsToken(element)))
            {
                var origin = originOf(Source(token));
                if (origin.Site is not null)
                    return origin;
                first = first == default ? origin : first;
            }
        }

        return first;
    }

    private static bool IsToken(ITypeSymbol type) => type.Name == nameof(CancellationToken);

    /// <summary>An array or a span of tokens, as <c>params</c> has them.</summary>
    private static bool IsOfTokens(ITypeSymbol type) =>
        type is IArrayTypeSymbol { ElementType: var element }
            ? IsToken(element)
            : type is INamedTypeSymbol { TypeArguments: { Length: 1 } of } && IsToken(of[0]);

    private static ITypeSymbol? TypeArgument(IMethodSymbol method, string parameter)
    {
        var parameters = method.OriginalDefinition.TypeParameters;
        for (var i = 0; i < parameters.Length; i++)
        {
            if (parameters[i].Name == parameter)
                return method.TypeArguments[i];
        }

        return null;
    }

    private static bool IsNull(IOperation value) =>
        ValueOrigins.Unconverted(value) is { ConstantValue: { HasValue: true, Value: null } } or IDefaultValueOperation;

    /// <summary>A token comes from where its source comes from: <c>source.Token</c> is the source.</summary>
    private static IOperation Source(IOperation token) =>
        token is IPropertyReferenceOperation { Property.Name: "Token", Instance: { } source } ? source : token;
}
