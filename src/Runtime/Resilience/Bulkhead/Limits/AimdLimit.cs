namespace DistPatterns.Resilience;

/// <summary>Additive increase, multiplicative decrease (Chiu and Jain, 1989).</summary>
internal sealed class AimdLimit : ILimit
{
    private const double Decrease = 0.9;

    public double Next(double limit, LimitSample sample) =>
        sample.IsOverloaded ? limit * Decrease
        : sample.Needs(limit) ? limit + 1
        : limit;
}
