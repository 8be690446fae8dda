using System.ComponentModel.DataAnnotations;
using DistPatterns.Arithmetic;
using DistPatterns.Validation;
using Polly;

namespace DistPatterns.Resilience;

/// <summary>
/// Bounds what is sent again to a share of what is sent, for everything that shares it: retries, hedges, redelivery. A
/// limit of attempts alone multiplies the load of a callee that is already down. Safe for concurrent use.
/// </summary>
/// <remarks>
/// Finagle's retry budget over a sliding window. Calls count for nine to ten tenths of it and retries for ten to eleven,
/// so the bound holds for the window wherever it is laid.
/// </remarks>
public sealed class RetryBudget
{
    private const int Slices = 10;

    private static readonly ResiliencePropertyKey<RetryBudget?> PaidInto = new("DP.RetryBudget"); // short: hashed twice a call

    private readonly Lock _gate = new();
    private readonly TimeWindow _deposits;
    private readonly TimeWindow _withdrawals;
    private readonly double _ratio;
    private readonly double _reserve;

    /// <summary>Makes a budget.</summary>
    /// <param name="options">The defaults where <see langword="null"/>.</param>
    /// <param name="timeProvider">The system's clock where <see langword="null"/>.</param>
    /// <exception cref="ValidationException">The options are out of range.</exception>
    public RetryBudget(RetryBudgetOptions? options = null, TimeProvider? timeProvider = null)
    {
        options ??= new RetryBudgetOptions();
        options.Validated();
        _ratio = options.Ratio;
        _reserve = options.MinPerSecond * options.Window.TotalSeconds;
        var clock = new MillisecondClock(timeProvider ?? TimeProvider.System);
        _deposits = new TimeWindow(clock, options.Window, Slices);
        _withdrawals = new TimeWindow(clock, options.Window * (Slices + 1) / Slices, Slices + 1);
    }

    /// <summary>How many retries are left now.</summary>
    public double Balance => Earned - Spent;

    private double Earned => (_ratio * _deposits.Totals().Calls) + _reserve;

    private long Spent => _withdrawals.Totals().Calls;

    /// <summary>Counts a call that is not itself a retry.</summary>
    public void Deposit() => _deposits.Record(failed: false, slow: false);

    /// <summary>Takes one retry out of the budget, if there is one. There is no giving back: the attempt was made.</summary>
    public bool TryWithdraw()
    {
        // A lock: retries are rare, and between the look and the count no other may look.
        lock (_gate)
        {
            if (WholeNumber.Floor(Earned) <= Spent)
            {
                return false;
            }

            _withdrawals.Record(failed: false, slow: false);
            return true;
        }
    }

    /// <summary>Counts an execution once, however many strategies of its pipeline share the budget.</summary>
    internal void Deposit(ResilienceContext context)
    {
        if (!ReferenceEquals(context.Properties.GetValue(PaidInto, null), this))
        {
            context.Properties.Set(PaidInto, this);
            Deposit();
        }
    }
}
