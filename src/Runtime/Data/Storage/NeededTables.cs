namespace DistPatterns.Storage;

/// <summary>Says that a part is in use, so that its tables must be there.</summary>
internal sealed record NeededTables(string Component);
