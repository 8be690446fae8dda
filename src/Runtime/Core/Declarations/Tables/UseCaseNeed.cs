namespace DistPatterns;

/// <summary>What a use case needs, and systems that serve it.</summary>
/// <param name="UseCase">The use case.</param>
/// <param name="Model">The weakest model that will do, from the literature.</param>
/// <param name="Reason">What goes wrong with less.</param>
/// <param name="Examples">Systems of the kind.</param>
public sealed record UseCaseNeed(UseCase UseCase, Sourced<ConsistencyModel> Model, Sourced<string> Reason, Sourced<string> Examples);
