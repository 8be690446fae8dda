using DistPatterns.Inbox;
using Microsoft.Extensions.DependencyInjection;

namespace DistPatterns;

/// <summary>Settings of the inbox.</summary>
public static class InboxBuilderExtensions
{
    /// <summary>Sets how long the inbox remembers. The inbox itself comes with the database.</summary>
    public static DistPatternsBuilder ConfigureInbox(this DistPatternsBuilder builder, Action<InboxOptions> configure)
    {
        builder.Services.Configure(configure);
        return builder;
    }
}
