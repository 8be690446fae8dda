namespace DistPatterns.Effects;

/// <summary>Where in the branches of a body a site stands: the arm of a fork, inside the arm of an outer fork.</summary>
internal sealed class Branch(Branch? outer, int fork, int arm)
{
    public Branch? Outer { get; } = outer;

    /// <summary>The fork's number in its body; every <c>if</c>, <c>switch</c> and <c>try</c> has its own.</summary>
    public int Fork { get; } = fork;

    public int Arm { get; } = arm;

    /// <summary>Whether every run that passes the second place has passed the first, or will: the first stands in no arm that the second is not in.</summary>
    public static bool Encloses(Branch? outer, Branch? inner)
    {
        if (outer is null)
            return true;
        for (var b = inner; b is not null; b = b.Outer)
        {
            if (b.Fork == outer.Fork && b.Arm == outer.Arm)
                return true;
        }

        return false;
    }

    /// <summary>Whether no single run passes both places: they stand in different arms of one fork.</summary>
    public static bool AreExclusive(Branch? a, Branch? b)
    {
        for (var x = a; x is not null; x = x.Outer)
        {
            for (var y = b; y is not null; y = y.Outer)
            {
                if (x.Fork == y.Fork)
                    return x.Arm != y.Arm;
            }
        }

        return false;
    }
}
