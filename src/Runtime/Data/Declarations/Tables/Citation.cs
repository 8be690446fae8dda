namespace DistPatterns;

/// <summary>The document that a cell of a table rests on.</summary>
/// <param name="Title">Author or vendor, title and year.</param>
/// <param name="Url">Where it is read.</param>
public sealed record Citation(string Title, string Url);

/// <summary>One cell of a table, with the document it rests on.</summary>
/// <param name="Value">What the cell says.</param>
/// <param name="Source">The document that says it, or describes the behaviour that it names.</param>
public sealed record Cited<T>(T Value, Citation Source);
