namespace DistPatterns.Runtime.Tests.Linearizability;

/// <summary>Looks for an order of a history's operations that explains every answer and keeps every operation between its call and its return.</summary>
/// <remarks>
/// Wing and Gong, <i>Testing and Verifying Concurrent Objects</i>, 1993, with Lowe's memory of what was tried (<i>Testing for
/// Linearizability</i>, 2017): the same operations done with the same state in the end lead to nothing new. Linearizability is local
/// (Herlihy and Wing, 1990): check each key for itself.
/// </remarks>
internal static class LinearizabilityChecker
{
    public static Verdict Check<TState, TInput, TOutput>(ISpecification<TState, TInput, TOutput> specification, IReadOnlyList<Operation<TInput, TOutput>> history)
    {
        Operation<TInput, TOutput>[] operations = [.. history.OrderBy(o => o.Called)];
        var start = new Configuration<TState>(new(operations.Length), specification.Initial);
        var tried = new HashSet<Configuration<TState>> { start };
        var open = new Stack<Configuration<TState>>([start]);
        var furthest = start;
        while (open.TryPop(out var current))
        {
            if (current.Done.Count > furthest.Done.Count)
            {
                furthest = current;
            }

            // whoever returned first must take effect before anybody who was called later
            var firstReturn = Undone(operations, current).Select(i => operations[i].Returned).DefaultIfEmpty(long.MaxValue).Min();
            if (firstReturn == long.MaxValue)
            {
                return Verdict.Linearizable; // what is left was never answered, and need not have happened
            }

            foreach (var i in Undone(operations, current).TakeWhile(i => operations[i].Called < firstReturn))
            {
                if (specification.TryApply(current.State, operations[i], out var next) && new Configuration<TState>(current.Done.With(i), next) is var reached && tried.Add(reached))
                {
                    open.Push(reached);
                }
            }
        }

        return new(false, string.Join(Environment.NewLine,
            operations.Select((o, i) => $"{(furthest.Done.Contains(i) ? "  " : "! ")}{o}").Append($"No order explains this. The longest that does leaves out what is marked with !, in the state {furthest.State}.")));
    }

    private static IEnumerable<int> Undone<TState, TInput, TOutput>(Operation<TInput, TOutput>[] operations, Configuration<TState> current) =>
        Enumerable.Range(0, operations.Length).Where(i => !current.Done.Contains(i));

    private readonly record struct Configuration<TState>(OperationSet Done, TState State);
}
