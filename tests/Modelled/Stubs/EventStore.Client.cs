// Written from the source of EventStore.Client.Grpc.Streams 23, and of KurrentDB.Client 1, its new name.
namespace EventStore.Client
{
    public enum StreamState
    {
        NoStream,
        Any,
        StreamExists,
    }

    public readonly struct StreamRevision;

    public class EventData;

    public interface IWriteResult;

    public class EventStoreClientOperationOptions;

    public class UserCredentials;

    public class StreamSubscription;

    public class ResolvedEvent;

    public class EventStoreClient
    {
        public Task<StreamSubscription> SubscribeToAllAsync(Func<StreamSubscription, ResolvedEvent, CancellationToken, Task> eventAppeared, CancellationToken cancellationToken = default) => throw null!;

        public Task<StreamSubscription> SubscribeToStreamAsync(
            string streamName, Func<StreamSubscription, ResolvedEvent, CancellationToken, Task> eventAppeared, CancellationToken cancellationToken = default) => throw null!;

        public Task<IWriteResult> AppendToStreamAsync(
            string streamName, StreamRevision expectedRevision, IEnumerable<EventData> eventData, Action<EventStoreClientOperationOptions>? configureOperationOptions = null,
            TimeSpan? deadline = null, UserCredentials? userCredentials = null, CancellationToken cancellationToken = default) => throw null!;

        public Task<IWriteResult> AppendToStreamAsync(
            string streamName, StreamState expectedState, IEnumerable<EventData> eventData, Action<EventStoreClientOperationOptions>? configureOperationOptions = null,
            TimeSpan? deadline = null, UserCredentials? userCredentials = null, CancellationToken cancellationToken = default) => throw null!;
    }
}

namespace KurrentDB.Client
{
    public enum StreamState
    {
        NoStream,
        Any,
        StreamExists,
    }

    public class EventData;

    public interface IWriteResult;

    public class KurrentDBClientOperationOptions;

    public class UserCredentials;

    public class KurrentDBClient
    {
        public Task<IWriteResult> AppendToStreamAsync(
            string streamName, StreamState expectedState, IEnumerable<EventData> eventData, Action<KurrentDBClientOperationOptions>? configureOperationOptions = null,
            TimeSpan? deadline = null, UserCredentials? userCredentials = null, CancellationToken cancellationToken = default) => throw null!;
    }
}
