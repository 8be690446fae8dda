using DistPatterns.Messaging;
using Microsoft.Extensions.DependencyInjection;

namespace DistPatterns;

/// <summary>Collects which parts of this library a program uses: a database, a transport, messages and who handles them.</summary>
public sealed class DistPatternsBuilder(IServiceCollection services, MessageTypes messages)
{
    /// <summary>The services that the parts are added to.</summary>
    public IServiceCollection Services { get; } = services;

    /// <summary>The messages of the program.</summary>
    public MessageTypes Messages { get; } = messages;

    /// <summary>Adds a type of messages.</summary>
    /// <param name="destination">Where they go; the name where null.</param>
    /// <param name="name">What the type is called on the way; its simple name where null.</param>
    public DistPatternsBuilder AddMessage<TMessage>(string? destination = null, string? name = null)
    {
        Messages.Add<TMessage>(destination, name);
        return this;
    }
}
