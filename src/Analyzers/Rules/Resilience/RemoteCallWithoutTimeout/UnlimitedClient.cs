using System.Collections.Immutable;
using DistPatterns.Effects;

namespace DistPatterns.Rules.Resilience;

/// <summary>A client that nothing limits, and the calls that go through it as far as they are in sight.</summary>
internal sealed record UnlimitedClient(SiteOf Made, bool IsForever, ImmutableArray<Site> Calls);
