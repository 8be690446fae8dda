namespace DistPatterns.Runtime.Tests.Simulation;

/// <summary>One thread, virtual time and one seed: everything that happens is an event of a queue, and the same seed gives the same run.</summary>
/// <remarks>
/// Code that awaits with <c>ConfigureAwait(false)</c> runs on inline where its wait ends, since no context is there to leave; it needs
/// <see cref="Run"/>. Code that waits on semaphores (with no token) or channels, whose waiters resume elsewhere, needs
/// <see cref="RunCaptured"/>, under which every plain <c>await</c> comes back through the queue. Either way, whoever leaves the thread is caught and the run fails.
/// </remarks>
internal sealed class Simulation
{
    private static readonly TimeSpan Limit = TimeSpan.FromHours(1);

    private readonly PriorityQueue<Action, (long At, int Draw)> events = new();
    private readonly int thread = Environment.CurrentManagedThreadId;
    private volatile string? escape;

    public Simulation(int seed)
    {
        Random = new(seed);
        Time = new(this);
    }

    /// <summary>The only source of chance.</summary>
    public Random Random { get; }

    public SimulatedTime Time { get; }

    public TimeSpan Elapsed { get; private set; }

    /// <summary>Runs until <paramref name="main"/> is done, with no context to come back to.</summary>
    public void Run(Func<Task> main) => RunUnder(null, main);

    /// <summary>Runs until <paramref name="main"/> is done; what is awaited comes back through the queue.</summary>
    public void RunCaptured(Func<Task> main) => RunUnder(new SimulationContext(this), main);

    /// <summary>Lets something happen later; what is due at one time happens in an order of chance.</summary>
    public void Schedule(TimeSpan delay, Action action)
    {
        if (Environment.CurrentManagedThreadId != thread)
        {
            escape ??= "Left the thread of the simulation: " + Environment.StackTrace; // told by the run: an exception here would be lost, or end the process
            return;
        }

        events.Enqueue(action, ((Elapsed + (delay > TimeSpan.Zero ? delay : TimeSpan.Zero)).Ticks, Random.Next()));
    }

    /// <summary>A time between two, evenly.</summary>
    public TimeSpan Between(TimeSpan least, TimeSpan most) => least + ((most - least) * Random.NextDouble());

    public bool Chance(double probability) => Random.NextDouble() < probability;

    private void RunUnder(SynchronizationContext? context, Func<Task> main)
    {
        var outer = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(context);
        try
        {
            var task = main();
            while (!task.IsCompleted)
            {
                Step();
                FailIfEscaped();
            }

            FailIfEscaped();
            task.GetAwaiter().GetResult();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(outer);
        }
    }

    private void Step()
    {
        if (!events.TryDequeue(out var next, out var due))
        {
            FailIfEscaped();
            throw new InvalidOperationException("Everybody waits, and nothing is left to happen: a deadlock, or a wait that left the simulation.");
        }

        Elapsed = new(due.At);
        if (Elapsed > Limit)
        {
            throw new InvalidOperationException($"Not done after {Limit} of virtual time.");
        }

        next();
    }

    private void FailIfEscaped()
    {
        if (escape is not null)
        {
            throw new InvalidOperationException(escape);
        }
    }
}
