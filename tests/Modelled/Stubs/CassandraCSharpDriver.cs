// Written for CassandraCSharpDriver 3.22 from the declarations in datastax/csharp-driver.
namespace Cassandra;

public enum ConsistencyLevel
{
    Any = 0,
    One = 1,
    Two = 2,
    Three = 3,
    Quorum = 4,
    All = 5,
    LocalQuorum = 6,
    EachQuorum = 7,
    Serial = 8,
    LocalSerial = 9,
    LocalOne = 10,
}

public interface IStatement
{
    ConsistencyLevel? ConsistencyLevel { get; }

    IStatement SetConsistencyLevel(ConsistencyLevel? consistency);
}

public class SimpleStatement(string query) : IStatement
{
    public string QueryString { get; } = query;

    public ConsistencyLevel? ConsistencyLevel { get; private set; }

    public IStatement SetConsistencyLevel(ConsistencyLevel? consistency)
    {
        ConsistencyLevel = consistency;
        return this;
    }
}

public class QueryOptions
{
    public QueryOptions SetConsistencyLevel(ConsistencyLevel consistencyLevel) => this;
}
