using System.ComponentModel.DataAnnotations;
using DistPatterns.Resilience;
using DistPatterns.Validation;
using Microsoft.Extensions.Options;

namespace DistPatterns.Http;

/// <summary>The strategies around each request of an <see cref="HttpClient"/>, from the outermost to the innermost.</summary>
public sealed class HttpResilienceOptions : IValidatableObject
{
    /// <summary>
    /// How many requests run at once; 1,000 by default, as in Microsoft's standard handler. Give it
    /// <see cref="AdaptiveBulkheadStrategyOptions"/> to follow what the server can take: the answers 429 and 503 lower
    /// the limit too, unless <see cref="AdaptiveBulkheadStrategyOptions.IsOverload"/> says otherwise.
    /// </summary>
    [Required, ValidateObjectMembers]
    public BulkheadStrategyOptions Bulkhead { get; set; } = new() { MaxConcurrency = 1000 };

    /// <summary>
    /// The most time for a request with all its attempts and waits, 10 ms to 24 h; 30 s by default. A caller's sooner <see cref="Deadline"/> holds,
    /// and a lesser one of <see cref="Retry"/>.
    /// </summary>
    [Within(typeof(TimeSpan), "00:00:00.010", "1.00:00:00")]
    public TimeSpan TotalTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// When a request is sent again: by default after a broken connection, a timed out attempt, 408, 429 or 5xx, and
    /// after the wait of a <c>Retry-After</c>. Whatever its <c>ShouldHandle</c> says, a request whose method is not
    /// safe (RFC 9110, 9.2.1) is sent again only if it carries an <c>Idempotency-Key</c> header or never left this machine.
    /// </summary>
    [Required, ValidateObjectMembers]
    public BudgetedRetryStrategyOptions<HttpResponseMessage> Retry { get; set; } = new()
    {
        ShouldHandle = static arguments => new(TransientFailure.Is(arguments.Outcome, arguments.Context)),
        DelayGenerator = RetryAfterHeader.Or(new BudgetedRetryStrategyOptions<HttpResponseMessage>().DelayGenerator),
    };

    /// <summary>When requests are no longer sent because they fail; counts by default what <see cref="Retry"/> sends again, unsafe methods too.</summary>
    [Required, ValidateObjectMembers]
    public AdvancedCircuitBreakerStrategyOptions<HttpResponseMessage> CircuitBreaker { get; set; } = new()
    {
        ShouldHandle = static arguments => new(TransientFailure.Is(arguments.Outcome, arguments.Context)),
    };

    /// <summary>The most time for one attempt, 10 ms to 24 h; 10 s by default. The server is told so, see <see cref="DeadlineHeader"/>.</summary>
    [Within(typeof(TimeSpan), "00:00:00.010", "1.00:00:00")]
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(10);

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (AttemptTimeout > TotalTimeout)
        {
            yield return new($"{nameof(AttemptTimeout)} ({AttemptTimeout}) must not exceed {nameof(TotalTimeout)} ({TotalTimeout}).", [nameof(AttemptTimeout)]);
        }
    }
}
