using System.Data.Common;
using DistPatterns.Inbox;

namespace DistPatterns.Crash;

/// <summary>The mistake <see cref="Mutation.InboxForgets"/>.</summary>
internal sealed class ForgetfulInbox : IInbox
{
    public ValueTask<InboxAdmission> TryBeginAsync(DbTransaction transaction, string consumer, Guid messageId, CancellationToken cancellationToken) => ValueTask.FromResult(InboxAdmission.Accepted);
}
