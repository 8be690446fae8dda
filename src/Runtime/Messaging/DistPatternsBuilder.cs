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
    /// <param name="formerNames">What it was called: messages that say so are known too, and none is sent under such a name.</param>
    /// <remarks>To rename a type without a stop, let all programs know both names first, the new one as a former name, and then swap the two.</remarks>
    public DistPatternsBuilder AddMessage<TMessage>(string? destination = null, string? name = null, params string[] formerNames)
    {
        Messages.Add<TMessage>(destination, name, formerNames);
        return this;
    }
}
