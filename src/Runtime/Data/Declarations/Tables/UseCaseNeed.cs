namespace DistPatterns;

/// <summary>What a use case needs, and systems that serve it.</summary>
/// <param name="UseCase">The use case.</param>
/// <param name="Model">The weakest model that will do, from the literature.</param>
/// <param name="Reason">What decides it, from the same source.</param>
/// <param name="Examples">Systems of the kind, or settings of stores.</param>
public sealed record UseCaseNeed(UseCase UseCase, Cited<ConsistencyModel> Model, string Reason, IReadOnlyList<Cited<string>> Examples);
