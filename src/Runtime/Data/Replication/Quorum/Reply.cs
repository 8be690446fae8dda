namespace DistPatterns.Replication;

/// <summary>What came of asking one replica: an answer, or the reason why there is none.</summary>
internal readonly record struct Reply<TAnswer>(int Replica, TAnswer? Answer, Exception? Error);
