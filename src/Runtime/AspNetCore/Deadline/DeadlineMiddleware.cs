using DistPatterns.Resilience;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Polly;

namespace DistPatterns.AspNetCore;

/// <summary>Gives a request the time its caller has left, and no more.</summary>
internal sealed partial class DeadlineMiddleware(
    RequestDelegate next, IOptions<RequestDeadlineOptions> options, TimeProvider timeProvider, ILogger<DeadlineMiddleware> logger)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (TimeFor(context.Request) is not { } time)
        {
            return next(context);
        }

        var deadline = Deadline.After(time, timeProvider);
        if (deadline.IsExpired)
        {
            LogRefused(context.Request.Path);
            DeadlineExceededResponse.Write(context);
            return Task.CompletedTask;
        }

        return RunAsync(context, deadline);
    }

    private TimeSpan? TimeFor(HttpRequest request)
    {
        var header = DeadlineHeader.For(request.ContentType);
        if (!request.Headers.TryGetValue(header.Name, out var value))
        {
            return options.Value.DefaultTimeout;
        }

        if (!header.TryParse(value.ToString(), out var remaining))
        {
            LogMalformed(header.Name, value.ToString());
            return options.Value.DefaultTimeout;
        }

        return remaining < options.Value.MaxTimeout ? remaining : options.Value.MaxTimeout;
    }

    private async Task RunAsync(HttpContext context, Deadline deadline)
    {
        var clientAborted = context.RequestAborted;
        using var limit = new TimeLimit(deadline.Remaining, timeProvider, clientAborted);
        using var scope = Deadline.Push(deadline);
        context.RequestAborted = limit.Token;
        try
        {
            await next(context);
        }
        catch (Exception exception) when (
            exception is OperationCanceledException or ExecutionRejectedException
            && (limit.IsOver || deadline.IsExpired) // a timer may fire a little before the clock says so
            && !clientAborted.IsCancellationRequested && !context.Response.HasStarted)
        {
            LogExpired(context.Request.Path);
            DeadlineExceededResponse.Write(context);
        }
        finally
        {
            context.RequestAborted = clientAborted;
        }
    }

    [LoggerMessage(1, LogLevel.Debug, "Refused {Path}: its deadline had expired before the work began.")]
    private partial void LogRefused(PathString path);

    [LoggerMessage(2, LogLevel.Debug, "Stopped {Path}: its deadline expired.")]
    private partial void LogExpired(PathString path);

    [LoggerMessage(3, LogLevel.Warning, "The header {Header} is ignored, it is malformed: '{Value}'.")]
    private partial void LogMalformed(string header, string value);
}
