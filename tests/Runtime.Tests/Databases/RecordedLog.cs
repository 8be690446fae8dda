using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace DistPatterns.Runtime.Tests.Databases;

/// <summary>What a host logged: the names of the events, in order.</summary>
internal sealed class RecordedLog : ILoggerProvider, ILogger
{
    public ConcurrentQueue<(string? Event, string Text)> Entries { get; } = new();

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Entries.Enqueue((eventId.Name, formatter(state, exception)));

    public void Dispose()
    {
    }
}
