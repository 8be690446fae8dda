using System.Data.Common;

namespace DistPatterns.Storage;

/// <summary>The tables that a part of this library has in a database, for the program to create and to check.</summary>
/// <param name="Schema">The tables.</param>
/// <param name="Source">The database.</param>
public sealed record PartTables(StoreSchema Schema, DbDataSource Source);
