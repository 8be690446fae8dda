using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace DistPatterns.Sagas;

/// <summary>What sagas show, under <c>DistPatterns.Sagas</c>.</summary>
internal static partial class SagaTelemetry
{
    private static readonly Meter Meter = new("DistPatterns.Sagas");
    private static readonly Counter<long> Started = Meter.CreateCounter<long>(
        "distpatterns.saga.started", "{saga}", "Sagas started, in transactions that may yet roll back.");
    private static readonly Counter<long> Finished = Meter.CreateCounter<long>(
        "distpatterns.saga.finished", "{saga}", "Sagas completed or compensated, in transactions that may yet roll back.");
    private static readonly Counter<long> Failures = Meter.CreateCounter<long>(
        "distpatterns.saga.failures", "{attempt}", "Attempts of a step, or of undoing one, that failed, in transactions that may yet roll back.");
    private static readonly Counter<long> Conflicts = Meter.CreateCounter<long>(
        "distpatterns.saga.conflicts", "{message}", "Times that another changed the saga first.");
    private static readonly Counter<long> Ignored = Meter.CreateCounter<long>(
        "distpatterns.saga.ignored", "{message}", "Messages that came too late, or never were for the step that the saga is at.");

    public static void Saved(ILogger logger, SagaRecord record)
    {
        if (record.Version == 0)
        {
            Started.Add(1, Tag(record.Saga));
        }

        if (record.IsFinished)
        {
            Finished.Add(1, new TagList { { "saga", record.Saga }, { "outcome", record.Status == SagaStatus.Completed ? "completed" : "compensated" } });
            LogFinished(logger, record.Saga, record.Key, record.Status);
        }
    }

    public static void Failed(ILogger logger, Exception? exception, SagaRecord record, SagaStepRecord step, SagaFailure failure)
    {
        Failures.Add(1, new TagList { { "saga", record.Saga }, { "step", step.Name }, { "compensating", record.Status == SagaStatus.Compensating } });
        if (record.Status == SagaStatus.Compensating)
        {
            LogCompensationFailed(logger, exception, record.Saga, record.Key, step.Name, step.Attempt, failure);
        }
        else
        {
            LogFailed(logger, exception, record.Saga, record.Key, step.Name, step.Attempt, failure);
        }
    }

    public static void Conflicted(string saga) => Conflicts.Add(1, Tag(saga));

    public static void Late(ILogger logger, string saga, string key, string type, SagaStatus? status)
    {
        Ignored.Add(1, Tag(saga));
        LogLate(logger, saga, key, type, status?.ToString() ?? "not there");
    }

    public static void OutOfTurn(ILogger logger, string saga, string key, string type, string? step)
    {
        Ignored.Add(1, Tag(saga));
        LogOutOfTurn(logger, saga, key, type, step);
    }

    [LoggerMessage(1, LogLevel.Information, "The saga '{Saga}' of '{Key}' is finished: {Status}.", EventName = "SagaFinished")]
    private static partial void LogFinished(ILogger logger, string saga, string key, SagaStatus status);

    [LoggerMessage(
        2, LogLevel.Warning, "The saga '{Saga}' of '{Key}' failed at attempt {Attempt} of the step '{Step}': {Failure}.", EventName = "SagaStepFailed")]
    private static partial void LogFailed(ILogger logger, Exception? exception, string saga, string key, string step, int attempt, SagaFailure failure);

    [LoggerMessage(
        3, LogLevel.Error, "The saga '{Saga}' of '{Key}' failed at attempt {Attempt} of undoing the step '{Step}': {Failure}. It is tried until it succeeds.",
        EventName = "SagaCompensationFailed")]
    private static partial void LogCompensationFailed(
        ILogger logger, Exception? exception, string saga, string key, string step, int attempt, SagaFailure failure);

    [LoggerMessage(4, LogLevel.Information, "A '{Type}' came too late: the saga '{Saga}' of '{Key}' is {Status}.", EventName = "LateSagaMessage")]
    private static partial void LogLate(ILogger logger, string saga, string key, string type, string status);

    [LoggerMessage(
        5, LogLevel.Information, "The saga '{Saga}' of '{Key}' is at the step '{Step}', which a '{Type}' is not for.", EventName = "SagaMessageOutOfTurn")]
    private static partial void LogOutOfTurn(ILogger logger, string saga, string key, string type, string? step);

    private static KeyValuePair<string, object?> Tag(string saga) => new("saga", saga);
}
