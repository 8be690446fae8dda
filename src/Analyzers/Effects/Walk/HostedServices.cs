using DistPatterns.Catalog;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Effects;

/// <summary>The services that a host starts once and keeps for as long as it runs. By name, so that they are known where their package is missing.</summary>
internal static class HostedServices
{
    public static bool Is(INamedTypeSymbol? type) => type is not null && TypeLineage.Of(type).Any(t => t.Name is "BackgroundService" or "IHostedService");

    /// <summary>Whether the host starts a service by this method.</summary>
    public static bool AreStartedBy(IMethodSymbol method) => method.Name is "ExecuteAsync" or "StartAsync" && Is(method.ContainingType);
}
