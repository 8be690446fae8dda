using DistPatterns.Inbox;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace DistPatterns;

/// <summary>The inbox as a part of a program.</summary>
public static class InboxBuilderExtensions
{
    /// <summary>
    /// Adds <see cref="IInbox"/> and its clean-up; consumers, sagas and commands do so by themselves. Its tables come with the
    /// database. Options are validated, and the tables checked, when the host starts.
    /// </summary>
    /// <param name="builder">The parts of the program.</param>
    /// <param name="configure">Sets how long it remembers.</param>
    public static DistPatternsBuilder AddInbox(this DistPatternsBuilder builder, Action<InboxOptions>? configure = null)
    {
        builder.Services.AddOptions<InboxOptions>().Configure(configure ?? (_ => { })).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.TryAddSingleton<IInbox, SqlInbox>();
        builder.Services.AddHostedService<InboxCleanUp>();
        builder.Services.Needs(InboxSchema.Component);
        return builder;
    }
}
