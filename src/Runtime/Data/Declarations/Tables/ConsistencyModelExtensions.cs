namespace DistPatterns;

/// <summary>How consistency models compare.</summary>
public static class ConsistencyModelExtensions
{
    /// <summary>Whether one model gives the other too. It is a partial order: neither of bounded staleness and causal implies the other.</summary>
    public static bool Implies(this ConsistencyModel given, ConsistencyModel required) =>
        given == required
        || given == ConsistencyModel.Strong
        || required == ConsistencyModel.Eventual
        || (given == ConsistencyModel.Causal && required == ConsistencyModel.Session);
}
