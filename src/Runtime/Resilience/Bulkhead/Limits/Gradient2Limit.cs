namespace DistPatterns.Resilience;

/// <summary>Gradient2 of Netflix's concurrency-limits, with the square root of the limit as the queue it allows.</summary>
/// <remarks>
/// The allowed queue makes the limit rise whenever latency does not, so a callee that has grown is found out; a limit
/// held against the least latency ever seen would stay small for good after one lucky window.
/// </remarks>
internal sealed class Gradient2Limit : ILimit
{
    private const double Smoothing = 0.2;
    private const double LeastGradient = 0.5;
    private const double LongTermWeight = 2.0 / (600 + 1); // an average over 600 windows
    private const int Warmup = 10;
    private const double Drift = 0.95;

    private double _longTerm;
    private int _windows; // up to the warm-up

    public double Next(double limit, LimitSample sample)
    {
        if (sample.Latency > 0)
        {
            Remember(sample.Latency);
        }

        var saysNothing = sample.Latency == 0 || !sample.Needs(limit);
        if (saysNothing && !sample.IsOverloaded)
        {
            return limit;
        }

        var next = sample.IsOverloaded
            ? limit * LeastGradient
            : (limit * Math.Clamp(_longTerm / sample.Latency, LeastGradient, 1)) + Math.Sqrt(limit);
        return limit + (Smoothing * (next - limit));
    }

    private void Remember(double latency)
    {
        _longTerm += (latency - _longTerm) * (_windows < Warmup ? 1.0 / ++_windows : LongTermWeight);

        // A drop in load leaves the long-term latency too high for long: it is brought down faster than it would fall.
        if (_longTerm > 2 * latency)
        {
            _longTerm *= Drift;
        }
    }
}
