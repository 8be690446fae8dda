using Microsoft.Extensions.Logging;

namespace DistPatterns.Runtime.Tests.Registry;

/// <summary>Hears when the registry was looked at in vain.</summary>
internal sealed class AwayListener : ILoggerProvider, ILogger
{
    private readonly TaskCompletionSource _away = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Away => _away.Task;

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (eventId.Name == "RegistryAway")
        {
            _away.TrySetResult();
        }
    }

    public void Dispose()
    {
    }
}
