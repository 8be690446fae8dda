namespace DistPatterns.Registry;

/// <summary>One running instance of a service.</summary>
/// <param name="Id">The instance: new for every start of a process.</param>
/// <param name="ServiceName">The service it is one of.</param>
/// <param name="EndpointName">Which of the service's endpoints the address is; empty for its only one.</param>
/// <param name="Address">Where it is reached: an absolute URI.</param>
public sealed record ServiceInstance(Guid Id, string ServiceName, string EndpointName, Uri Address);
