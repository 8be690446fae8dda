namespace DistPatterns.CodeFixes.Resilience;

/// <summary>A handler that opens its connections anew now and then, so that changes of DNS are seen.</summary>
internal static class RenewedConnections
{
    public const string Handler = "new System.Net.Http.SocketsHttpHandler { PooledConnectionLifetime = System.TimeSpan.FromMinutes(2) }";
}
