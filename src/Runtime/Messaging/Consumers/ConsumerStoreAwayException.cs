using System.Data.Common;

namespace DistPatterns.Messaging;

/// <summary>A database did not answer, or ended the session. The message is not to blame, and no attempt is counted.</summary>
/// <param name="consumer">The consumer.</param>
/// <param name="cause">What the database said.</param>
public sealed class ConsumerStoreAwayException(string consumer, Exception cause)
    : Exception($"'{consumer}' could not handle a message: {cause.GetBaseException().Message}", cause)
{
    internal static bool IsSeenIn(Exception exception)
    {
        for (Exception? e = exception; e is not null; e = e.InnerException)
        {
            if (e is DbException { IsTransient: true })
            {
                return true;
            }
        }

        return false;
    }
}
